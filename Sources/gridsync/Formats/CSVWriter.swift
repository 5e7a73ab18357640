/// Writes comma-separated values after RFC 4180, lines ended with CR LF.
enum CSVWriter {
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// Keeps a spreadsheet from running text as a formula (CWE-1236): a quote mark goes before what would start one.
enum FormulaGuard {
    private static let starts: [UInt8] = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D]
    private static let mark = UInt8(ascii: "'")

    static func guarded(_ text: String) -> String { needsMark(text.utf8[...]) ? "'" + text : text }

    /// Takes the mark off again, so that what was exported is what is imported.
    static func unguarded(_ text: String) -> String {
        guard text.utf8.first == mark, needsMark(text.utf8.dropFirst()) else { return text }
        return String(text.dropFirst())
    }

    /// A text that begins with marks and then a formula's start gets one more, so that taking one off is exact.
    private static func needsMark(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.drop(while: { $0 == mark }).first else { return false }
        return starts.contains(first)
    }
}
