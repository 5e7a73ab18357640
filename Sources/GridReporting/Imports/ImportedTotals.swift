package import GridRecords

/// Totals that departments hand in: one number for an indicator, a unit (area or department) and a period.
package struct ImportedTotals: Sendable {
    package struct Key: Hashable, Sendable {
        package let indicator: String
        /// The code of an area or the id of a department.
        package let unit: String
        package let period: Period

        package init(indicator: String, unit: String, period: Period) {
            self.indicator = indicator
            self.unit = unit
            self.period = period
        }
    }

    package struct Total: Hashable, Sendable {
        package let value: Ratio
        /// Worked out from a later value and its change, not handed in.
        package let isDerived: Bool

        package init(value: Ratio, isDerived: Bool = false) {
            self.value = value
            self.isDerived = isDerived
        }
    }

    package private(set) var totals: [Key: Total] = [:]

    package init() {}

    /// A total that was handed in replaces one that was derived; else the later one counts.
    package mutating func set(_ total: Total, at key: Key) {
        if total.isDerived, totals[key] != nil { return }
        totals[key] = total
    }

    package func total(_ indicator: String, unit: String, period: Period) -> Total? {
        totals[Key(indicator: indicator, unit: unit, period: period)]
    }

    /// The total; where there is none and months may be added up, the sum of all months of the period.
    package func total(of indicator: Indicator, unit: String, period: Period) -> Total? {
        if let total = total(indicator.id, unit: unit, period: period) { return total }
        let months = period.months
        guard indicator.isAdditive, months.count > 1 else { return nil }
        var sum = Ratio.zero
        var isDerived = false
        for month in months {
            guard let part = total(indicator.id, unit: unit, period: month), let next = sum.plus(part.value) else {
                return nil
            }
            sum = next
            isDerived = isDerived || part.isDerived
        }
        return Total(value: sum, isDerived: isDerived)
    }

    /// The value a year before, from a value and its change in per cent: 79,362 after −10.37 % was 88,544.
    ///
    /// Exact, so that the change comes out again as it was handed in; rounded where it is printed. Nil when the change
    /// is −100 % or less.
    package static func base(of value: Ratio, afterChangeInPercent percent: Ratio) -> Ratio? {
        guard let part = Ratio(1, of: 100).flatMap({ percent.times($0) }), let factor = part.plus(Ratio(1)),
            factor.numerator > 0
        else { return nil }
        return value.divided(by: factor)
    }
}

/// A set whose members are to be reached, as it stood at the cut-off.
package struct EligibleSet: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        /// The code of an area, or the key that records of the member carry.
        package let key: String
        /// Where the member counts.
        package let area: AreaCode

        package init(key: String, area: AreaCode) {
            self.key = key
            self.area = area
        }
    }

    package let name: String
    /// Sorted by key, each once.
    package let members: [Member]

    package init(name: String, members: [Member]) {
        self.name = name
        var byKey: [Text: Member] = [:]
        for member in members { byKey[Text(member.key)] = member }
        self.members = byKey.sorted { $0.key < $1.key }.map(\.value)
    }
}
