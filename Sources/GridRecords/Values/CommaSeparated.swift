/// Comma-separated values after RFC 4180: lines end with CR LF, LF or CR, a byte order mark may come first.
///
/// A reader of its own because packages for CSV guess at what is wrong, and do not tell lines of quoted cells.
package struct CommaSeparated {
    /// One row that is not empty.
    package struct Row: Hashable, Sendable {
        /// The line on which the row begins, counted from 1 by the line ends of the file.
        package let line: Int
        package let cells: [String]
        /// What RFC 4180 does not allow in this row, read all the same; nil as a rule.
        package let fault: Fault?
    }

    /// A quote that stands where none may stand.
    package enum Fault: Hashable, Sendable {
        /// Inside a cell that did not begin with one; read as it stands.
        case quoteInside(line: Int)
        /// Text after the closing quote of a cell; read as part of the cell.
        case textAfterQuote(line: Int)
    }

    /// A quoted cell that never ends, with the line on which it begins.
    package struct Unclosed: Error, Hashable, Sendable {
        package let line: Int

        package init(line: Int) { self.line = line }
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let bytes: [UInt8]
    private var position: Int
    private var line = 1
    private var fault: Fault?

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: CommaSeparated.byteOrderMark) ? 3 : 0
    }

    /// Rows in order, empty lines left out. What is not UTF-8 in a cell is repaired: callers check it before.
    package static func rows(_ bytes: [UInt8]) throws(Unclosed) -> [Row] {
        var reader = CommaSeparated(bytes)
        var rows: [Row] = []
        while reader.position < reader.bytes.count {
            let row = try reader.row()
            if row.cells.count > 1 || row.cells.first?.isEmpty == false { rows.append(row) }
        }
        return rows
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func row() throws(Unclosed) -> Row {
        let start = line
        var cells: [String] = []
        fault = nil
        while true {
            cells.append(try cell())
            guard let separator = next else { break }
            position += 1
            if separator == UInt8(ascii: ",") { continue }
            if separator == 0x0D, next == 0x0A { position += 1 }
            line += 1
            break
        }
        return Row(line: start, cells: cells, fault: fault)
    }

    private mutating func cell() throws(Unclosed) -> String {
        let isQuoted = next == UInt8(ascii: "\"")
        var content = isQuoted ? try quoted() : []
        while let byte = next, byte != UInt8(ascii: ","), byte != 0x0A, byte != 0x0D {
            if fault == nil {
                if isQuoted { fault = .textAfterQuote(line: line) }
                if !isQuoted, byte == UInt8(ascii: "\"") { fault = .quoteInside(line: line) }
            }
            content.append(byte)
            position += 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func quoted() throws(Unclosed) -> [UInt8] {
        let start = line
        var content: [UInt8] = []
        position += 1
        while let byte = next {
            position += 1
            if byte == 0x0A { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                content.append(byte)
                continue
            }
            guard next == byte else { return content }
            content.append(byte)
            position += 1
        }
        throw Unclosed(line: start)
    }
}
