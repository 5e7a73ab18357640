import GridRecords
import GridReporting
import Testing

@Suite("Stars of workers")
struct StarTests {
    private func rules() throws -> StarRules {
        try StarRules(
            json: Fixture.json(
                """
                {"stars":"workers","label":{"zh":"星级考评","en":"Stars"},"version":"1",
                 "filters":[{"id":"valid","where":[{"column":"accepted_at","present":true},
                  {"not":{"column":"state","is":["duplicate","void"]}}]}],
                 "lines":[
                  {"id":"events","label":{"zh":"有效事件","en":"Valid events"},"kind":"hazard",
                   "where":[{"use":"valid"}],"points":10,"at_most":60},
                  {"id":"share","label":{"zh":"有效采集率","en":"Share"},"kind":"hazard",
                   "numerator":[{"use":"valid"}],"points":40,"without":20}],
                 "bounds":[{"stars":5,"at_least":90},{"stars":4,"at_least":70},{"stars":3,"at_least":50},
                  {"stars":2,"at_least":30},{"stars":1,"at_least":0}],"rise":1,"fall":1,"start":3}
                """), schema: Fixture.schema())
    }

    private func events(_ worker: String, _ count: Int, from number: Int = 0, state: JSONValue = "closed")
        -> [ExportedRecord]
    {
        (number..<number + count).map {
            Fixture.hazard(
                $0, on: "2025-03-05",
                ["found_by": .string(worker), "state": state, "accepted_at": Fixture.moment("2025-03-06")])
        }
    }

    private func review(
        _ worker: String, _ records: [ExportedRecord], previous: [WorkerID: Int] = [:],
        overrulings: [WorkerID: StarReview.Overruling] = [:]
    ) throws -> StarReview {
        let march = try #require(Period(text: "2025-03"))
        return try #require(
            rules().reviews(
                of: [WorkerID(worker)], in: march, cutoff: Fixture.day("2025-04-05"),
                facts: Fixture.table(records), previous: previous, overrulings: overrulings
            ).first)
    }

    @Test("row 35: a duplicate of a colleague's event earns nothing, and lowers the share of valid ones")
    func rowThirtyFive() throws {
        let own = events("w1", 4)
        let copies = events("w2", 4, from: 10, state: "duplicate")
        let first = try review("w1", own + copies)
        #expect(first.points == Ratio(80))
        #expect(first.lines[0].count == 4 && first.lines[0].records == own.map(\.id).sorted())
        let second = try review("w2", own + copies)
        #expect(second.points == .zero && second.earned == 1)
        #expect(second.lines[1].count == 0 && second.lines[1].whole == 4)
    }

    @Test("row 35: stars move at most one at a review, up or down, and the review says so")
    func oneAtATime() throws {
        let worker = WorkerID("w1")
        let good = try review("w1", events("w1", 9), previous: [worker: 2])
        #expect(good.earned == 5 && good.computed == 3 && good.stars == 3)
        #expect(good.reason.chinese.contains("上期2星，一次最多变动至3星"))
        let bad = try review("w1", events("w1", 9, state: "void"), previous: [worker: 5])
        #expect(bad.earned == 1 && bad.computed == 4)
        #expect(try review("w1", events("w1", 9)).computed == 4)
    }

    @Test("row 35: each point is explained: the lines add up to the points")
    func everyPoint() throws {
        let review = try review("w1", events("w1", 8) + events("w1", 2, from: 20, state: "void"))
        #expect(review.lines.map(\.points) == [Ratio(60), Ratio(32)])
        #expect(review.points == Ratio(92))
        #expect(review.lines.reduce(Ratio.zero) { $0.plus($1.points) ?? $0 } == review.points)
    }

    @Test("row 35: recomputed after a duplicate was decided, and without any work the share earns its standing points")
    func recomputed() throws {
        #expect(try review("w1", events("w1", 3)).points == Ratio(70))
        #expect(try review("w1", events("w1", 3, state: "duplicate")).points == .zero)
        #expect(try review("w1", []).points == Ratio(20))
    }

    @Test("row 35: a person may overrule with a reason, and the computed stars stay beside it")
    func overruled() throws {
        let worker = WorkerID("w1")
        #expect(StarReview.Overruling(stars: 5, by: WorkerID("s"), reason: "  ", at: 0) == nil)
        #expect(StarReview.Overruling(stars: 6, by: WorkerID("s"), reason: "抗台", at: 0) == nil)
        let overruling = try #require(StarReview.Overruling(stars: 5, by: WorkerID("s"), reason: "抗台值守", at: 0))
        let review = try review("w1", events("w1", 3), overrulings: [worker: overruling])
        #expect(review.computed == 4 && review.stars == 5)
        #expect(review.reason.chinese.contains("由s改定为5星：抗台值守"))
    }

    @Test("row 35: the table shows each line's points and masks names where it leaves the office")
    func table() throws {
        let table = try rules().table([review("w1", events("w1", 3))], names: [WorkerID("w1"): "王小明"])
        #expect(table.rows[0].cells.prefix(4) == ["w1", "王小明", "30.00 (3)", "40.00 (3/3)"])
        #expect(table.masked().rows[0].cells[1] == "王**")
        #expect(table.terminal(language: .chinese).contains("王小明"))
        #expect(table.json["rows"]?.array?.count == 1)
    }

    @Test("law: the order of events changes no star", arguments: 1...5)
    func order(seed: UInt64) throws {
        var random = Seeded(seed)
        let records = events("w1", 5) + events("w2", 4, from: 20) + events("w1", 2, from: 40, state: "duplicate")
        #expect(try review("w1", records) == review("w1", records.shuffled(using: &random)))
    }
}
