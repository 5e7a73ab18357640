/// A rate with its explicit denominator, exact: `176` of `178`. Rounded only where it is printed.
///
/// Equal values are equal (1 of 2 and 2 of 4); who needs the counts compares those.
package struct Ratio: Sendable {
    /// Negative for what fell short, as in a change against last year.
    package let numerator: Int
    /// At least 1.
    package let denominator: Int

    /// Nil without anything to divide by: no rate is not a rate of nought.
    package init?(_ numerator: Int, of denominator: Int) {
        guard denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// `176/178`.
    package var text: String { "\(numerator)/\(denominator)" }

    /// The value in per cent without the sign `%`, rounded half away from zero: `98.9`, `-47.37`.
    ///
    /// A part smaller than its whole never reads 100: 9,999 of 10,000 are `99.9`.
    ///
    /// - Parameter decimals: places after the point, 0 to 9.
    package func percent(decimals: Int = 1) -> String {
        let places = min(max(decimals, 0), 9)
        let scale = (0..<places).reduce(UInt(100)) { power, _ in power * 10 }
        let whole = UInt(denominator)
        var (units, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: whole)
        // The rest is smaller than the whole, so the division cannot overflow.
        let division = whole.dividingFullWidth(rest.multipliedFullWidth(by: scale))
        var parts = division.quotient
        rest = division.remainder
        if rest >= whole - rest { parts += 1 }
        if parts == scale, units == 0, numerator > 0 { parts -= 1 }
        if parts == scale { (units, parts) = (units + 1, 0) }
        return Ratio.text(units: units, parts: parts, places: places, isNegative: numerator < 0)
    }

    private static func text(units: UInt, parts: UInt, places: Int, isNegative: Bool) -> String {
        // Hundreds before, then two digits of per cent, then the places: written side by side nothing overflows.
        var digits = Array(String(units) + Digits.padded(Int(parts), places + 2))
        let isZero = !digits.contains { $0 != "0" }
        let point = digits.count - places
        let leading = digits[..<(point - 1)].prefix { $0 == "0" }.count
        if places > 0 { digits.insert(".", at: point) }
        return (isNegative && !isZero ? "-" : "") + String(digits.dropFirst(leading))
    }
}

extension Ratio: Comparable, Hashable {
    package static func == (left: Ratio, right: Ratio) -> Bool {
        left.crossed(with: right) == right.crossed(with: left)
    }

    package static func < (left: Ratio, right: Ratio) -> Bool {
        let near = left.crossed(with: right)
        let far = right.crossed(with: left)
        return near.high != far.high ? near.high < far.high : near.low < far.low
    }

    package func hash(into hasher: inout Hasher) {
        var (common, other) = (numerator.magnitude, denominator.magnitude)
        while other != 0 { (common, other) = (other, common % other) }
        hasher.combine(numerator.signum())
        hasher.combine(numerator.magnitude / common)
        hasher.combine(denominator.magnitude / common)
    }

    /// This numerator times the other denominator.
    private func crossed(with other: Ratio) -> (high: Int, low: UInt) {
        let product = numerator.multipliedFullWidth(by: other.denominator)
        return (product.high, product.low)
    }
}

extension Ratio: CustomStringConvertible {
    package var description: String { text }
}
