import GridCausality

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

    /// Joined, 16 bytes each.
    mutating func append(_ number: Int, identities: some Collection<Bits128>) {
        guard !identities.isEmpty else { return }
        begin(number, count: 16 * identities.count)
        for identity in identities {
            fixed(identity.high)
            fixed(identity.low)
        }
    }

    /// A packed column: the numbers that `write` appends; nothing where there are none.
    @inline(__always)
    mutating func packed(_ number: Int, _ write: (inout ProtobufWriter) -> Void) {
        let start = bytes.count
        varint(UInt64(number) << 3 | 2)
        let place = bytes.count
        bytes.append(0)
        write(&self)
        close(at: place, from: start)
    }

    /// Puts the length where one byte stands for it, or takes back what is empty.
    private mutating func close(at place: Int, from start: Int) {
        var rest = UInt64(bytes.count - place - 1)
        guard rest > 0 else { return bytes.removeLast(bytes.count - start) }
        var place = place
        while rest >= 0x80 {
            bytes[place] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
            place += 1
            bytes.insert(0, at: place)
        }
        bytes[place] = UInt8(rest)
    }

    /// Each of them, the empty ones too.
    mutating func append(_ number: Int, texts: some Sequence<String>) {
        for text in texts { delimited(number, text.utf8) }
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

    private mutating func fixed(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func zigzag(_ value: Int64) { varint(ProtobufWriter.zigzag(value)) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
