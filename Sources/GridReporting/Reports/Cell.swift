package import GridRecords

/// One indicator in one area or department: exactly one colour, and all that explains it.
package struct Cell: Sendable, Hashable {
    /// Where a value comes from.
    package enum Basis: String, CaseIterable, Sendable {
        /// Counted from the records.
        case facts
        case imported
        /// Worked out from a later total and its change.
        case derived
        /// Added up from the columns beside it.
        case summed
        case absent
    }

    /// One comparison with its own outcome.
    package struct Comparison: Sendable, Hashable {
        package let comparator: Comparator
        /// The target's bound of green, or the earlier value; nil where there is none.
        package let base: Ratio?
        package let basis: Basis
        /// What the value rose or fell by: a part of the base, or the difference of two shares. Nil from nought.
        package let change: Ratio?
        /// Whether the change is a difference in percentage points.
        package let isInPoints: Bool
        /// Nil where the comparison colours nothing.
        package let colour: Colour?
    }

    /// Areas by their code, departments by their id; `other` and `total` beside them.
    package let column: String
    package let colour: Colour
    /// Nil for no data.
    package let value: Ratio?
    /// How many records count, or the part of a rate; nil for what was imported.
    package let numerator: Int?
    /// The whole of a rate; nil for what has none.
    package let denominator: Int?
    /// Records left out because their time of observation is not over.
    package let waiting: Int
    package let basis: Basis
    package let comparisons: [Comparison]
    /// Why the colour is what it is, one sentence or more.
    package let reason: Label
    /// Sorted ids of the records that count: of a rate those of the part.
    package let counted: [RecordID]
    /// Sorted ids of the other records of the whole.
    package let others: [RecordID]
    /// Whether the value was taken out before the report left the office.
    package let isSuppressed: Bool

    package static let total = "total"
    /// Records in scope that lie in no column.
    package static let other = "other"
}

/// One indicator over all columns.
package struct ReportRow: Sendable, Hashable {
    package let indicator: String
    package let label: Label
    package let aspect: Label
    /// The id of who answers.
    package let departmentID: String
    package let department: Label
    package let unit: Indicator.Unit
    package let places: Int
    package let direction: Indicator.Direction
    package let weight: Ratio
    /// Whether small counts in it must not leave the office.
    package let isSensitive: Bool
    /// In the order of the report's columns.
    package let cells: [Cell]

    package func cell(_ column: String) -> Cell? { cells.first { $0.column == column } }

    /// A value as people read it: `99.9 %`, `1234`, `98.24`; money in yuan.
    package func shown(_ value: Ratio) -> String {
        switch unit {
        case .percent: value.percent(decimals: places) + "%"
        case .fen: (Ratio(1, of: 100).flatMap { value.times($0) } ?? value).decimal(places: 2)
        case .count, .score, .rate: value.decimal(places: places)
        }
    }
}
