package import GridRecords

/// How many of those who are concerned are reached, and who is not.
package struct Coverage<Member: Hashable & Comparable & Sendable>: Sendable, Hashable {
    package let eligible: Int
    package let covered: Int
    /// Sorted.
    package let missing: [Member]

    /// - Parameter eligible: the set as it was at the cut-off.
    package init(eligible: Set<Member>, covered: Set<Member>) {
        missing = eligible.subtracting(covered).sorted()
        self.eligible = eligible.count
        self.covered = eligible.count - missing.count
    }

    /// Nil when nobody is concerned.
    package var rate: Ratio? { Ratio(covered, of: eligible) }
}

extension Coverage<AreaCode> {
    /// Villages and whether each has at least one grid.
    ///
    /// - Parameter grids: each grid with the village that it belongs to.
    package init(villages: Set<AreaCode>, grids: some Sequence<(grid: AreaCode, village: AreaCode)>) {
        self.init(eligible: villages, covered: Set(grids.map(\.village)))
    }
}
