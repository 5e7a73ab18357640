import GridRecords

/// What may leave the office: no count of one or two, none that a total or another cell gives away, no ids.
extension Report {
    /// Counts of this size and more are told.
    package static let smallestToldCount = 3

    /// The report for readers outside. Colours stay; what is taken out reads `*` and has no comparison.
    package func released() -> Report {
        var report = Report(
            template: template, label: label, rules: rules, period: period, cutoff: cutoff, scope: scope,
            grouping: grouping, columns: columns, rows: rows.map { $0.released() },
            eligible: eligible.map { Frozen(name: $0.name, keys: []) }, number: number, changes: [],
            isReleased: true)
        report.changes = changes.map { change in
            let isHidden = report.cell(change.indicator, change.column)?.isSuppressed ?? true
            // The older value is not in this report, so it cannot be weighed; only the new one is told.
            return Change(
                indicator: change.indicator, column: change.column, oldColour: change.oldColour,
                newColour: change.newColour, oldValue: nil, newValue: isHidden ? nil : change.newValue)
        }
        return report
    }
}

extension ReportRow {
    func released() -> ReportRow {
        let hidden = isSensitive ? Suppression(cells: cells, isCount: unit == .count).hidden : []
        return with(
            cells.enumerated().map { index, cell in cell.released(isHidden: hidden.contains(index), row: self) })
    }
}

extension Cell {
    fileprivate func released(isHidden: Bool, row: ReportRow) -> Cell {
        var told = isHidden ? [] : comparisons.map { $0.released(row) }
        if isHidden { told = comparisons.compactMap { $0.comparator == .target ? $0.released(row) : nil } }
        let hidesBase = told.contains { $0.base == nil && $0.basis != .absent }
        return Cell(
            column: column, colour: colour, value: isHidden ? nil : value, numerator: isHidden ? nil : numerator,
            denominator: isHidden ? nil : denominator, waiting: 0, basis: isHidden ? .absent : basis,
            comparisons: told,
            reason: releasedReason(isHidden: isHidden, hidesBase: hidesBase, row: row),
            counted: [], others: [], isSuppressed: isHidden)
    }
}

extension Cell {
    /// The reason, unless it tells a count that does not leave.
    private func releasedReason(isHidden: Bool, hidesBase: Bool, row: ReportRow) -> Label {
        if isHidden { return Label(chinese: "数值过小或可推算，不对外公布", english: "too small or deducible, not told outside") }
        if hidesBase {
            return Label(chinese: "比较基数过小，不对外公布", english: "the base of the comparison is too small to be told")
        }
        guard row.isSensitive, waiting > 0 else { return reason }
        return Label(chinese: value.map { row.shown($0) } ?? "无数据", english: value.map { row.shown($0) } ?? "no data")
    }
}

extension Cell.Comparison {
    /// Without a base of one or two, and without the change that would give it away.
    fileprivate func released(_ row: ReportRow) -> Cell.Comparison {
        guard row.isSensitive, comparator != .target, row.unit == .count, let base, base > .zero,
            base < Ratio(Report.smallestToldCount)
        else { return self }
        return Cell.Comparison(
            comparator: comparator, base: nil, basis: basis, change: nil, isInPoints: isInPoints, colour: colour)
    }
}

/// Which cells of a row are hidden, so that none of the small counts can be worked out from what is left.
struct Suppression {
    /// Indices of hidden cells, the total's among them where it must go too.
    let hidden: Set<Int>

    /// What each cell tells: its counts, or the imported number where that is whole.
    private struct Told {
        /// Part and remainder of a rate; the count alone.
        let counts: [Int]

        init(_ cell: Cell, isCount: Bool) {
            if let part = cell.numerator, let whole = cell.denominator {
                counts = [part, whole - part]
            } else if let count = cell.numerator {
                counts = [count]
            } else if isCount, let value = cell.value?.reduced, value.denominator == 1 {
                counts = [value.numerator]
            } else {
                counts = []
            }
        }

        var isSmall: Bool { counts.contains { $0 > 0 && $0 < Report.smallestToldCount } }
        var size: Int { counts.reduce(0, +) }
    }

    /// - Parameter isCount: whether a value without counts is one; a share that was handed in has none to hide.
    init(cells: [Cell], isCount: Bool) {
        let told = cells.map { Told($0, isCount: isCount) }
        let total = cells.firstIndex { $0.column == Cell.total }
        let parts = cells.indices.filter { $0 != total }
        var hidden = Set(cells.indices.filter { told[$0].isSmall })
        // As long as the total is told, the hidden cells' sum is known.
        while let total, !hidden.contains(total), Suppression.givesAway(parts.filter { hidden.contains($0) }, told) {
            let candidates = parts.filter { !hidden.contains($0) && told[$0].size > 0 }
            guard let next = candidates.min(by: { told[$0].size < told[$1].size }) else {
                hidden.insert(total)
                break
            }
            hidden.insert(next)
        }
        self.hidden = hidden
    }

    /// Whether the sum of hidden counts leaves only one possibility: a single cell, or all of them one.
    private static func givesAway(_ hidden: [Int], _ told: [Told]) -> Bool {
        guard !hidden.isEmpty else { return false }
        if hidden.count == 1 { return true }
        let depth = hidden.map { told[$0].counts.count }.max() ?? 0
        return (0..<depth).contains { place in
            let counts = hidden.compactMap { place < told[$0].counts.count ? told[$0].counts[place] : nil }
            let isSomeSmall = counts.contains { $0 > 0 && $0 < Report.smallestToldCount }
            return isSomeSmall && counts.reduce(0, +) <= counts.count { $0 > 0 }
        }
    }
}
