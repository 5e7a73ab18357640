package import GridRecords

/// How long after acceptance the same trouble at the same place counts as come back.
package struct RecurrenceWindow: Sendable, Hashable {
    /// Months of the calendar, not of thirty days.
    package let months: Int

    package init(months: Int = 2) { self.months = months }

    /// The last day that counts: the same day two months on, or that month's last.
    package func lastDay(after accepted: CalendarDate) -> CalendarDate { accepted.adding(months: months) }

    /// Whether a find at that time is a recurrence of what was accepted; milliseconds since 1970.
    package func contains(_ found: Int64, after accepted: Int64) -> Bool {
        found > accepted && found <= lastDay(after: Timestamp.shanghaiDay(milliseconds: accepted)).end
    }

    /// Whether nothing can come back within the window any more.
    package func hasElapsed(after accepted: Int64, at now: Int64) -> Bool {
        now > lastDay(after: Timestamp.shanghaiDay(milliseconds: accepted)).end
    }
}

/// How many came back, of those accepted whose window is over: what can still come back is not counted as good.
package struct RecurrenceCount: Sendable, Hashable {
    /// One acceptance, and when the same trouble was found again, if it was.
    package struct Acceptance: Sendable, Hashable {
        package let acceptedAt: Int64
        package let foundAgain: [Int64]

        package init(acceptedAt: Int64, foundAgain: [Int64] = []) {
            self.acceptedAt = acceptedAt
            self.foundAgain = foundAgain
        }
    }

    /// Accepted, and the window over.
    package let counted: Int
    package let recurred: Int
    /// Accepted, the window still open: left out of the rate.
    package let open: Int

    package init(_ acceptances: some Sequence<Acceptance>, window: RecurrenceWindow, now: Int64) {
        var (counted, recurred, open) = (0, 0, 0)
        for acceptance in acceptances where acceptance.acceptedAt <= now {
            guard window.hasElapsed(after: acceptance.acceptedAt, at: now) else {
                open += 1
                continue
            }
            counted += 1
            if acceptance.foundAgain.contains(where: { window.contains($0, after: acceptance.acceptedAt) }) {
                recurred += 1
            }
        }
        (self.counted, self.recurred, self.open) = (counted, recurred, open)
    }

    /// Nil while no window is over.
    package var rate: Ratio? { Ratio(recurred, of: counted) }
}
