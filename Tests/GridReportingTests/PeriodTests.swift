import GridRecords
import GridReporting
import Testing

@Suite("Windows of days in Shanghai")
struct PeriodTests {
    @Test(
        "row 3: the sums of months, quarters and half-years are that of the year, whatever the seed", arguments: 1...5)
    func rowThree(seed: UInt64) throws {
        var random = Seeded(seed)
        let records = (0..<300).map { number in
            let day = CalendarDate(dayNumber: 20_000 + Int32(random.below(800)))
            return Fixture.hazard(number, on: day.text, ["found_at": Fixture.moment(day.text, hour: random.below(24))])
        }
        let template = try Fixture.template([#"{"id":"found","source":{"kind":"hazard"}}"#])
        func count(_ period: String) throws -> Int {
            try Fixture.report(template, records, period: period, cutoff: "2030-01-01").total("found")?.numerator ?? -1
        }
        let year = try count("2025")
        #expect(year > 50)
        #expect(try (1...12).map { try count("2025-" + Digits.padded($0, 2)) }.reduce(0, +) == year)
        #expect(try (1...4).map { try count("2025-Q\($0)") }.reduce(0, +) == year)
        #expect(try (1...2).map { try count("2025-H\($0)") }.reduce(0, +) == year)
    }

    @Test("row 3: a record belongs to the window of its time in Shanghai, not in London")
    func shanghai() throws {
        let lateOnNewYearsEve = try #require(Timestamp(text: "2024-12-31T16:00:00Z"))
        #expect(Period(.month, holding: lateOnNewYearsEve.milliseconds).text == "2025-01")
        #expect(Period(.month, holding: lateOnNewYearsEve.milliseconds - 1).text == "2024-12")
    }

    @Test(
        "texts read back as what they were",
        arguments: [
            "2025-03-05", "2025-W01", "2020-W53", "2025-03", "2025-Q4", "2025-H2", "2025",
        ])
    func texts(text: String) {
        #expect(Period(text: text)?.text == text)
    }

    @Test(
        "what is no period is none",
        arguments: [
            "2025-13", "2025-W54", "2021-W53", "2025-Q5", "2025-H3", "2025-02-30", "25", "2025-00", "", "2025-Q0",
            "二〇二五",
        ])
    func refused(text: String) {
        #expect(Period(text: text) == nil)
    }

    @Test("week 1 begins on the Monday of the week with the fourth of January")
    func weeks() {
        #expect(Period(text: "2025-W01")?.firstDay.text == "2024-12-30")
        #expect(Period(text: "2020-W53")?.firstDay.text == "2020-12-28")
        #expect(Period(text: "2020-W53")?.earlier(byYears: 1).text == "2019-W52")
        #expect(Period(text: "2025-W10")?.earlier(byYears: 1).text == "2024-W10")
    }

    @Test("the window before, and the one a year before, over ends of months and leap days")
    func neighbours() {
        #expect(Period(text: "2025-01")?.previous.text == "2024-12")
        #expect(Period(text: "2025-Q1")?.previous.text == "2024-Q4")
        #expect(Period(text: "2024-02-29")?.earlier(byYears: 1).text == "2023-02-28")
        #expect(Period(text: "2025-H1")?.months.map(\.text).last == "2025-06")
    }
}
