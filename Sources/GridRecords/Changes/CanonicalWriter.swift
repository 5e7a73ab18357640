package import GridCausality

/// Appends numbers big-endian and bytes behind their length: the alphabet of the canonical form.
package struct CanonicalWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// - Parameter capacity: about how many bytes will be written.
    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ number: UInt16) { fixed(number) }
    package mutating func append(_ number: UInt32) { fixed(number) }
    package mutating func append(_ number: UInt64) { fixed(number) }
    package mutating func append(_ number: Int64) { fixed(UInt64(bitPattern: number)) }

    /// 16 bytes, most significant first.
    package mutating func append(_ bits: Bits128) {
        append(bits.high)
        append(bits.low)
    }

    /// Bytes of a known count, without a length.
    package mutating func append(raw other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

    package mutating func append(raw other: [UInt8]) { bytes.append(contentsOf: other) }

    /// A 4-byte length, then the bytes.
    package mutating func append(lengthPrefixed other: some Collection<UInt8>) {
        append(UInt32(other.count))
        bytes.append(contentsOf: other)
    }

    package mutating func append(lengthPrefixed other: [UInt8]) {
        append(UInt32(other.count))
        bytes.append(contentsOf: other)
    }

    package mutating func append(lengthPrefixed text: String) {
        append(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// What `write` appends, behind its length in 4 bytes.
    mutating func append<Result>(measured write: (inout CanonicalWriter) -> Result) -> Result {
        let start = bytes.count
        append(UInt32(0))
        let result = write(&self)
        let length = UInt32(bytes.count - start - 4)
        for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: length >> (24 - 8 * place)) }
        return result
    }

    /// Puts another byte where one stands.
    mutating func replace(at place: Int, by byte: UInt8) { bytes[place] = byte }

    private mutating func fixed<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
        var rest = number.bigEndian
        for _ in 0..<Number.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest &>>= 8
        }
    }
}

/// Bytes that are not what they should be; where, and what was expected.
package struct CanonicalError: Error, Equatable, Sendable {
    package let offset: Int
    package let expected: String
}

/// Reads what `CanonicalWriter` wrote. Never traps: bytes from outside end in an error.
package struct CanonicalReader {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    package var isAtEnd: Bool { offset == bytes.endIndex }

    package func failure(_ expected: String) -> CanonicalError {
        CanonicalError(offset: offset - bytes.startIndex, expected: expected)
    }

    package mutating func byte() throws(CanonicalError) -> UInt8 {
        guard offset < bytes.endIndex else { throw failure("one more byte") }
        defer { offset += 1 }
        return bytes[offset]
    }

    package mutating func raw(_ count: Int) throws(CanonicalError) -> ArraySlice<UInt8> {
        guard count >= 0, bytes.endIndex - offset >= count else { throw failure("\(count) more bytes") }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    package mutating func uint16() throws(CanonicalError) -> UInt16 { UInt16(truncatingIfNeeded: try number(2)) }
    package mutating func uint32() throws(CanonicalError) -> UInt32 { UInt32(truncatingIfNeeded: try number(4)) }
    package mutating func uint64() throws(CanonicalError) -> UInt64 { try number(8) }
    package mutating func int64() throws(CanonicalError) -> Int64 { Int64(bitPattern: try number(8)) }

    /// A count of things of at least `size` bytes each; refuses one that the remaining bytes cannot hold.
    package mutating func count(ofSize size: Int) throws(CanonicalError) -> Int {
        let count = Int(try uint32())
        guard count <= (bytes.endIndex - offset) / max(size, 1) else { throw failure("at most as many items as bytes") }
        return count
    }

    package mutating func lengthPrefixed() throws(CanonicalError) -> ArraySlice<UInt8> {
        let count = Int(try uint32())
        return try raw(count)
    }

    /// Length-prefixed UTF-8; anything else is an error, never repaired.
    package mutating func text() throws(CanonicalError) -> String {
        let slice = try lengthPrefixed()
        guard let text = String(utf8: slice) else { throw failure("UTF-8") }
        return text
    }

    private mutating func number(_ count: Int) throws(CanonicalError) -> UInt64 {
        guard bytes.endIndex - offset >= count else { throw failure("\(count) more bytes") }
        var number: UInt64 = 0
        for index in offset..<offset + count { number = number << 8 | UInt64(bytes[index]) }
        offset += count
        return number
    }
}
