/// All chance of a simulation: the same seed gives the same draws, on every machine.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), SplitMix64.
/// Distributions use additions and multiplications only, whose results IEEE 754 fixes.
package struct Chance: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Chance.mix(state)
    }

    /// A stream of its own; drawing from it leaves this one as it is.
    package func stream(_ label: UInt64) -> Chance { Chance(seed: Chance.mix(state ^ Chance.mix(label &+ 1))) }

    /// From 0 to below the bound; 0 for a bound of 0.
    package mutating func below(_ bound: Int) -> Int {
        bound <= 0 ? 0 : Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    package mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

    /// Of a thousand tries so many come true.
    package mutating func happens(_ perMille: Int) -> Bool { below(1000) < perMille }

    package mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }

    /// One of the choices, each as often as its weight says.
    package mutating func weighted<Choice>(_ choices: [(weight: Int, choice: Choice)]) -> Choice? {
        var left = below(choices.reduce(0) { $0 + $1.weight })
        for (weight, choice) in choices {
            if left < weight { return choice }
            left -= weight
        }
        return choices.last?.choice
    }

    /// A log-normal duration: half of the draws lie below the median, about one in six beyond `median * factor`.
    package mutating func logNormal(median: Int64, factor: Double, cap: Int64) -> Int64 {
        // The sum of 12 uniform draws less 6 is normal to the eye (Irwin-Hall), cut off at 6 deviations.
        var deviate = -6.0
        for _ in 0..<12 { deviate += Double(next() >> 11) / 9_007_199_254_740_992 }
        var value = Double(median)
        var left = deviate < 0 ? -deviate : deviate
        let whole = Int(left)
        for _ in 0..<whole { value = deviate < 0 ? value / factor : value * factor }
        left -= Double(whole)
        // Between whole deviations a straight line will do.
        value = deviate < 0 ? value / (1 + (factor - 1) * left) : value * (1 + (factor - 1) * left)
        return min(cap, max(1, Int64(value)))
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var bits: UInt64 = 0
        for index in 0..<count {
            if index % 8 == 0 { bits = next() }
            result.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
        }
        return result
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
