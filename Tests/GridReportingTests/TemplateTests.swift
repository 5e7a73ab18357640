import GridRecords
import GridReporting
import Testing

@Suite("Templates that cannot be used")
struct TemplateTests {
    private func failure(_ indicator: String) throws -> TemplateError? {
        do {
            _ = try Fixture.template([indicator])
            return nil
        } catch let error as TemplateError {
            return error
        }
    }

    @Test(
        "each fault names its indicator and says what is wrong",
        arguments: [
            (#"{"id":"x","treshold":1}"#, "treshold"),
            (#"{"id":"x","aspect":"none"}"#, "aspect"),
            (#"{"id":"x","department":"none"}"#, "department"),
            (#"{"id":"x","direction":"up"}"#, "direction"),
            (#"{"id":"x","direction":"lower_better"}"#, "judge"),
            (
                #"{"id":"x","direction":"lower_better","judge":[{"by":"target","green":5,"yellow":1}]}"#,
                "wrong way round"
            ),
            (#"{"id":"x","direction":"higher_better","judge":[{"by":"target","yellow":1}]}"#, "green"),
            (#"{"id":"x","source":{"kind":"none"}}"#, "no facts"),
            (#"{"id":"x","source":{"kind":"hazard","where":{"column":"none","is":"1"}}}"#, "no column"),
            (#"{"id":"x","source":{"kind":"hazard","where":{"column":"level","at_least":1}}}"#, "type code"),
            (#"{"id":"x","source":{"kind":"hazard","where":{"column":"level"}}}"#, "says nothing"),
            (#"{"id":"x","source":{"kind":"hazard","where":{"use":"none"}}}"#, "use"),
            (#"{"id":"x","source":{"kind":"hazard","placed":"level"}}"#, "type code"),
            (#"{"id":"x","source":{"kind":"hazard","per":{"indicator":"none"}}}"#, "divide by"),
            (#"{"id":"x y"}"#, "characters"),
        ])
    func faults(indicator: String, part: String) throws {
        let error = try #require(try failure(indicator))
        #expect(error.reason.contains(part))
        #expect(error.place == "x" || error.place == "x y")
    }

    @Test("conditions join by all, any and not, over codes, sets, numbers, flags and times")
    func conditions() throws {
        let records = [
            Fixture.hazard(1, on: "2025-03-05", ["level": "3", "people": 12, "due_at": "2025-03-31"]),
            Fixture.hazard(2, on: "2025-03-06", ["level": "1", "category": "T", "due_at": "2025-05-01"]),
            Fixture.hazard(
                3, on: "2025-03-07",
                [
                    "steps": ["a": ["step": "resolved", "at": Fixture.moment("2025-03-09")]], "due_at": "2025-03-09",
                    "items": ["i": ["status": "open"], "k": ["status": "fixed"]],
                ]),
        ]
        func count(_ condition: String) throws -> Int? {
            try Fixture.report(
                Fixture.template([#"{"id":"x","source":{"kind":"hazard","where":\#(condition)}}"#]), records
            ).total("x")?.numerator
        }
        #expect(try count(#"{"column":"level","is":["2","3"]}"#) == 1)
        #expect(try count(#"{"any":[{"column":"level","is":"3"},{"column":"category","starts":"T"}]}"#) == 2)
        #expect(try count(#"{"not":{"column":"level","present":true}}"#) == 1)
        #expect(try count(#"{"column":"people","at_least":12}"#) == 1)
        #expect(try count(#"{"column":"people","after":12}"#) == 0)
        #expect(try count(#"{"column":"due_at","before":"cutoff"}"#) == 2)
        // A day lasts to its end: done on the due day is done in time.
        #expect(try count(#"{"column":"resolved_at","at_most":"due_at"}"#) == 1)
        #expect(try count(#"{"column":"items_open","at_least":1}"#) == 1)
        #expect(try count(#"{"column":"occurred","since":{"days":40}}"#) == 2)
        #expect(try count("[]") == 3)
    }

    @Test("a count for each ten thousand people needs the total that it is divided by")
    func perTenThousand() throws {
        let template = try Fixture.template([
            #"{"id":"people"}"#,
            #"{"id":"rate","unit":"rate","places":2,"source":{"kind":"hazard","per":{"indicator":"people","times":10000}}}"#,
        ])
        let records = (0..<5).map { Fixture.hazard($0, on: "2025-03-05") }
        let report = try Fixture.report(
            template, records, totals: Fixture.totals([("people", "2025-03", Ratio(40_000))]))
        let row = try #require(report.row("rate"))
        #expect(row.cell(Cell.total)?.shown(in: row) == "1.25")
        #expect(row.cell("331127001")?.value == nil)
    }

    @Test("law: a time is the same fact in whatever zone and form it was written", arguments: 1...20)
    func times(seed: UInt64) throws {
        var random = Seeded(seed)
        let time = 1_740_000_000_000 + Int64(random.below(5_000_000)) * 1000
        let forms = [480, 0, -300].map { Timestamp(milliseconds: time, offsetMinutes: $0).text }
        let template = try Fixture.template([
            #"{"id":"x","source":{"kind":"hazard","where":{"column":"accepted_at","at_most":"closed_at"}}}"#
        ])
        // Equal on both sides, so each is at most the other.
        for (left, right) in [(0, 1), (1, 0), (0, 2), (2, 0)] {
            let record = Fixture.hazard(
                1, on: "2025-01-05", ["accepted_at": .string(forms[left]), "closed_at": .string(forms[right])])
            #expect(
                try Fixture.report(template, [record], period: "2025-01", cutoff: "2026-01-01").total("x")?.numerator
                    == 1)
        }
    }
}
