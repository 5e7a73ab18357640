package import GridRecords

/// How often something is to be done: once in each such stretch of the calendar.
package enum Frequency: String, CaseIterable, Sendable {
    case week, halfMonth = "half_month", month, quarter, halfYear = "half_year", year

    /// How many there are in a year; weeks run on from Monday to Sunday and have no fixed number.
    package var countInYear: Int? {
        switch self {
        case .week: nil
        case .halfMonth: 24
        case .month: 12
        case .quarter: 4
        case .halfYear: 2
        case .year: 1
        }
    }

    /// The period in which the date lies. Half months are 1 to 15 and 16 to the end.
    package func window(containing date: CalendarDate) -> DateWindow {
        let parts = date.components
        switch self {
        case .week:
            let monday = date.adding(days: -date.weekday)
            return DateWindow(from: monday, to: monday.adding(days: 6))
        case .halfMonth:
            let first = date.firstOfMonth
            return parts.day <= 15
                ? DateWindow(from: first, to: first.adding(days: 14))
                : DateWindow(from: first.adding(days: 15), to: date.lastOfMonth)
        case .month: return months(1, containing: date)
        case .quarter: return months(3, containing: date)
        case .halfYear: return months(6, containing: date)
        case .year: return months(12, containing: date)
        }
    }

    private func months(_ count: Int, containing date: CalendarDate) -> DateWindow {
        let month = date.components.month
        let first = date.firstOfMonth.adding(months: -((month - 1) % count))
        return DateWindow(from: first, to: first.adding(months: count).adding(days: -1))
    }

    /// All periods that touch the window, the earliest first.
    package func windows(in span: DateWindow) -> [DateWindow] {
        guard span.from <= span.to else { return [] }
        var windows = [window(containing: span.from)]
        while let last = windows.last, last.to < span.to, windows.count < WorkingCalendar.maximumDays {
            windows.append(window(containing: last.to.adding(days: 1)))
        }
        return windows
    }
}

/// Days of the calendar, both ends included.
package struct DateWindow: Sendable, Hashable {
    package let from: CalendarDate
    package let to: CalendarDate

    package init(from: CalendarDate, to: CalendarDate) {
        self.from = from
        self.to = to
    }

    package func contains(_ date: CalendarDate) -> Bool { from <= date && date <= to }

    package func contains(_ milliseconds: Int64) -> Bool {
        contains(Timestamp.shanghaiDay(milliseconds: milliseconds))
    }
}
