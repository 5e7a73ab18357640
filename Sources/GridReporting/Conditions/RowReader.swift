import GridRecords

/// Rows of one kind as they were known at a cut-off.
struct RowReader {
    let rows: FactTable.Rows
    /// Milliseconds since 1970; what happened later is not known.
    let cutoff: Int64

    /// The instant in a cell; nil for none, and for what happened only after the cut-off.
    func instant(_ cell: CompiledCondition.Cell, _ row: Int) -> Int64? {
        switch cell {
        case .occurred: return known(rows.occurred[row])
        case .created: return known(rows.ids[row].mintedMilliseconds)
        case .column(let index):
            guard rows.columns[index].type == .moment || rows.columns[index].type == .deadline else { return nil }
            let time = rows.columns[index].wide[row]
            if time == FactColumn.absent { return nil }
            return rows.columns[index].type == .deadline ? time : known(time)
        }
    }

    private func known(_ time: Int64) -> Int64? { time <= cutoff ? time : nil }

    func holds(_ condition: CompiledCondition, _ row: Int) -> Bool {
        switch condition {
        case .all(let parts): return parts.allSatisfy { holds($0, row) }
        case .any(let parts): return parts.contains { holds($0, row) }
        case .not(let part): return !holds(part, row)
        case .present(let cell): return isPresent(cell, row)
        case .code(let index, let meant), .codeSet(let index, let meant):
            return meant[Int(rows.columns[index].small[row])]
        case .flag(let index, let flag): return rows.columns[index].small[row] == flag
        case .number(let index, let comparison, let bound):
            let number = rows.columns[index].wide[row]
            return number != FactColumn.absent && RowReader.compare(number, comparison, bound)
        case .moment(let cell, let comparison, let other):
            guard let left = instant(cell, row) else { return false }
            guard let other else { return RowReader.compare(left, comparison, cutoff) }
            guard let right = instant(other, row) else { return false }
            return RowReader.compare(left, comparison, right)
        case .within(let cell, let months, let days, let other):
            guard let left = instant(cell, row), let right = instant(other, row), left >= right else { return false }
            return left < RowReader.end(months: months, days: days, after: right)
        case .recent(let cell, let months, let days):
            guard let time = instant(cell, row) else { return false }
            let day = Timestamp.shanghaiDay(milliseconds: cutoff).adding(months: -months)
            return time >= CalendarDate(dayNumber: day.dayNumber - Int32(days)).shanghaiStart
        case .never: return false
        }
    }

    /// The first instant after the last day of a time that begins with an instant's day in Shanghai.
    static func end(months: Int, days: Int, after instant: Int64) -> Int64 {
        let day = Timestamp.shanghaiDay(milliseconds: instant).adding(months: months)
        return CalendarDate(dayNumber: day.dayNumber + Int32(days) + 1).shanghaiStart
    }

    private func isPresent(_ cell: CompiledCondition.Cell, _ row: Int) -> Bool {
        guard case .column(let index) = cell else { return true }
        switch rows.columns[index].type {
        case .code, .codes, .flag: return rows.columns[index].small[row] != 0
        case .number: return rows.columns[index].wide[row] != FactColumn.absent
        case .moment, .deadline: return instant(cell, row) != nil
        }
    }

    private static func compare(_ left: Int64, _ comparison: Condition.Comparison, _ right: Int64) -> Bool {
        switch comparison {
        case .atLeast: left >= right
        case .atMost: left <= right
        case .before: left < right
        case .after: left > right
        }
    }
}
