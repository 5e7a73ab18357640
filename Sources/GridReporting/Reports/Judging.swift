import GridRecords

/// Holds a value against its bases and finds its colour.
struct Judging {
    let indicator: Indicator

    struct Base {
        let value: Ratio?
        let basis: Cell.Basis
    }

    func comparison(_ comparator: Comparator, value: Ratio?, base: Base) -> Cell.Comparison {
        let rule = indicator.rules.first { $0.comparator == comparator }
        if comparator == .target {
            return Cell.Comparison(
                comparator: comparator, base: rule?.bounds.green, basis: .imported, change: nil, isInPoints: false,
                colour: rule.flatMap { rule in value.map { colour($0, rule.bounds) } })
        }
        let change = value.flatMap { value in base.value.flatMap { difference(value, from: $0) } }
        var found: Colour?
        if let rule, let value, let base = base.value {
            found = change.map { colour($0, rule.bounds) } ?? colourFromZero(value, base, rule)
        }
        return Cell.Comparison(
            comparator: comparator, base: base.value, basis: base.basis, change: change,
            isInPoints: indicator.isShare, colour: found)
    }

    /// Shares differ in percentage points, all else by a part of the base.
    private func difference(_ value: Ratio, from base: Ratio) -> Ratio? {
        if indicator.isShare { return value.minus(base) }
        if value == base { return .zero }
        return value.change(from: base)
    }

    /// From nought there is no change in per cent: the difference is judged, or else whether it is the better way.
    private func colourFromZero(_ value: Ratio, _ base: Ratio, _ rule: ColourRule) -> Colour? {
        guard let difference = value.minus(base) else { return nil }
        if let bounds = rule.fromZero { return colour(difference, bounds) }
        return (difference > .zero) == (indicator.direction == .higherBetter) ? .green : .red
    }

    private func colour(_ measure: Ratio, _ bounds: ColourRule.Bounds) -> Colour {
        switch indicator.direction {
        case .neutral: .grey
        case .higherBetter: measure >= bounds.green ? .green : measure >= bounds.yellow ? .yellow : .red
        case .lowerBetter: measure <= bounds.green ? .green : measure <= bounds.yellow ? .yellow : .red
        }
    }

    func colour(of comparisons: [Cell.Comparison]) -> Colour {
        guard indicator.direction != .neutral else { return .grey }
        // In the order of the rules.
        let colours = indicator.rules.compactMap { rule in
            comparisons.first { $0.comparator == rule.comparator }?.colour
        }
        switch indicator.combine {
        case .worst: return colours.max() ?? .grey
        case .best: return colours.min() ?? .grey
        case .first: return colours.first ?? .grey
        }
    }
}
