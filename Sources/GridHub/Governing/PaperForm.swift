import Foundation
import GridRecords
import GridReporting

/// In which form, language and for whom something is written out.
struct PaperForm {
    enum Format: String, CaseIterable { case text, json, csv, xlsx, html }

    let format: Format
    let language: Language
    /// Whether it leaves the office: small counts are taken out, names masked.
    let isReleased: Bool
    /// Whether a terminal shows it.
    let isColoured: Bool

    init(_ arguments: Arguments) throws {
        let wanted = arguments.optionalText("format") ?? Format.json.rawValue
        guard let format = Format(rawValue: wanted) else {
            throw HubError.badInput(
                "bad_format", "there is no format \(wanted)",
                hint: Format.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.format = format
        language = arguments.optionalText("lang").flatMap { Language(rawValue: $0) } ?? .english
        isReleased = arguments.json["released"]?.bool ?? false
        isColoured = arguments.json["coloured"]?.bool ?? false
    }

    /// A text that the caller prints as it is.
    static func answer(_ text: String) -> JSONValue { ["text": .string(text)] }

    /// Bytes that the caller writes as they are, here in base 64 (RFC 4648, section 4).
    static func answer(_ file: [UInt8]) -> JSONValue { ["file": .string(Data(file).base64EncodedString())] }

    /// Tables one after the other; as JSON a table a line.
    func answer(_ tables: [ListTable]) throws -> [JSONValue] {
        let shown = isReleased ? tables.map { $0.masked() } : tables
        switch format {
        case .json: return shown.map(\.json)
        case .text: return [PaperForm.answer(shown.map { $0.terminal(language: language) }.joined(separator: "\n"))]
        case .csv:
            return [PaperForm.answer(shown.map { $0.commaSeparated(language: language) }.joined(separator: "\n"))]
        case .xlsx: return [PaperForm.answer(ListTable.workbook(shown, language: language))]
        case .html:
            throw HubError.badInput("bad_format", "only a report is written as html", hint: "text, json, csv, xlsx")
        }
    }
}
