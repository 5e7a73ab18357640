/// 128 bits as a number, most significant first: what the identities of replicas and records are made of.
public struct Bits128: Hashable, Comparable, Sendable {
    public let high: UInt64
    public let low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads exactly 16 bytes; nil for any other count.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        // 128 bits shifted through both halves, byte by byte.
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        self.init(high: high, low: low)
    }

    /// The 16 bytes, most significant first.
    public var bytes: [UInt8] {
        // All at once: one by one each would ask for room.
        [
            Bits128.byte(high, 0), Bits128.byte(high, 1), Bits128.byte(high, 2), Bits128.byte(high, 3),
            Bits128.byte(high, 4), Bits128.byte(high, 5), Bits128.byte(high, 6), Bits128.byte(high, 7),
            Bits128.byte(low, 0), Bits128.byte(low, 1), Bits128.byte(low, 2), Bits128.byte(low, 3),
            Bits128.byte(low, 4), Bits128.byte(low, 5), Bits128.byte(low, 6), Bits128.byte(low, 7),
        ]
    }

    @inline(__always)
    private static func byte(_ half: UInt64, _ index: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: half >> (56 - 8 * index))
    }

    @inlinable
    public static func < (left: Bits128, right: Bits128) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
