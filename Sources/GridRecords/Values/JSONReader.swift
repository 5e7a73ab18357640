/// Reads one JSON text strictly by RFC 8259: no comments, no trailing commas, no byte order mark, only UTF-8.
package struct JSONReader {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Reads the bytes as one value with nothing but white space around it.
    package static func read(
        _ bytes: [UInt8], maximumDepth: Int = Limits.jsonDepth
    ) throws(JSONError) -> JSONTree {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        let tree = try reader.value()
        reader.skipSpace()
        if reader.position < bytes.count { throw reader.failure(.trailingBytes) }
        return tree
    }

    private func failure(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }

    private var unexpected: JSONError { failure(position < bytes.count ? .unexpectedByte : .unexpectedEnd) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONError) -> JSONTree {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case .some(0x30...0x39), UInt8(ascii: "-"): return .number(try number())
        default: throw unexpected
        }
    }

    private mutating func literal(_ word: StaticString, _ meaning: JSONTree) throws(JSONError) -> JSONTree {
        for index in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[index]) else { throw unexpected }
        }
        return meaning
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONError) -> JSONTree
    ) throws(JSONError) -> JSONTree {
        guard depth < maximumDepth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
        let tree = try read(&self)
        depth -= 1
        return tree
    }

    private mutating func array() throws(JSONError) -> JSONTree {
        var values: [JSONTree] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            values.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw unexpected }
        }
    }

    private mutating func object() throws(JSONError) -> JSONTree {
        var members: [JSONTree.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected }
            members.append(JSONTree.Member(key: key, value: try value()))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw unexpected }
        }
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        if position == start { throw failure(.invalidNumber) }
    }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        if let byte = next, (0x30...0x39).contains(byte) { throw failure(.invalidNumber) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func string() throws(JSONError) -> String {
        let start = position
        position += 1
        var content: [UInt8] = []
        var plain = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                // Nearly always nothing is escaped, and the text lies there as it is.
                if !content.isEmpty { content += bytes[plain..<position] }
                guard let text = String(utf8: content.isEmpty ? bytes[plain..<position] : content[...]) else {
                    throw JSONError(reason: .invalidText, offset: start)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                content += bytes[plain..<position]
                content += String(Character(try escape())).utf8
                plain = position
            case 0..<0x20: throw unexpected
            default: position += 1
            }
        }
        throw unexpected
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        position += 1
        guard let byte = next else { throw unexpected }
        if byte == UInt8(ascii: "u") { return try escapedScalar() }
        let scalar: Unicode.Scalar
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        default: throw failure(.invalidEscape)
        }
        position += 1
        return scalar
    }

    /// One `uXXXX`, or two that are the halves of one scalar; half a pair alone is no text.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800...0xDBFF).contains(first), take(UInt8(ascii: "\\")), next == UInt8(ascii: "u") else {
            throw failure(.invalidEscape)
        }
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure(.invalidEscape) }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt32 {
        position += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure(.invalidEscape)
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}
