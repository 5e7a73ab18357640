import GridRecords

/// How often the parts of a message may occur: counted over its bytes before anything is allocated for them.
package struct Shape: Sendable {
    struct Part: Sendable {
        let name: String
        let maximumCount: Int
        let inner: Shape?
    }

    let maximumBytes: Int
    private let parts: [UInt64: Part]

    /// - Parameter parts: the repeated or nested fields, by number.
    init(maximumBytes: Int = Limits.bodyBytes, _ parts: [UInt64: Part] = [:]) {
        self.maximumBytes = maximumBytes
        self.parts = parts
    }

    /// Walks the fields of one message.
    func check(_ bytes: ArraySlice<UInt8>) throws(WireError) {
        var scan = ProtobufScan(bytes)
        var counts: [UInt64: Int] = [:]
        while let field = try scan.next() {
            guard let part = parts[field.number] else { continue }
            counts[field.number, default: 0] += 1
            guard counts[field.number, default: 0] <= part.maximumCount else {
                throw .tooLarge("at most \(part.maximumCount) \(part.name)")
            }
            if let inner = part.inner, let content = field.content { try inner.check(content) }
        }
    }
}

/// Steps over the fields of a protobuf message without decoding them.
struct ProtobufScan {
    struct Field {
        let number: UInt64
        /// The bytes of a length-delimited field; nil for numbers.
        let content: ArraySlice<UInt8>?
        /// The number of a varint field; nil for all others.
        let value: UInt64?
        /// The whole field, its key included.
        let raw: ArraySlice<UInt8>
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position >= bytes.endIndex }

    /// Nil at the end. Groups, which proto3 does not have, are refused.
    mutating func next() throws(WireError) -> Field? {
        guard position < bytes.endIndex else { return nil }
        let start = position
        let key = try varint()
        guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw .malformed("a field number") }
        var content: ArraySlice<UInt8>?
        var value: UInt64?
        switch key & 7 {
        case 0: value = try varint()
        case 1: _ = try take(8)
        case 2: content = try take(try varint())
        case 5: _ = try take(4)
        default: throw .malformed("a wire type of proto3")
        }
        return Field(number: key >> 3, content: content, value: value, raw: bytes[start..<position])
    }

    private mutating func take(_ count: UInt64) throws(WireError) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.endIndex - position) else { throw .malformed("\(count) more bytes") }
        let start = position
        position += Int(count)
        return bytes[start..<position]
    }

    mutating func varint() throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.endIndex, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .malformed("a whole varint")
    }
}

/// Counts what a JSON text opens, before anything is allocated for it.
enum JSONScan {
    /// Objects in one body.
    static let maximumObjects = 262_144

    static func check(_ bytes: [UInt8]) throws(WireError) {
        var depth = 0
        var objects = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B:
                depth += 1
                if byte == 0x7B { objects += 1 }
            case 0x7D, 0x5D: depth -= 1
            default: break
            }
            guard depth <= Limits.jsonDepth else { throw .tooLarge("JSON nested at most \(Limits.jsonDepth) deep") }
            guard objects <= maximumObjects else { throw .tooLarge("at most \(maximumObjects) JSON objects") }
        }
    }
}
