import GridRecords

/// How long something may take.
package enum TimeLimit: Sendable, Hashable {
    case hours(Int)
    case workingDays(Int)
    case calendarDays(Int)
    /// Ends on the same day of a later month, or on that month's last.
    case months(Int)

    /// Reads `24h`, `5wd`, `15d`, `3mo`: a whole number from 0 to 3,660 and its unit.
    package init?(text: some StringProtocol) {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard let number = Digits.number(digits), number <= WorkingCalendar.maximumDays else { return nil }
        switch String(text.dropFirst(digits.count)) {
        case "h": self = .hours(number)
        case "wd": self = .workingDays(number)
        case "d": self = .calendarDays(number)
        case "mo": self = .months(number)
        default: return nil
        }
    }

    /// As it stands in the files.
    package var text: String {
        switch self {
        case .hours(let number): "\(number)h"
        case .workingDays(let number): "\(number)wd"
        case .calendarDays(let number): "\(number)d"
        case .months(let number): "\(number)mo"
        }
    }

    package var count: Int {
        switch self {
        case .hours(let number), .workingDays(let number), .calendarDays(let number), .months(let number): number
        }
    }

    /// The last instant that is in time; what arises later is late. Milliseconds since 1970.
    ///
    /// Limits in hours run from the instant; those in days and months end with a day in Shanghai.
    package func due(from start: Int64, calendar: WorkingCalendar) -> Int64 {
        let day = Timestamp.shanghaiDay(milliseconds: start)
        switch self {
        case .hours(let number): return start + Int64(number) * 3_600_000
        case .workingDays(let number): return calendar.date(number, workingDaysAfter: day).end
        case .calendarDays(let number): return day.adding(days: number).end
        case .months(let number): return day.adding(months: number).end
        }
    }

    /// A due time pushed on by what passed while the clock stood still, counted as the limit counts.
    func postponed(_ due: Int64, by pauses: [Span], calendar: WorkingCalendar) -> Int64 {
        pauses.reduce(due) { due, pause in
            let first = Timestamp.shanghaiDay(milliseconds: pause.from)
            let last = Timestamp.shanghaiDay(milliseconds: pause.to)
            let end = Timestamp.shanghaiDay(milliseconds: due)
            switch self {
            case .hours: return due + max(0, pause.to - pause.from)
            case .workingDays:
                return calendar.date(calendar.workingDays(after: first, through: last), workingDaysAfter: end).end
            case .calendarDays, .months: return end.adding(days: max(0, last.days(since: first))).end
            }
        }
    }

    func multiplied(by factor: Int) -> TimeLimit {
        switch self {
        case .hours(let number): .hours(number * factor)
        case .workingDays(let number): .workingDays(number * factor)
        case .calendarDays(let number): .calendarDays(number * factor)
        case .months(let number): .months(number * factor)
        }
    }

    /// The same unit with another number; months are extended by days.
    func extending(by days: Int) -> TimeLimit {
        switch self {
        case .hours: .hours(days * 24)
        case .workingDays: .workingDays(days)
        case .calendarDays, .months: .calendarDays(days)
        }
    }

    /// Days that the limit grants, for comparing an extension with it; a month counts 30.
    package var days: Int {
        switch self {
        case .hours(let number): number / 24
        case .workingDays(let number), .calendarDays(let number): number
        case .months(let number): number * 30
        }
    }
}

/// From one instant to another, milliseconds since 1970.
package struct Span: Sendable, Hashable {
    package let from: Int64
    package let to: Int64

    package init(from: Int64, to: Int64) {
        self.from = from
        self.to = to
    }
}
