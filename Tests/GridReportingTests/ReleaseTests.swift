import GridRecords
import GridReporting
import Testing

@Suite("What leaves the office")
struct ReleaseTests {
    private func report(_ counts: [Int]) throws -> Report {
        var records: [ExportedRecord] = []
        for (township, count) in counts.enumerated() {
            for _ in 0..<count {
                let area = "331127" + Digits.padded(township + 1, 3) + "001001"
                records.append(Fixture.hazard(records.count, on: "2025-03-05", in: [area]))
            }
        }
        return try Fixture.report(
            Fixture.template([#"{"id":"found","source":{"kind":"hazard"},"compare":["month_on_month"]}"#]), records,
            territory: Fixture.county(townships: counts.count))
    }

    /// What is told, `nil` where it is hidden; the total last.
    private func told(_ counts: [Int]) throws -> [Int?] {
        try #require(report(counts).released().row("found")).cells.map(\.numerator)
    }

    @Test("a count of one or two goes, and the next smallest with it, so that the total does not give it away")
    func secondary() throws {
        #expect(try told([1, 7, 9]) == [nil, nil, 9, 17])
        #expect(try told([5, 7, 9]) == [5, 7, 9, 21])
        #expect(try told([0, 7, 9]) == [0, 7, 9, 16])
    }

    @Test("two ones would be known from their sum, so a third goes; alone among noughts even the total does")
    func sumsGiveAway() throws {
        #expect(try told([1, 1, 7, 9]) == [nil, nil, nil, 9, 18])
        #expect(try told([2, 0, 0]) == [nil, 0, 0, nil])
        #expect(try told([1, 2, 9]) == [nil, nil, 9, 12])
    }

    @Test("law: no hidden small count can be worked out from what is told", arguments: 1...60)
    func law(seed: UInt64) throws {
        var random = Seeded(seed)
        let counts = (0..<(2 + random.below(4))).map { _ in random.below(6) }
        let told = try told(counts)
        for (count, shown) in zip(counts, told) where (1...2).contains(count) { #expect(shown == nil) }
        guard let total = told.last ?? nil else { return }
        let hidden = zip(counts, told).filter { $1 == nil }.map(\.0)
        guard !hidden.isEmpty else { return }
        // Whoever adds up knows the sum of the hidden ones, each at least one; that must leave a choice.
        let sum = total - told.dropLast().reduce(0) { $0 + ($1 ?? 0) }
        #expect(hidden.count > 1 && sum > hidden.count)
    }

    @Test("ids, changes and reasons with counts do not leave; colours do")
    func nothingElse() throws {
        let report = try report([1, 7, 9])
        let released = report.released()
        #expect(released.isReleased && !report.isReleased)
        #expect(released.json["records"]?.array?.isEmpty == true)
        let cell = try #require(released.cell("found", "331127001"))
        #expect(cell.isSuppressed && cell.value == nil && cell.reason.chinese == "数值过小或可推算，不对外公布")
        #expect(cell.comparisons.isEmpty)
        #expect(released.html(language: .chinese).contains("*"))
        #expect(try Report(json: JSONValue(parsing: released.text)) == released)
    }

    @Test("of a rate neither the part nor what is missing may be one or two")
    func rates() throws {
        let records = (0..<10).map { number in
            Fixture.hazard(
                number, on: "2025-03-05", number == 0 ? [:] : ["closed_at": Fixture.moment("2025-03-06")])
        }
        let template = try Fixture.template([
            #"{"id":"closed","unit":"percent","source":{"kind":"hazard","numerator":{"column":"closed_at","present":true}}}"#,
            #"{"id":"told","unit":"percent","suppress":false,"source":{"kind":"hazard","numerator":{"column":"closed_at","present":true}}}"#,
        ])
        let released = try Fixture.report(template, records).released()
        #expect(released.cell("closed", "331127001")?.isSuppressed == true)
        #expect(released.total("closed")?.isSuppressed == true)
        #expect(released.total("told")?.numerator == 9)
    }

    @Test("a share that was handed in is no count: 100 % is told; two deaths are not")
    func handedIn() throws {
        let template = try Fixture.template([#"{"id":"share","unit":"percent"}"#, #"{"id":"deaths"}"#])
        let released = try Fixture.report(
            template, totals: Fixture.totals([("share", "2025-03", Ratio(1)), ("deaths", "2025-03", Ratio(2))])
        ).released()
        #expect(released.total("share")?.value == Ratio(1))
        #expect(released.total("deaths")?.isSuppressed == true)
    }

    @Test("a base of one or two goes with its change, and the reason that told it")
    func bases() throws {
        let template = try Fixture.template([#"{"id":"deaths","compare":["year_on_year"]}"#])
        let totals = Fixture.totals([("deaths", "2024-03", Ratio(2)), ("deaths", "2025-03", Ratio(8))])
        let cell = try #require(Fixture.report(template, totals: totals).released().total("deaths"))
        #expect(cell.value == Ratio(8) && cell.comparisons.first?.base == nil && cell.comparisons.first?.change == nil)
        #expect(cell.reason.chinese == "比较基数过小，不对外公布")
    }
}
