package import GridRecords

/// Which days the offices work: Monday to Friday, less the holidays, and the weekend days worked in their place.
package struct WorkingCalendar: Sendable, Hashable {
    /// One holiday as the State Council's notice announces it, both days included.
    package struct Holiday: Sendable, Hashable {
        package let label: Label
        package let from: CalendarDate
        package let to: CalendarDate

        package init(label: Label, from: CalendarDate, to: CalendarDate) {
            self.label = label
            self.from = from
            self.to = to
        }
    }

    /// What one notice lays down for one year.
    package struct Year: Sendable, Hashable {
        package let year: Int
        /// Number of the notice: `国办发明电〔2024〕12号`.
        package let notice: String
        package let holidays: [Holiday]
        /// Weekend days on which the offices work.
        package let workingDays: [CalendarDate]

        package init(year: Int, notice: String, holidays: [Holiday], workingDays: [CalendarDate]) {
            self.year = year
            self.notice = notice
            self.holidays = holidays
            self.workingDays = workingDays
        }
    }

    /// Sorted by year.
    package let years: [Year]
    private let off: Set<CalendarDate>
    private let worked: Set<CalendarDate>

    package init(years: [Year]) {
        self.years = years.sorted { $0.year < $1.year }
        var off: Set<CalendarDate> = []
        for holiday in years.flatMap(\.holidays) where holiday.from <= holiday.to {
            for number in holiday.from.dayNumber...holiday.to.dayNumber { off.insert(CalendarDate(dayNumber: number)) }
        }
        self.off = off
        worked = Set(years.flatMap(\.workingDays))
    }

    package func isWorkingDay(_ date: CalendarDate) -> Bool {
        if worked.contains(date) { return true }
        return date.weekday < 5 && !off.contains(date)
    }

    package func holiday(on date: CalendarDate) -> Holiday? {
        years.lazy.flatMap(\.holidays).first { $0.from <= date && date <= $0.to }
    }

    /// Whether the notice of the date's year is known; without it only weekends are counted as free.
    package func covers(_ date: CalendarDate) -> Bool {
        let year = date.components.year
        return years.contains { $0.year == year }
    }

    /// The working day on which a limit of so many ends; the day on which it begins is not counted (Civil Code, 201).
    package func date(_ count: Int, workingDaysAfter start: CalendarDate) -> CalendarDate {
        var left = min(max(count, 0), WorkingCalendar.maximumDays)
        var date = start
        while left > 0 {
            date = date.adding(days: 1)
            if isWorkingDay(date) { left -= 1 }
        }
        return date
    }

    /// Working days after the first date up to the second one, that one included; 0 when it is not later.
    package func workingDays(after start: CalendarDate, through end: CalendarDate) -> Int {
        guard start < end else { return 0 }
        // A limit longer than all that is counted here would be an error of the clock.
        let last = min(end, start.adding(days: WorkingCalendar.maximumDays * 2))
        return ((start.dayNumber + 1)...last.dayNumber).count { isWorkingDay(CalendarDate(dayNumber: $0)) }
    }

    /// Days of one limit, at most.
    package static let maximumDays = 3_660
}
