public import GridCausality

/// A record for ever: a UUID of version 7 (RFC 9562, section 5.7) minted on the device that creates it.
public struct RecordID: Hashable, Comparable, Sendable {
    public let bits: Bits128

    @inlinable
    public init(bits: Bits128) { self.bits = bits }

    /// Reads exactly 16 bytes; nil for any other count.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard let bits = Bits128(bytes: bytes) else { return nil }
        self.init(bits: bits)
    }

    /// Reads the 8-4-4-4-12 form or 32 bare digits, upper or lower case; nil for anything else.
    @inlinable
    public init?(text: some StringProtocol) {
        var digits: [UInt8] = []
        digits.reserveCapacity(32)
        var length = 0
        for byte in text.utf8 {
            if byte == 0x2D, [8, 13, 18, 23].contains(length) {
                length += 1
                continue
            }
            digits.append(byte)
            length += 1
        }
        // With hyphens they stand at all four places, without at none.
        guard digits.count == 32, length == 36 || length == 32, let bytes = Hexadecimal.decode(utf8: digits) else {
            return nil
        }
        self.init(bytes: bytes)
    }

    /// A UUID of version 7 from the time and 10 random bytes, of which 74 bits are used.
    public init(milliseconds: Int64, random: (high: UInt64, low: UInt64)) {
        let time = UInt64(bitPattern: milliseconds) & 0xFFFF_FFFF_FFFF
        bits = Bits128(
            high: time << 16 | 0x7000 | (random.high & 0x0FFF),
            low: 0x8000_0000_0000_0000 | (random.low & 0x3FFF_FFFF_FFFF_FFFF))
    }

    public var bytes: [UInt8] { bits.bytes }

    /// The lower-case 8-4-4-4-12 form.
    public var text: String {
        var characters = Array(Hexadecimal.encode(bytes).utf8)
        for position in [20, 16, 12, 8] { characters.insert(0x2D, at: position) }
        return String(decoding: characters, as: UTF8.self)
    }

    @inlinable
    public static func < (left: RecordID, right: RecordID) -> Bool { left.bits < right.bits }
}

extension RecordID: CustomStringConvertible {
    public var description: String { text }
}

/// A person who works with the system, by the id that the hub gave: plain ASCII.
public struct WorkerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (left: WorkerID, right: WorkerID) -> Bool { left.text < right.text }
}

/// One enrolled installation, by the id that the hub gave: plain ASCII.
public struct DeviceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (left: DeviceID, right: DeviceID) -> Bool { left.text < right.text }
}

/// A node of the area tree by its code: plain ASCII, digits as a rule.
public struct AreaCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (left: AreaCode, right: AreaCode) -> Bool { left.text < right.text }
}

/// One history of the hub: 128 random bits, new whenever the hub went back to an earlier state.
public struct EpochID: Hashable, Sendable, CustomStringConvertible {
    public let bits: Bits128

    @inlinable
    public init(bits: Bits128) { self.bits = bits }

    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard let bits = Bits128(bytes: bytes) else { return nil }
        self.init(bits: bits)
    }

    public var bytes: [UInt8] { bits.bytes }
    public var description: String { Hexadecimal.encode(bytes) }
}
