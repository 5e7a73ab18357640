import GridRecords

/// Values of one indicator in one window: from totals that were handed in, else from the facts.
struct Measuring {
    let request: ReportRequest
    let table: FactTable
    let placing: Placing
    let territory: Territory
    let totals: ImportedTotals
    let eligible: [EligibleSet]

    /// One measurement for each column, the rest and the total.
    func measure(_ indicator: Indicator, in window: Period, listing: Bool) -> [Measurement] {
        let imported = importedValues(indicator, window)
        // What was handed in for an earlier window, or for what is only handed in, stands before what is counted.
        if indicator.source == .imported { return imported }
        let isPast = window != request.period
        guard !isPast || window.firstDay >= request.factsFrom else { return imported }
        let counted = count(indicator, window, listing: listing)
        guard isPast else { return counted }
        return zip(imported, counted).map { $0.value == nil ? $1 : $0 }
    }

    private func importedValues(_ indicator: Indicator, _ window: Period) -> [Measurement] {
        var result = placing.columns.map { column in
            measurement(totals.total(of: indicator, unit: column.id, period: window))
        }
        result.append(.absent)
        var total = measurement(totals.total(of: indicator, unit: request.scope.text, period: window))
        if placing.grouping == .departments, total.value != nil,
            let index = placing.columns.firstIndex(where: { $0.id == indicator.department }), result[index].value == nil
        {
            // A total without departments is its own department's.
            result[index] = total
        }
        if total.value == nil, indicator.isAdditive { total = sum(result.dropLast()) }
        return result + [total]
    }

    private func measurement(_ total: ImportedTotals.Total?) -> Measurement {
        guard let total else { return .absent }
        return Measurement(value: total.value, basis: total.isDerived ? .derived : .imported)
    }

    /// Only when every column has a value.
    private func sum(_ parts: some Collection<Measurement>) -> Measurement {
        var sum = Ratio.zero
        for part in parts {
            guard let value = part.value, let next = sum.plus(value) else { return .absent }
            sum = next
        }
        return parts.isEmpty ? .absent : Measurement(value: sum, basis: .summed)
    }

    private func count(_ indicator: Indicator, _ window: Period, listing: Bool) -> [Measurement] {
        let counting = Counting(
            table: table, placing: placing, window: window, cutoff: request.cutoff(for: window))
        let listing = listing && indicator.listsRecords
        switch indicator.source {
        case .imported: return []
        case .computed(let computed):
            return counting.tallies(computed, listing: listing).enumerated().map { index, tally in
                measurement(tally, computed, column: index, window)
            }
        case .coverage(let coverage):
            guard let set = Measuring.set(coverage.eligible, eligible, territory, scope: request.scope) else {
                return Array(repeating: .absent, count: placing.count)
            }
            return counting.coverage(coverage, of: set, territory: territory).map { tally in
                var result = Measurement(value: Ratio(tally.part, of: tally.whole))
                result.numerator = tally.part
                result.denominator = tally.whole
                result.basis = .facts
                result.counted = listing ? Set(tally.counted).sorted() : []
                return result
            }
        }
    }

    private func measurement(_ tally: Tally, _ computed: Computed, column: Int, _ window: Period) -> Measurement {
        var result = Measurement(value: nil, basis: .facts)
        result.numerator = tally.part
        result.waiting = tally.waiting
        result.counted = tally.counted.sorted()
        result.others = tally.others.sorted()
        if computed.numerator != nil {
            result.denominator = tally.whole
            result.value = Ratio(tally.part, of: tally.whole)
        } else {
            result.value = Ratio(computed.sum == nil ? tally.part : tally.sum)
        }
        guard let per = computed.per else { return result }
        result.value = divided(result.value, per, column: column, window)
        return result
    }

    private func divided(_ value: Ratio?, _ per: Computed.Per, column: Int, _ window: Period) -> Ratio? {
        guard let value, let indicator = request.template.indicator(per.indicator) else { return nil }
        let bases = importedValues(indicator, window)
        return bases[column].value.flatMap { value.times(Ratio(per.times))?.divided(by: $0) }
    }

    /// A set that was handed in; `level:LEVEL` is every area of that level that is in force.
    static func set(_ name: String, _ sets: [EligibleSet], _ territory: Territory, scope: AreaCode) -> EligibleSet? {
        if let set = sets.first(where: { $0.name.equalsInBytes(name) }) { return set }
        guard name.hasPrefix("level:") else { return nil }
        let areas = territory.areas(of: String(name.dropFirst(6)), in: scope)
        return EligibleSet(name: name, members: areas.map { EligibleSet.Member(key: $0.text, area: $0) })
    }
}
