/// What happened, as a running hash and, when asked for, as lines for a person.
///
/// Source of the hash: FNV-1a, 64 bits (draft-eastlake-fnv-17, section 2).
package struct Trace {
    package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    /// Empty unless lines are kept.
    package private(set) var lines: [String] = []
    private let keepsLines: Bool

    package init(keepsLines: Bool) { self.keepsLines = keepsLines }

    package mutating func note(_ at: Int64, _ text: @autoclosure () -> String, bytes: [UInt8] = []) {
        take(UInt64(bitPattern: at))
        let text = text()
        for byte in text.utf8 { take(byte) }
        for byte in bytes { take(byte) }
        if keepsLines { lines.append("\(at) \(text)" + (bytes.isEmpty ? "" : " (\(bytes.count) bytes)")) }
    }

    private mutating func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    private mutating func take(_ word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { take(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
