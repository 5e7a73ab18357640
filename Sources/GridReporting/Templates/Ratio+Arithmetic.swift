package import GridRecords

/// Exact arithmetic of what stands in cells; nil where 64 bits do not hold the result.
extension Ratio {
    /// A whole number.
    package init(_ number: Int) { self = Ratio(number, of: 1) ?? Ratio.zero }

    private static let bound: UInt64 = 1_000_000_000_000_000

    package static let zero: Ratio = {
        guard let zero = Ratio(0, of: 1) else { preconditionFailure("1 is a denominator") }
        return zero
    }()

    /// A number of JSON with at most six decimal places and fifteen digits.
    package init?(_ json: JSONValue) {
        switch json {
        case .integer(let number):
            guard number.magnitude < Ratio.bound else { return nil }
            self.init(Int(number))
        case .decimal(let units, let scale):
            guard scale <= 6, units.magnitude < Ratio.bound else { return nil }
            self.init(Int(units), of: (0..<scale).reduce(1) { power, _ in power * 10 })
        default: return nil
        }
    }

    package func plus(_ other: Ratio) -> Ratio? {
        if denominator == other.denominator {
            let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
            return overflow ? nil : Ratio(sum, of: denominator)
        }
        let (left, right) = (reduced, other.reduced)
        guard let near = left.numerator.times(right.denominator), let far = right.numerator.times(left.denominator),
            let whole = left.denominator.times(right.denominator)
        else { return nil }
        let (sum, overflow) = near.addingReportingOverflow(far)
        return overflow ? nil : Ratio(sum, of: whole)?.reduced
    }

    package func minus(_ other: Ratio) -> Ratio? {
        Ratio(-other.numerator, of: other.denominator).flatMap { plus($0) }
    }

    package func times(_ other: Ratio) -> Ratio? {
        let (left, right) = (reduced, other.reduced)
        guard let top = left.numerator.times(right.numerator), let bottom = left.denominator.times(right.denominator)
        else { return nil }
        return Ratio(top, of: bottom)?.reduced
    }

    /// Nil also for a divisor of nought.
    package func divided(by other: Ratio) -> Ratio? {
        guard other.numerator != 0 else { return nil }
        let sign = other.numerator < 0 ? -1 : 1
        return Ratio(other.denominator * sign, of: Int(other.numerator.magnitude)).flatMap { times($0) }
    }

    /// The value less one: what it rose or fell by against a base, as a part of the base.
    package func change(from base: Ratio) -> Ratio? { divided(by: base)?.minus(Ratio(1)) }

    /// The value itself with places after the point, rounded half away from zero.
    package func decimal(places: Int) -> String {
        guard let hundredth = Ratio(1, of: 100).flatMap({ times($0) }) else { return text }
        return hundredth.percent(decimals: places)
    }

    package var reduced: Ratio {
        var (common, other) = (numerator.magnitude, denominator.magnitude)
        while other != 0 { (common, other) = (other, common % other) }
        return common > 1 ? Ratio(numerator / Int(common), of: denominator / Int(common)) ?? self : self
    }
}

extension Int {
    fileprivate func times(_ other: Int) -> Int? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? nil : product
    }
}
