package import GridRecords
package import GridReporting

/// One piece of what was asked for, as it is printed.
package enum PaperSheet: Hashable, Sendable {
    /// One line of JSON.
    case line(JSONValue)
    /// A text that is printed as it is.
    case text(String)
    /// Bytes that are written as they are.
    case file([UInt8])
}

/// In which form, language and for whom something is written out.
package struct PaperForm {
    package enum Format: String, CaseIterable, Sendable { case text, json, csv, xlsx, html }

    package let format: Format
    package let language: Language
    /// Whether it leaves the office: small counts are taken out, names masked.
    package let isReleased: Bool
    /// Whether a terminal shows it.
    package let isColoured: Bool

    package init(_ asked: Asked) throws(GoverningError) {
        let wanted = asked.optionalText("format") ?? Format.json.rawValue
        guard let format = Format(rawValue: wanted) else {
            throw GoverningError(
                "bad_format", "there is no format \(wanted)",
                hint: Format.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.format = format
        language = asked.optionalText("lang").flatMap { Language(rawValue: $0) } ?? .english
        isReleased = asked.flag("released")
        isColoured = asked.flag("coloured")
    }

    package func sheet(_ report: Report) -> PaperSheet {
        let report = isReleased ? report.released() : report
        switch format {
        case .json: return .text(report.text)
        case .text: return .text(report.terminal(language: language, isColoured: isColoured))
        case .csv: return .text(report.commaSeparated(language: language))
        case .xlsx: return .file(report.workbook(language: language))
        case .html: return .text(report.html(language: language))
        }
    }

    /// Tables one after the other; as JSON a table a line.
    package func sheets(_ tables: [ListTable]) throws(GoverningError) -> [PaperSheet] {
        let shown = isReleased ? tables.map { $0.masked() } : tables
        switch format {
        case .json: return shown.map { .line($0.json) }
        case .text: return [.text(shown.map { $0.terminal(language: language) }.joined(separator: "\n"))]
        case .csv: return [.text(shown.map { $0.commaSeparated(language: language) }.joined(separator: "\n"))]
        case .xlsx: return [.file(ListTable.workbook(shown, language: language))]
        case .html:
            throw GoverningError("bad_format", "only a report is written as html", hint: "text, json, csv, xlsx")
        }
    }
}
