package import GridRecords

/// What a red or yellow cell asks to be put right.
package struct Problem: Sendable, Hashable {
    package enum State: String, CaseIterable, Sendable {
        case open, overdue
        /// Only where an accepted rectification was fed back.
        case closed

        package var label: Label {
            switch self {
            case .open: Label(chinese: "整改中", english: "open")
            case .overdue: Label(chinese: "逾期", english: "overdue")
            case .closed: Label(chinese: "已销号", english: "closed")
            }
        }
    }

    /// `TEMPLATE/PERIOD/INDICATOR/COLUMN`: the same in every version of the report.
    package let id: String
    package let indicator: String
    package let column: String
    package let title: Label
    package let place: Label
    package let colour: Colour
    package let reason: Label
    /// The id of the department that answers.
    package let orgID: String
    package let org: Label
    /// Where the office names one.
    package let person: String?
    package let due: CalendarDate
    package let state: State
    /// Records behind the cell, sorted.
    package let records: [RecordID]
    /// Campaigns of those records, sorted.
    package let campaigns: [String]
}

/// What the office writes beside a report.
package struct ListLedger: Sendable {
    /// A rectification that was told.
    package struct Feedback: Sendable, Hashable {
        package let problem: String
        /// Milliseconds since 1970.
        package let at: Int64
        package let by: String
        package let text: String
        /// Whether it was looked at and found good.
        package let isAccepted: Bool

        package init(problem: String, at: Int64, by: String, text: String, isAccepted: Bool) {
            self.problem = problem
            self.at = at
            self.by = by
            self.text = text
            self.isAccepted = isAccepted
        }
    }

    /// A reminder, an order, a talk: a step by which somebody is held to account.
    package struct Step: Sendable, Hashable {
        package let problem: String
        package let at: Int64
        package let label: Label
        package let target: String
        package let due: CalendarDate?

        package init(problem: String, at: Int64, label: Label, target: String, due: CalendarDate?) {
            self.problem = problem
            self.at = at
            self.label = label
            self.target = target
            self.due = due
        }
    }

    /// Something that is to be checked in the period.
    package struct Content: Sendable, Hashable {
        package let id: String
        package let label: Label
        package let org: Label
        package let campaign: String?
        package let due: CalendarDate?

        package init(id: String, label: Label, org: Label, campaign: String?, due: CalendarDate?) {
            self.id = id
            self.label = label
            self.org = org
            self.campaign = campaign
            self.due = due
        }
    }

    package var feedback: [Feedback]
    package var steps: [Step]
    package var contents: [Content]
    /// Names of those who answer, by the ids `DEPARTMENT/COLUMN`.
    package var persons: [String: String]

    package init(
        feedback: [Feedback] = [], steps: [Step] = [], contents: [Content] = [], persons: [String: String] = [:]
    ) {
        self.feedback = feedback
        self.steps = steps
        self.contents = contents
        self.persons = persons
    }
}
