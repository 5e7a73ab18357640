import GridCausality

/// SplitMix64 (Steele et al. 2014): the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
    mutating func chance(_ parts: Int, of whole: Int) -> Bool { number(below: whole) < parts }
}

extension ReplicaID {
    static func numbered(_ number: Int) -> ReplicaID { ReplicaID(high: 0, low: UInt64(number)) }
}

extension Dot {
    static func at(_ replica: Int, _ counter: UInt64) -> Dot { Dot(replica: .numbered(replica), counter: counter) }
}

extension VersionVector {
    static func of(_ counters: [Int: UInt64]) -> VersionVector {
        VersionVector(counters.map { .init(replica: .numbered($0.key), counter: $0.value) })
    }
}
