/// Rows under headings in aligned columns, two spaces apart.
struct Table: Sendable {
    let headings: [String]
    let rows: [[String]]
    /// Columns of the terminal; the last column is cut to it. Nil for a pipe: nothing is cut.
    let maximumWidth: Int?

    init(_ headings: [String], rows: [[String]] = [], maximumWidth: Int? = nil) {
        self.headings = headings
        self.rows = rows.map { $0.map(Printable.text) }
        self.maximumWidth = maximumWidth
    }

    /// Headings first (none when all are empty), then the rows.
    var lines: [String] {
        let widths = columnWidths
        let body = rows.map { line($0, widths) }
        return headings.allSatisfy(\.isEmpty) ? body : [line(headings, widths)] + body
    }

    private var columnWidths: [Int] {
        headings.indices.map { column in
            (rows + [headings]).map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, width) in widths.enumerated() {
            let cell = column < cells.count ? cells[column] : ""
            line += DisplayWidth.padded(cell, to: width) + (column < widths.count - 1 ? "  " : "")
        }
        while line.last == " " { line.removeLast() }
        return maximumWidth.map { DisplayWidth.cut(line, to: $0) } ?? line
    }
}
