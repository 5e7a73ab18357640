package import GridRecords

extension CalendarDate {
    package func adding(days: Int) -> CalendarDate { CalendarDate(dayNumber: Int32(clamping: Int(dayNumber) + days)) }

    /// The same day so many months on, or the last day of that month where it has no such day (Civil Code, art. 202).
    package func adding(months: Int) -> CalendarDate {
        let parts = components
        let index = parts.year * 12 + parts.month - 1 + min(max(months, -120_000), 120_000)
        let year = min(max(index / 12, 1), 9999)
        let month = index - index / 12 * 12 + 1
        let day = min(parts.day, CalendarDate.days(inMonth: month, of: year))
        return CalendarDate(year: year, month: month, day: day) ?? self
    }

    /// Days from the other date to this one; negative when this one is earlier.
    package func days(since other: CalendarDate) -> Int { Int(dayNumber) - Int(other.dayNumber) }

    /// 0 is Monday, 6 is Sunday.
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        let shifted = (Int(dayNumber) + 3) % 7
        return shifted < 0 ? shifted + 7 : shifted
    }

    package var firstOfMonth: CalendarDate { adding(days: 1 - components.day) }
    package var lastOfMonth: CalendarDate { firstOfMonth.adding(months: 1).adding(days: -1) }

    /// The first instant of the day in Shanghai, milliseconds since 1970.
    package var start: Int64 {
        Int64(dayNumber) * 86_400_000 - Int64(Timestamp.shanghaiOffsetMinutes) * 60_000
    }

    /// The last millisecond of the day in Shanghai: a limit counted in days ends with it (Civil Code, art. 203).
    package var end: Int64 { start + 86_399_999 }
}
