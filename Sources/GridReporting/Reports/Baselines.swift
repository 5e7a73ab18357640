import GridRecords

/// Earlier values that a value is held against, for all columns at once.
struct Baselines {
    let measuring: Measuring
    let indicator: Indicator

    func bases(_ comparator: Comparator) -> [Judging.Base] {
        let period = measuring.request.period
        switch comparator {
        case .target:
            return Array(
                repeating: Judging.Base(value: nil, basis: .absent), count: measuring.placing.count)
        case .yearOnYear: return single(period.earlier(byYears: 1))
        case .previousPeriod: return single(period.previous)
        case .previousThreeYears:
            let years = (1...3).map { measuring.measure(indicator, in: period.earlier(byYears: $0), listing: false) }
            return (0..<measuring.placing.count).map { column in mean(years.map { $0[column] }) }
        }
    }

    private func single(_ window: Period) -> [Judging.Base] {
        measuring.measure(indicator, in: window, listing: false).map { Judging.Base(value: $0.value, basis: $0.basis) }
    }

    /// Of all three years, or of none.
    private func mean(_ years: [Measurement]) -> Judging.Base {
        var sum = Ratio.zero
        for year in years {
            guard let value = year.value, let next = sum.plus(value) else {
                return Judging.Base(value: nil, basis: .absent)
            }
            sum = next
        }
        let isDerived = years.contains { $0.basis == .derived }
        return Judging.Base(value: sum.divided(by: Ratio(3)), basis: isDerived ? .derived : years[0].basis)
    }
}
