import GridRecords

/// Counts the records of one indicator in one window, in all columns at once.
struct Counting {
    let table: FactTable
    let placing: Placing
    let window: Period
    let cutoff: Int64

    /// - Parameter listing: whether the ids of the records are wanted.
    func tallies(_ computed: Computed, listing: Bool) -> [Tally] {
        var tallies = [Tally](repeating: Tally(), count: placing.count)
        guard let rows = table.rows(of: computed.kind) else { return tallies }
        let reader = RowReader(rows: rows, cutoff: cutoff)
        let moment = placement(computed, rows)
        let observed = computed.observation.flatMap { cell($0.after, rows) }
        let condition = CompiledCondition(computed.condition, rows: rows, table: table)
        let numerator = computed.numerator.map { CompiledCondition($0, rows: rows, table: table) }
        let sum = computed.sum.flatMap { rows.schema.index(of: $0) }
        let place = placing.place(rows, table)
        for row in rows.ids.indices {
            var end: Int64?
            if let observation = computed.observation, let observed {
                guard let start = reader.instant(observed, row) else { continue }
                end = RowReader.end(months: observation.months, days: observation.days, after: start)
                guard window.contains(observation.isPlacedAtEnd ? (end ?? 0) - 1 : start) else { continue }
            } else if let moment {
                guard let time = reader.instant(moment, row), window.contains(time) else { continue }
            } else if rows.occurred[row] > cutoff || rows.ids[row].mintedMilliseconds > cutoff {
                continue
            }
            let columns = place(row)
            guard !columns.isEmpty, reader.holds(condition, row) else { continue }
            let isWaiting = end.map { $0 > cutoff } ?? false
            let isPart = numerator.map { reader.holds($0, row) } ?? true
            let amount = sum.map { rows.columns[$0].wide[row] } ?? 0
            for column in columns + [placing.total] {
                tallies[column].add(
                    rows.ids[row], isPart: isPart, isWaiting: isWaiting, amount: amount, listing: listing)
            }
        }
        return tallies
    }

    private func placement(_ computed: Computed, _ rows: FactTable.Rows) -> CompiledCondition.Cell? {
        guard case .moment(let name) = computed.placement else { return nil }
        return cell(name, rows)
    }

    private func cell(_ name: String, _ rows: FactTable.Rows) -> CompiledCondition.Cell? {
        switch name {
        case "occurred": .occurred
        case "created": .created
        default: rows.schema.index(of: name).map { .column($0) }
        }
    }

    /// Of each column how many members of a set are covered.
    func coverage(_ coverage: Coverage, of set: EligibleSet, territory: Territory) -> [Tally] {
        var tallies = [Tally](repeating: Tally(), count: placing.count)
        let covering = covering(coverage, Set(set.members.map { Text($0.key) }), territory)
        for member in set.members {
            let columns = placing.indices(of: member.area)
            guard !columns.isEmpty else { continue }
            let records = covering[Text(member.key)] ?? []
            for column in columns + [placing.total] {
                tallies[column].whole += 1
                if !records.isEmpty { tallies[column].part += 1 }
                tallies[column].counted += records
            }
        }
        return tallies
    }

    /// By member the records that cover it.
    private func covering(_ coverage: Coverage, _ keys: Set<Text>, _ territory: Territory) -> [Text: [RecordID]] {
        guard let rows = table.rows(of: coverage.kind) else { return [:] }
        let reader = RowReader(rows: rows, cutoff: cutoff)
        let condition = CompiledCondition(coverage.condition, rows: rows, table: table)
        let bySet = keysOfSets(coverage, keys, territory)
        var found: [Text: [RecordID]] = [:]
        for row in rows.ids.indices {
            guard let time = reader.instant(.occurred, row), coverage.isEver || window.contains(time),
                reader.holds(condition, row)
            else { continue }
            for key in bySet(rows, row) { found[key, default: []].append(rows.ids[row]) }
        }
        return found
    }

    private func keysOfSets(_ coverage: Coverage, _ keys: Set<Text>, _ territory: Territory)
        -> (FactTable.Rows, Int) -> [Text]
    {
        switch coverage.match {
        case .area:
            let codes = table.areaCodes.texts.map { text in
                territory.ancestors(of: AreaCode(text)).map { Text($0.text) }.filter { keys.contains($0) }
            }
            let sets = table.areaSets.sets.map { set in Array(Set(set.flatMap { codes[Int($0)] })) }
            return { rows, row in sets[Int(rows.areas[row])] }
        case .column(let name):
            let codes = table.codes.texts.map { keys.contains(Text($0)) ? [Text($0)] : [] }
            let sets = table.sets.sets.map { set in set.flatMap { codes[Int($0)] } }
            return { rows, row in
                guard let index = rows.schema.index(of: name) else { return [] }
                let number = Int(rows.columns[index].small[row])
                return rows.columns[index].type == .codes ? sets[number] : codes[number]
            }
        }
    }
}

extension Tally {
    /// Far above any sum of money in fen, and far from where 64 bits end.
    private static func bounded(_ amount: Int) -> Int {
        min(max(amount, -1_000_000_000_000_000), 1_000_000_000_000_000)
    }

    mutating func add(_ id: RecordID, isPart: Bool, isWaiting: Bool, amount: Int64, listing: Bool) {
        if isWaiting {
            waiting += 1
            return
        }
        whole += 1
        if isPart { part += 1 }
        if amount != FactColumn.absent { sum = Tally.bounded(sum + Tally.bounded(Int(amount))) }
        guard listing else { return }
        if isPart { counted.append(id) } else { others.append(id) }
    }
}
