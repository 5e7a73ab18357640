package import GridRecords

/// A report as a table for a terminal.
extension Report {
    /// Lines end with a line feed. Each cell carries its colour as a letter too, for who sees none.
    ///
    /// - Parameter isColoured: whether cells are painted with ANSI sequences.
    package func terminal(language: Language, isColoured: Bool) -> String {
        let headings =
            [language.text("指标", "indicator"), language.text("责任部门", "department")]
            + columns.map { $0.label.text(in: language) }
        let texts = rows.map { row in
            [row.label.text(in: language), row.department.text(in: language)]
                + row.cells.map { $0.marked(in: row, language) }
        }
        let widths = headings.indices.map { column in
            ([headings] + texts).map { TextWidth.columns(of: $0[column]) }.max() ?? 0
        }
        var lines = [title(language), ""]
        lines.append(line(headings, widths))
        lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
        var aspect: String?
        for (row, text) in zip(rows, texts) {
            if row.aspect.text(in: language) != aspect {
                aspect = row.aspect.text(in: language)
                lines.append("[\(aspect ?? "")]")
            }
            var cells = padded(text, widths)
            if isColoured {
                for (index, cell) in row.cells.enumerated() { cells[index + 2] = cell.colour.painted(cells[index + 2]) }
            }
            lines.append(cells.joined(separator: "  "))
        }
        lines += ["", footing(language)]
        return lines.map { $0.trimmingEnd + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        padded(cells, widths).joined(separator: "  ")
    }

    private func padded(_ cells: [String], _ widths: [Int]) -> [String] {
        cells.enumerated().map { TextWidth.padded($1, to: widths[$0], isRight: $0 >= 2) }
    }
}

extension Cell {
    fileprivate func marked(in row: ReportRow, _ language: Language) -> String {
        "\(shown(in: row)) \(language.text(colour.label.chinese, colour.mark))"
    }
}

extension Colour {
    /// A letter of its own; green and grey begin alike.
    fileprivate var mark: String {
        switch self {
        case .grey: "-"
        case .green: "G"
        case .yellow: "Y"
        case .red: "R"
        }
    }

    /// Black on the colour, as ANSI sequences.
    fileprivate func painted(_ text: String) -> String {
        let code =
            switch self {
            case .grey: "30;47"
            case .green: "30;42"
            case .yellow: "30;43"
            case .red: "97;41"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var scalars = unicodeScalars
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
