/// Columns one under the other, where a Chinese character takes two places.
struct Table {
    let header: [String]
    let rows: [[String]]

    /// The longest that a cell is shown.
    private static let widest = 60

    var lines: [String] {
        let cells = ([header] + rows).map { $0.map(Table.cut) }
        var widths = header.map { _ in 0 }
        for row in cells {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], Table.width(cell)) }
        }
        return cells.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 {
                    line += String(repeating: " ", count: widths[column] - Table.width(cell) + 2)
                }
            }
            return line
        }
    }

    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : $1.value < 0x20 ? 0 : 1) }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
            || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
            || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
            || (0x20000...0x3FFFD).contains(scalar.value)
    }

    private static func cut(_ text: String) -> String {
        guard width(text) > widest else { return text }
        var result = ""
        var used = 0
        for character in text {
            let next = width(String(character))
            guard used + next < widest else { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }
}
