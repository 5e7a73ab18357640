/// Reads comma-separated values after RFC 4180; lines may end with CR LF or LF, a byte order mark may come first.
struct CSVReader {
    /// One row with the number of the line on which it begins, counted from 1.
    struct Row: Hashable, Sendable {
        let line: Int
        let cells: [String]
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Bytes that are not CSV: the line of a quoted cell that never ends.
    struct Unclosed: Error, Hashable, Sendable {
        let line: Int
    }

    /// Rows in order, empty lines left out. The bytes must be UTF-8.
    static func rows(_ bytes: [UInt8]) throws(Unclosed) -> [Row] {
        var reader = CSVReader(bytes)
        var rows: [Row] = []
        while reader.position < reader.bytes.count {
            let row = try reader.row()
            if row.cells != [""] { rows.append(row) }
        }
        return rows
    }

    private mutating func row() throws(Unclosed) -> Row {
        let start = line
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard position < bytes.count else { break }
            let separator = bytes[position]
            position += 1
            if separator == UInt8(ascii: ",") { continue }
            if separator == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            line += 1
            break
        }
        return Row(line: start, cells: cells)
    }

    private mutating func cell() throws(Unclosed) -> String {
        var content: [UInt8] = []
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { content = try quoted() }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D { break }
            content.append(byte)
            position += 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func quoted() throws(Unclosed) -> [UInt8] {
        let start = line
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x0A { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                content.append(byte)
                continue
            }
            guard position < bytes.count, bytes[position] == byte else { return content }
            content.append(byte)
            position += 1
        }
        throw Unclosed(line: start)
    }
}
