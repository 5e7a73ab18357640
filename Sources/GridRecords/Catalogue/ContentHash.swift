import GridCausality

/// A 128-bit name for bytes: FNV-1a (draft-eastlake-fnv). Tells contents apart; proves nothing against a forger.
package enum ContentHash {
    /// 32 lower-case hexadecimal digits.
    package static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
        // Elements of a sequence that the compiler cannot see cost ten times as much.
        digest(Array(bytes))
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        var high: UInt64 = 0x6c62_272e_07bb_0142
        var low: UInt64 = 0x62b8_2175_6295_c58d
        for byte in bytes {
            low ^= UInt64(byte)
            // Times the prime 2^88 + 0x13b, modulo 2^128.
            let product = low.multipliedFullWidth(by: 0x13b)
            high = high &* 0x13b &+ product.high &+ low << 24
            low = product.low
        }
        return Hexadecimal.encode(Bits128(high: high, low: low).bytes)
    }
}
