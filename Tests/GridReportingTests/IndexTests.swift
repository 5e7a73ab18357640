import GridRecords
import GridReporting
import Testing

@Suite("An index of weighted parts")
struct IndexTests {
    private func template() throws -> IndexTemplate {
        try IndexTemplate(
            json: Fixture.json(
                """
                {"index":"safety","label":{"zh":"平安指数","en":"Index"},"version":"1",
                 "departments":[{"id":"police","label":{"zh":"公安","en":"Police"}}],
                 "parts":[{"id":"a","label":{"zh":"甲","en":"a"},"weight":60,"parts":[
                   {"id":"a1","label":{"zh":"甲一","en":"a1"},"weight":1,"department":"police"},
                   {"id":"a2","label":{"zh":"甲二","en":"a2"},"weight":2,"department":"police"}]},
                  {"id":"b","label":{"zh":"乙","en":"b"},"weight":40,"department":"police"}]}
                """))
    }

    private func totals(_ period: String, _ scores: [String: [Int]]) -> ImportedTotals {
        var totals = ImportedTotals()
        for (area, values) in scores {
            for (leaf, value) in zip(["a1", "a2", "b"], values) {
                guard let period = Period(text: period), let value = Ratio(value, of: 100) else { continue }
                totals.set(
                    ImportedTotals.Total(value: value), at: .init(indicator: leaf, unit: area, period: period))
            }
        }
        return totals
    }

    private func scores(_ period: String, _ scores: [String: [Int]]) throws -> [IndexScore] {
        try template().scores(
            of: scores.keys.map { AreaCode($0) }, in: #require(Period(text: period)), totals: totals(period, scores))
    }

    @Test("row 12: parts are weighted means of their parts: 98.24 stands third")
    func rowTwelve() throws {
        let scores = try scores(
            "2023-02",
            [
                "330781": [9_760, 9_800, 9_880], "330782": [9_900, 9_900, 9_900], "330783": [9_880, 9_880, 9_880],
                "330784": [9_000, 9_000, 9_000],
            ])
        let lanxi = try #require(scores.first { $0.area == AreaCode("330781") })
        // (97.6 + 2 x 98.0) / 3 = 97.8667; 0.6 x 97.8667 + 0.4 x 98.8 = 98.24.
        #expect(lanxi.parts["a"]?.decimal(places: 4) == "97.8667")
        #expect(lanxi.value?.decimal(places: 2) == "98.24")
        #expect(lanxi.rank == 3)
    }

    @Test("row 12: ranks are stable under ties: equals share one, and the next is left out", arguments: 1...5)
    func ties(seed: UInt64) throws {
        var random = Seeded(seed)
        let values = [
            "c": [9_000, 9_000, 9_000], "a": [9_500, 9_500, 9_500], "b": [9_500, 9_500, 9_500],
            "d": [9_900, 9_900, 9_900],
        ]
        let areas = values.keys.map { AreaCode($0) }.shuffled(using: &random)
        let scores = try template().scores(
            of: areas, in: #require(Period(text: "2025-01")), totals: totals("2025-01", values))
        #expect(scores.map(\.area.text) == ["d", "a", "b", "c"])
        #expect(scores.map(\.rank) == [1, 2, 2, 4])
    }

    @Test("row 12: six months among the first three are counted, and three counties among the first thirty")
    func months() throws {
        let months = try (1...12).map { month in
            try scores(
                "2025-" + Digits.padded(month, 2),
                [
                    "x": month <= 6 ? [9_000, 9_000, 9_000] : [5_000, 5_000, 5_000], "p": [9_900, 9_900, 9_900],
                    "q": [9_800, 9_800, 9_800], "r": [8_000, 8_000, 8_000],
                ])
        }
        #expect(IndexTemplate.periodsAmongFirst(3, AreaCode("x"), in: months) == 6)
        let province = try scores(
            "2025-01",
            Dictionary(uniqueKeysWithValues: (0..<90).map { ("c" + Digits.padded($0, 2), [9_900 - $0, 9_900, 9_900]) }))
        let city: Set<AreaCode> = [AreaCode("c05"), AreaCode("c29"), AreaCode("c10"), AreaCode("c30")]
        #expect(IndexTemplate.areasAmongFirst(30, city, in: province) == 3)
    }

    @Test("a leaf without a score is named, and its siblings count for it")
    func missing() throws {
        let scores = try scores("2025-01", ["x": [9_000], "y": []])
        #expect(scores[0].missing == ["a2", "b"] && scores[0].value == Ratio(90))
        #expect(scores[1].value == nil && scores[1].rank == nil)
    }

    @Test("a trend tells what was won or lost")
    func trend() throws {
        let old = try scores("2025-01", ["x": [9_000, 9_000, 9_000], "y": [9_100, 9_100, 9_100]])
        let new = try scores("2025-02", ["x": [9_300, 9_300, 9_300], "y": [9_100, 9_100, 9_100]])
        let trend = IndexTemplate.trend(from: old, to: new)
        #expect(trend.map(\.ranksWon) == [1, -1])
        #expect(trend.first?.change == Ratio(3))
    }

    @Test("the table stands by rank, with what was won and each part's score")
    func table() throws {
        let old = try scores("2025-01", ["x": [9_000, 9_000, 9_000], "y": [9_100, 9_100, 9_100]])
        let new = try scores("2025-02", ["x": [9_300, 9_300, 9_300], "y": [9_100, 9_100, 9_100]])
        let table = try template().table(new, before: old, territory: Territory([]))
        #expect(table.rows[0].cells == ["1", "x", "93.00", "3.00", "1", "0", "93.00", "93.00"])
    }
}
