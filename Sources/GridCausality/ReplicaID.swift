/// One incarnation of a device: 128 random bits minted by the hub.
///
/// A restored or cloned copy of a device gets a new one, so a counter is never used twice under the same
/// replica. Ordered by its 16 bytes.
public struct ReplicaID: Hashable, Comparable, Sendable {
    public let bits: Bits128

    @inlinable
    public init(bits: Bits128) { self.bits = bits }

    public init(high: UInt64, low: UInt64) { bits = Bits128(high: high, low: low) }

    /// Reads exactly 16 bytes; nil for any other count.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard let bits = Bits128(bytes: bytes) else { return nil }
        self.init(bits: bits)
    }

    /// Reads 32 hexadecimal digits, upper or lower case; nil for anything else.
    @inlinable
    public init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    public var bytes: [UInt8] { bits.bytes }

    /// 32 lower-case hexadecimal digits.
    public var hex: String { Hexadecimal.encode(bytes) }

    @inlinable
    public static func < (left: ReplicaID, right: ReplicaID) -> Bool { left.bits < right.bits }
}

extension ReplicaID: CustomStringConvertible {
    public var description: String { hex }
}
