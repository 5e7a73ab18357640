/// Comma-separated values as RFC 4180 has them: quotes around a field, doubled inside, any line ends within.
struct CommaSeparated {
    struct Line {
        /// Counted from 1, by line ends of the file.
        let number: Int
        let fields: [String]
    }

    private(set) var lines: [Line] = []

    private var bytes: [UInt8]
    private var position = 0
    private var number = 1

    init(_ text: String) throws(Failure) {
        bytes = Array(text.utf8)
        while position < bytes.count {
            let begun = number
            let fields = try line()
            if fields != [""] { lines.append(Line(number: begun, fields: fields)) }
        }
    }

    private mutating func line() throws(Failure) -> [String] {
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard position < bytes.count else { return fields }
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: ",") { continue }
            if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            number += 1
            return fields
        }
    }

    private mutating func field() throws(Failure) -> String {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quoted() }
        let start = position
        while position < bytes.count, !CommaSeparated.isEnd(bytes[position]) {
            guard bytes[position] != UInt8(ascii: "\"") else {
                throw Failure(
                    "bad_data", "line \(number): a quote inside a field without quotes",
                    hint: "double it and quote the field")
            }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quoted() throws(Failure) -> String {
        let begun = number
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\"") else {
                if byte == 0x0A { number += 1 }
                content.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                content.append(byte)
                position += 1
                continue
            }
            guard position == bytes.count || CommaSeparated.isEnd(bytes[position]) else {
                throw Failure("bad_data", "line \(number): text after the closing quote of a field")
            }
            return String(decoding: content, as: UTF8.self)
        }
        throw Failure("bad_data", "line \(begun): a quoted field does not end")
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D }
}
