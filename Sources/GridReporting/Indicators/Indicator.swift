package import GridRecords

/// One row of a report: what is counted, for whom it answers, and what makes it green, yellow or red.
package struct Indicator: Sendable, Hashable {
    package enum Direction: String, CaseIterable, Sendable {
        case higherBetter = "higher_better"
        case lowerBetter = "lower_better"
        /// Neither is good: a count of what was collected. Never coloured, so that nobody gains by hiding.
        case neutral
    }

    package enum Unit: String, CaseIterable, Sendable {
        case count, percent, score, fen
        /// A count for each so many of another total.
        case rate
    }

    package enum Source: Sendable, Hashable {
        case computed(Computed)
        /// Totals that a department hands in, by area and period.
        case imported
        case coverage(Coverage)
    }

    package let id: String
    package let label: Label
    package let aspect: String
    /// Who answers for it.
    package let department: String
    package let unit: Unit
    /// Places after the point where it is printed.
    package let places: Int
    package let direction: Direction
    package let weight: Ratio
    package let source: Source
    /// Comparisons that are shown, those that colour it among them.
    package let comparators: [Comparator]
    package let rules: [ColourRule]
    package let combine: ColourRule.Combination
    /// Whether the values of areas, and of months, may be added up.
    package let isAdditive: Bool
    /// Whether a count of one or two must not leave the office.
    package let isSuppressed: Bool
    /// Whether cells list the records behind them.
    package let listsRecords: Bool

    /// Whether its cells may have a colour at all.
    package var isColoured: Bool { direction != .neutral && !rules.isEmpty }

    /// Whether values are parts of a whole, compared in percentage points and printed in per cent.
    package var isShare: Bool { unit == .percent }
}

/// A value out of the fact table.
package struct Computed: Sendable, Hashable {
    package enum Placement: Sendable, Hashable {
        /// Counted in the window in which this moment lies; `occurred` as a rule.
        case moment(String)
        /// What there is at the cut-off, whenever it began.
        case stock
    }

    /// Something that may still happen: counted only when its time is over.
    package struct Observation: Sendable, Hashable {
        package let after: String
        package let months: Int
        package let days: Int
        /// Whether a record belongs to the window in which its observation ends, not that in which it began.
        package let isPlacedAtEnd: Bool
    }

    /// What the count is divided by: an imported total of the same area and period.
    package struct Per: Sendable, Hashable {
        package let indicator: String
        package let times: Int
    }

    package let kind: String
    package let placement: Placement
    /// What is counted; of a rate, the whole.
    package let condition: Condition
    /// Of a rate, the part: asked only of records of the whole.
    package let numerator: Condition?
    /// The column that is added up instead of counting records.
    package let sum: String?
    package let observation: Observation?
    package let per: Per?
}

/// How many of a set that is frozen at the cut-off have at least one record.
package struct Coverage: Sendable, Hashable {
    package enum Match: Sendable, Hashable {
        /// A record in the member's area or below covers it.
        case area
        /// A record with the member's key in this column covers it.
        case column(String)
    }

    /// The name of the eligible set.
    package let eligible: String
    package let kind: String
    package let condition: Condition
    package let match: Match
    /// Whether any record up to the cut-off counts, not only those of the window.
    package let isEver: Bool
}

/// What a value is held against.
package enum Comparator: String, CaseIterable, Sendable {
    /// A number that was set; the value itself is judged.
    case target
    /// The same window one year earlier (同比).
    case yearOnYear = "year_on_year"
    /// The mean of the same window in the three years before (前三年平均).
    case previousThreeYears = "previous_three_years"
    /// The window just before (环比).
    case previousPeriod = "month_on_month"

    package var label: Label {
        switch self {
        case .target: Label(chinese: "目标", english: "target")
        case .yearOnYear: Label(chinese: "同比", english: "year on year")
        case .previousThreeYears: Label(chinese: "较前三年平均", english: "against the mean of the previous three years")
        case .previousPeriod: Label(chinese: "环比", english: "against the period before")
        }
    }
}

package enum Colour: String, CaseIterable, Sendable, Comparable {
    /// Neutral, or no data: always with its reason.
    case grey
    case green, yellow, red

    private var severity: Int {
        switch self {
        case .grey: 0
        case .green: 1
        case .yellow: 2
        case .red: 3
        }
    }

    package static func < (left: Colour, right: Colour) -> Bool { left.severity < right.severity }

    package var label: Label {
        switch self {
        case .grey: Label(chinese: "灰", english: "grey")
        case .green: Label(chinese: "绿", english: "green")
        case .yellow: Label(chinese: "黄", english: "yellow")
        case .red: Label(chinese: "红", english: "red")
        }
    }
}

/// The bounds of one comparison. With higher better, green from `green` upwards, yellow from `yellow`; else downwards.
package struct ColourRule: Sendable, Hashable {
    package enum Combination: String, CaseIterable, Sendable {
        /// The worst colour of all rules counts.
        case worst
        /// The best one does.
        case best
        /// The first rule that has something to compare with decides.
        case first
    }

    package struct Bounds: Sendable, Hashable {
        package let green: Ratio
        package let yellow: Ratio
    }

    package let comparator: Comparator
    /// Of the value for a target; else of the change, per cent as parts of one.
    package let bounds: Bounds
    /// Of the difference, where the base is nought and no change in per cent exists.
    package let fromZero: Bounds?
}
