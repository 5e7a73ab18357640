/// Writing what `CommaSeparated` reads, RFC 4180: cell by cell of bytes, for a quote before a combining mark is one
/// character with it for `String`.
extension CommaSeparated {
    /// One row with its line end, CR LF.
    package static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    /// The cell, within quotes where it needs them.
    package static func quoted(_ cell: String) -> String {
        let needsQuotes =
            cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
            // At the beginning of a file it would be taken for the file's.
            || cell.utf8.starts(with: CommaSeparated.byteOrderMark)
        guard needsQuotes else { return cell }
        var quoted: [UInt8] = [0x22]
        for byte in cell.utf8 {
            if byte == 0x22 { quoted.append(byte) }
            quoted.append(byte)
        }
        return String(decoding: quoted + [0x22], as: UTF8.self)
    }
}

/// Keeps a spreadsheet from running text as a formula (CWE-1236): a quote mark goes before what would start one.
package enum FormulaGuard {
    private static let starts: [UInt8] = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D]
    private static let mark = UInt8(ascii: "'")

    package static func guarded(_ text: String) -> String { needsMark(text.utf8[...]) ? "'" + text : text }

    /// Takes the mark off again, so that what was exported is what is imported.
    package static func unguarded(_ text: String) -> String {
        guard text.utf8.first == mark, needsMark(text.utf8.dropFirst()) else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    /// A text that begins with marks and then a formula's start gets one more, so that taking one off is exact.
    private static func needsMark(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.drop(while: { $0 == mark }).first else { return false }
        return starts.contains(first)
    }
}
