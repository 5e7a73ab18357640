/// Steps over the fields of a protobuf message without decoding them.
package struct ProtobufScan {
    package struct Field {
        package let number: UInt64
        /// The bytes of a length-delimited field; nil for numbers.
        package let content: ArraySlice<UInt8>?
        /// The number of a varint field; nil for all others.
        package let value: UInt64?
        /// The whole field, its key included.
        package let raw: ArraySlice<UInt8>
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position >= bytes.endIndex }

    /// Nil at the end. Groups, which proto3 does not have, are refused.
    package mutating func next() throws(WireError) -> Field? {
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

/// Appends protobuf fields; what is empty or the default is left out.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - start: fields that stand first.
    ///   - capacity: about how many bytes will be written after them.
    init(_ start: [UInt8] = [], capacity: Int) {
        bytes = start
        bytes.reserveCapacity(start.count + capacity)
    }

    mutating func append(_ number: Int, _ content: some Collection<UInt8>) {
        guard !content.isEmpty else { return }
        delimited(number, content)
    }

    /// An empty one, too: it is there.
    mutating func append(_ number: Int, message: [UInt8]) { delimited(number, message) }

    mutating func append(_ number: Int, number value: UInt64) {
        guard value != 0 else { return }
        varint(UInt64(number) << 3)
        varint(value)
    }

    /// `sint64`: zigzag.
    mutating func append(_ number: Int, signed value: Int64) {
        append(number, number: ProtobufWriter.zigzag(value))
    }

    mutating func append(_ number: Int, text: String) { append(number, text.utf8) }

    /// Each of them, the empty ones too.
    mutating func append(_ number: Int, texts: some Sequence<String>) {
        for text in texts { delimited(number, text.utf8) }
    }

    mutating func append(_ number: Int, _ column: some Collection<UInt32>) { packed(number, column) { UInt64($0) } }

    mutating func append(_ number: Int, _ column: some Collection<UInt64>) { packed(number, column) { $0 } }

    /// `sint64`: zigzag.
    mutating func append(_ number: Int, _ column: some Collection<Int64>) {
        packed(number, column) { ProtobufWriter.zigzag($0) }
    }

    private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    private mutating func delimited(_ number: Int, _ content: some Collection<UInt8>) {
        begin(number, count: content.count)
        bytes.append(contentsOf: content)
    }

    /// Key and length of a field whose content is to follow.
    mutating func begin(_ number: Int, count: Int) {
        varint(UInt64(number) << 3 | 2)
        varint(UInt64(count))
    }

    @inline(__always)
    private mutating func packed<Number>(
        _ number: Int, _ column: some Collection<Number>, _ varint: (Number) -> UInt64
    ) {
        guard !column.isEmpty else { return }
        self.varint(UInt64(number) << 3 | 2)
        self.varint(column.reduce(0) { $0 + ProtobufWriter.size(varint($1)) })
        for element in column { self.varint(varint(element)) }
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Seven bits a byte, at least one byte.
    private static func size(_ value: UInt64) -> UInt64 { UInt64((70 - (value | 1).leadingZeroBitCount) / 7) }
}
