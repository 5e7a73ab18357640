import GridRecords
import Testing

@testable import GridWorkflow

@Suite("The working calendar")
struct WorkingCalendarTests {
    private func calendar() throws -> WorkingCalendar { try Bench.book.get().calendar }

    @Test(
        "holidays are free and the weekend days in their place are worked",
        arguments: [
            ("2025-01-01", false), ("2025-01-26", true), ("2025-01-28", false), ("2025-02-04", false),
            ("2025-02-05", true), ("2025-02-08", true), ("2025-04-27", true), ("2025-06-02", false),
            ("2025-09-28", true), ("2025-10-08", false), ("2025-10-11", true), ("2026-01-02", false),
            ("2026-01-04", true), ("2026-02-14", true), ("2026-02-23", false), ("2026-02-28", true),
            ("2026-04-06", false), ("2026-05-05", false), ("2026-05-09", true), ("2026-06-19", false),
            ("2026-09-20", true), ("2026-09-25", false), ("2026-10-07", false), ("2026-10-08", true),
            ("2026-10-10", true), ("2026-10-11", false), ("2026-11-21", false), ("2026-11-23", true),
        ])
    func days(text: String, isWorked: Bool) throws {
        #expect(try calendar().isWorkingDay(Bench.day(text)) == isWorked)
    }

    @Test("the years have the working days that the notices leave: 248 each")
    func yearly() throws {
        for (year, expected) in [(2025, 248), (2026, 248)] {
            let first = try #require(CalendarDate(year: year - 1, month: 12, day: 31))
            let last = try #require(CalendarDate(year: year, month: 12, day: 31))
            #expect(try calendar().workingDays(after: first, through: last) == expected)
        }
    }

    @Test("every weekend day worked stands beside its holiday, and the notice is named")
    func sources() throws {
        let calendar = try calendar()
        #expect(calendar.years.map(\.notice) == ["国办发明电〔2024〕12号", "国办发明电〔2025〕7号"])
        #expect(calendar.years[0].workingDays.count == 5 && calendar.years[1].workingDays.count == 6)
        #expect(calendar.holiday(on: Bench.day("2026-02-17"))?.label.chinese == "春节")
        #expect(calendar.covers(Bench.day("2026-12-31")) && !calendar.covers(Bench.day("2027-01-01")))
    }

    @Test("deadlines are monotone: more working days or a later start never end earlier")
    func monotone() throws {
        let calendar = try calendar()
        var seeded = Seeded(seed: 41)
        for _ in 0..<2_000 {
            let start = Bench.at("2025-01-01") + Int64(seeded.number(below: 63_000_000)) * 1_000
            let later = start + Int64(seeded.number(below: 400 * 86_400)) * 1_000
            let count = seeded.number(below: 60)
            let limits: [(TimeLimit, TimeLimit)] = [
                (.workingDays(count), .workingDays(count + 1)), (.calendarDays(count), .calendarDays(count + 1)),
                (.hours(count), .hours(count + 1)), (.months(count), .months(count + 1)),
            ]
            for (limit, longer) in limits {
                let due = limit.due(from: start, calendar: calendar)
                #expect(due >= start)
                #expect(due <= limit.due(from: later, calendar: calendar))
                #expect(due < longer.due(from: start, calendar: calendar))
            }
            let day = Timestamp.shanghaiDay(milliseconds: start)
            let end = calendar.date(count, workingDaysAfter: day)
            #expect(calendar.workingDays(after: day, through: end) == count)
        }
    }
}

@Suite("Limits")
struct TimeLimitTests {
    @Test(
        "a limit in days ends with its last day, one in hours with its hour, one in months on the same day or the last",
        arguments: [
            ("24h", "2026-03-02 09:30", "2026-03-03T09:30:00+08:00"),
            ("1wd", "2026-03-02 09:30", "2026-03-03T23:59:59.999+08:00"),
            ("1wd", "2026-03-06 09:30", "2026-03-09T23:59:59.999+08:00"),
            ("5wd", "2026-02-12 23:59", "2026-02-26T23:59:59.999+08:00"),
            ("1wd", "2026-09-30 08:00", "2026-10-08T23:59:59.999+08:00"),
            ("3wd", "2026-09-30 08:00", "2026-10-10T23:59:59.999+08:00"),
            ("7d", "2026-02-24 00:00", "2026-03-03T23:59:59.999+08:00"),
            ("1mo", "2026-01-31 12:00", "2026-02-28T23:59:59.999+08:00"),
            ("3mo", "2026-01-15 12:00", "2026-04-15T23:59:59.999+08:00"),
            ("2mo", "2025-12-31 12:00", "2026-02-28T23:59:59.999+08:00"),
            ("0d", "2026-03-02 00:00", "2026-03-02T23:59:59.999+08:00"),
        ])
    func due(limit: String, start: String, expected: String) throws {
        let limit = try #require(TimeLimit(text: limit))
        let due = limit.due(from: Bench.at(start), calendar: try Bench.book.get().calendar)
        #expect(Timestamp.shanghai(milliseconds: due).text == expected)
        #expect(TimeLimit(text: limit.text) == limit)
    }

    @Test(
        "what is no limit is not read",
        arguments: ["", "5", "d", "-1d", "5 d", "5wk", "3661d", "99999999999999999999h"])
    func notLimits(text: String) { #expect(TimeLimit(text: text) == nil) }

    @Test("a day in a month is clamped, and arithmetic comes back", arguments: [-14, -1, 0, 1, 11, 12, 25])
    func months(count: Int) throws {
        let day = Bench.day("2024-02-29")
        let moved = day.adding(months: count)
        #expect(moved.components.day == min(29, moved.lastOfMonth.components.day))
        #expect(day.adding(days: 400).adding(days: -400) == day)
    }
}
