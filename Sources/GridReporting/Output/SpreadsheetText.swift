package import GridRecords

/// Comma-separated values for spreadsheets: byte-order mark, CR LF, and no cell that a program would take for a formula.
package enum SpreadsheetText {
    package static func text(_ rows: [[String]]) -> String {
        "\u{FEFF}" + rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Quoted where RFC 4180 asks for it; with an apostrophe before what begins like a formula and is no number.
    package static func cell(_ text: String) -> String {
        CommaSeparated.quoted(isFormula(text) ? "'" + text : text)
    }

    /// Spaces before a formula do not stop every program; full-width signs count for some.
    private static func isFormula(_ text: String) -> Bool {
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" && $0 != "\u{3000}" }
        guard let first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else { return false }
        return !isNumber(text)
    }

    /// Digits, a point and a minus, so few that a cell shows them all: areas, telephones and the like stay text, and so
    /// does what begins with a zero as codes do.
    static func isPlainDecimal(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let whole = digits.prefix { $0 != "." }
        return !text.hasPrefix("+") && !text.hasSuffix("%") && isNumber(text) && digits.utf8.count <= 10
            && !whole.isEmpty && (whole.count == 1 || !whole.hasPrefix("0"))
    }

    private static func isNumber(_ text: String) -> Bool {
        var bytes = Array(text.utf8)
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        if bytes.last == UInt8(ascii: "%") { bytes.removeLast() }
        let halves = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        return !halves.isEmpty && halves.allSatisfy { Digits.number($0) != nil }
    }
}

extension Report {
    /// One line for each cell: what a spreadsheet filters and sums.
    package func commaSeparated(language: Language) -> String { SpreadsheetText.text(lines(language: language)) }

    /// The same as texts, headings first.
    func lines(language: Language) -> [[String]] {
        let headings = [
            language.text("期次", "serial"), language.text("时期", "period"), language.text("方面", "aspect"),
            language.text("指标", "indicator"), language.text("责任部门", "department"), language.text("单位", "column"),
            language.text("数值", "value"), language.text("分子", "part"), language.text("分母", "whole"),
            language.text("颜色", "colour"), language.text("比较", "comparison"), language.text("基数", "base"),
            language.text("变动%", "change %"), language.text("原因", "reason"), language.text("规则版本", "rules"),
        ]
        var lines = [headings]
        for row in rows {
            for (cell, column) in zip(row.cells, columns) { lines.append(line(row, cell, column, language)) }
        }
        return lines
    }

    private func line(_ row: ReportRow, _ cell: Cell, _ column: Column, _ language: Language) -> [String] {
        func listed(_ text: (Cell.Comparison) -> String?) -> String {
            cell.comparisons.map { text($0) ?? "" }.joined(separator: " / ")
        }
        return [
            number.map { "\($0.serial)" } ?? "", period.text, row.aspect.text(in: language),
            row.label.text(in: language),
            row.department.text(in: language), column.label.text(in: language), cell.shown(in: row),
            cell.numerator.map { "\($0)" } ?? "", cell.denominator.map { "\($0)" } ?? "",
            cell.colour.label.text(in: language), listed { $0.comparator.label.text(in: language) },
            listed { $0.base.map { row.shown($0) } }, listed { $0.change.map { Reasons.signed($0) } },
            cell.reason.text(in: language), rules.version,
        ]
    }
}

extension ListTable {
    package func commaSeparated(language: Language) -> String {
        SpreadsheetText.text([headings.map { $0.text(in: language) }] + rows.map(\.cells))
    }
}
