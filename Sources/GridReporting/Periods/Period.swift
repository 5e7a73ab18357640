package import GridRecords

/// A window of days in Shanghai to which events are counted: from its first day up to, not with, the next one's.
package struct Period: Hashable, Sendable {
    package enum Length: String, CaseIterable, Sendable {
        case day, week, month, quarter
        case halfYear = "half_year"
        case year
    }

    package let length: Length
    package let firstDay: CalendarDate

    /// The window of this length in which a day lies; weeks begin on Monday (ISO 8601).
    package init(_ length: Length, holding day: CalendarDate) {
        self.length = length
        let parts = day.components
        switch length {
        case .day: firstDay = day
        case .week: firstDay = CalendarDate(dayNumber: day.dayNumber - Int32(day.daysAfterMonday))
        case .month: firstDay = .first(of: parts.month, in: parts.year)
        case .quarter: firstDay = .first(of: (parts.month - 1) / 3 * 3 + 1, in: parts.year)
        case .halfYear: firstDay = .first(of: parts.month <= 6 ? 1 : 7, in: parts.year)
        case .year: firstDay = .first(of: 1, in: parts.year)
        }
    }

    /// The window in which an instant falls, by the calendar of Shanghai.
    package init(_ length: Length, holding milliseconds: Int64) {
        self.init(length, holding: Timestamp.shanghaiDay(milliseconds: milliseconds))
    }

    /// The first day after the window.
    package var dayAfter: CalendarDate {
        switch length {
        case .day: CalendarDate(dayNumber: firstDay.dayNumber + 1)
        case .week: CalendarDate(dayNumber: firstDay.dayNumber + 7)
        case .month: firstDay.adding(months: 1)
        case .quarter: firstDay.adding(months: 3)
        case .halfYear: firstDay.adding(months: 6)
        case .year: firstDay.adding(months: 12)
        }
    }

    /// Milliseconds since 1970 of the first instant.
    package var start: Int64 { firstDay.shanghaiStart }
    /// Milliseconds since 1970 of the first instant after the window.
    package var end: Int64 { dayAfter.shanghaiStart }

    package func contains(_ milliseconds: Int64) -> Bool { milliseconds >= start && milliseconds < end }

    /// The window before this one.
    package var previous: Period { Period(length, holding: CalendarDate(dayNumber: firstDay.dayNumber - 1)) }

    /// The same window some years earlier; week 53 has week 52 for its like where a year has no 53.
    package func earlier(byYears years: Int) -> Period {
        guard length == .week else { return Period(length, holding: firstDay.adding(months: -12 * years)) }
        let (year, week) = isoWeek
        let first = Period.week(1, of: year - years).firstDay
        let found = Period(.week, holding: CalendarDate(dayNumber: first.dayNumber + Int32(week - 1) * 7))
        return found.isoWeek.year == year - years ? found : found.previous
    }

    /// The months of a quarter, half-year or year in order; the month itself; none for days and weeks.
    package var months: [Period] {
        guard length != .day, length != .week else { return [] }
        var months: [Period] = []
        var day = firstDay
        while day < dayAfter {
            months.append(Period(.month, holding: day))
            day = day.adding(months: 1)
        }
        return months
    }

    static func week(_ number: Int, of year: Int) -> Period {
        // The fourth of January always lies in week 1.
        let first = Period(.week, holding: CalendarDate(dayNumber: CalendarDate.first(of: 1, in: year).dayNumber + 3))
        return Period(.week, holding: CalendarDate(dayNumber: first.firstDay.dayNumber + Int32(number - 1) * 7))
    }

    /// Year and number of the week in which the first day lies (ISO 8601).
    package var isoWeek: (year: Int, week: Int) {
        let thursday = CalendarDate(dayNumber: firstDay.dayNumber - Int32(firstDay.daysAfterMonday) + 3)
        let year = thursday.components.year
        let days = thursday.dayNumber - CalendarDate.first(of: 1, in: year).dayNumber
        return (year, Int(days) / 7 + 1)
    }
}

extension CalendarDate {
    /// Monday is 0, Sunday 6; 1970-01-01 was a Thursday.
    package var daysAfterMonday: Int { ((Int(dayNumber) + 3) % 7 + 7) % 7 }

    /// The first instant of the day in Shanghai, milliseconds since 1970.
    package var shanghaiStart: Int64 {
        Int64(dayNumber) * 86_400_000 - Int64(Timestamp.shanghaiOffsetMinutes) * 60_000
    }

    static func first(of month: Int, in year: Int) -> CalendarDate {
        CalendarDate(year: min(max(year, 1), 9999), month: month, day: 1) ?? CalendarDate(dayNumber: 0)
    }

    /// The same day of another month; the last of that month where it is shorter.
    package func adding(months: Int) -> CalendarDate {
        let parts = components
        let count = parts.year * 12 + parts.month - 1 + months
        let year = min(max(count / 12, 1), 9999)
        let month = (count % 12 + 12) % 12 + 1
        return CalendarDate(year: year, month: month, day: min(parts.day, CalendarDate.days(inMonth: month, of: year)))
            ?? self
    }
}
