package import GridRecords

/// How often somebody has to go: the leaders each quarter, the supervision group each month, townships twice a month.
package struct Cadence: Sendable, Hashable {
    package let id: String
    package let label: Label
    package let level: OrganisationLevel
    package let frequency: Frequency

    package init(id: String, label: Label, level: OrganisationLevel, frequency: Frequency) {
        self.id = id
        self.label = label
        self.level = level
        self.frequency = frequency
    }

    /// One turn, and when it was done.
    package struct Turn: Sendable, Hashable {
        package let window: DateWindow
        /// The first day within the window on which it was done.
        package let doneOn: CalendarDate?

        package func isOverdue(on today: CalendarDate) -> Bool { doneOn == nil && today > window.to }
    }

    /// The turns that touch the window, the earliest first. One visit counts for one turn.
    package func turns(in span: DateWindow, done: some Sequence<CalendarDate>) -> [Turn] {
        let done = done.sorted()
        return frequency.windows(in: span).map { window in
            Turn(window: window, doneOn: done.first { window.contains($0) })
        }
    }

    /// Turns that are over and were not done.
    package func overdue(in span: DateWindow, done: some Sequence<CalendarDate>, on today: CalendarDate) -> [Turn] {
        turns(in: span, done: done).filter { $0.isOverdue(on: today) }
    }
}

/// A place that is to be visited by a day.
package struct VisitPlan: Sendable, Hashable {
    package let target: RecordID
    package let area: AreaCode
    package let dueOn: CalendarDate

    package init(target: RecordID, area: AreaCode, dueOn: CalendarDate) {
        self.target = target
        self.area = area
        self.dueOn = dueOn
    }

    package func daysOverdue(on today: CalendarDate) -> Int { max(0, today.days(since: dueOn)) }
}

extension Sequence<VisitPlan> {
    /// Places whose day is over, the longest overdue first, then by id.
    package func overdue(on today: CalendarDate) -> [VisitPlan] {
        filter { $0.dueOn < today }.sorted { $0.dueOn != $1.dueOn ? $0.dueOn < $1.dueOn : $0.target < $1.target }
    }
}
