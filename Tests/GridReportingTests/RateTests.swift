import GridRecords
import GridReporting
import Testing

@Suite("Rates with their whole")
struct RateTests {
    private func letters(_ signed: Int, of count: Int) -> [ExportedRecord] {
        (0..<count).map { number in
            ExportedRecord(
                id: Fixture.id(number, made: "2025-01-10"), kind: "house", areas: [AreaCode("331127001001001")],
                fields: ["occurred_at": Fixture.moment("2025-01-10"), "letter_signed": .bool(number < signed)])
        }
    }

    private func template(target: Int) throws -> ReportTemplate {
        try Fixture.template([
            """
            {"id":"letters","unit":"percent","direction":"higher_better",
             "source":{"kind":"house","placed":"stock","numerator":{"column":"letter_signed","is":true}},
             "judge":[{"by":"target","green":\(target),"yellow":90}]}
            """
        ])
    }

    @Test("row 13: 1 letter of 1,000 unsigned reads 99.9 %, not 100 %, and is not green at a target of 100")
    func rowThirteen() throws {
        let report = try Fixture.report(template(target: 100), letters(999, of: 1000))
        let row = try #require(report.row("letters"))
        let cell = try #require(row.cell(Cell.total))
        #expect(cell.shown(in: row) == "99.9%")
        #expect(cell.numerator == 999 && cell.denominator == 1000)
        #expect(cell.colour == .yellow)
        #expect(cell.others == [Fixture.id(999, made: "2025-01-10")])
    }

    @Test("row 13: 949 of 1,000 is nearly 95 %, and yellow where the target is 95")
    func nearly() throws {
        let row = try #require(Fixture.report(template(target: 95), letters(949, of: 1000)).row("letters"))
        #expect(row.cell(Cell.total)?.shown(in: row) == "94.9%")
        #expect(row.cell(Cell.total)?.colour == .yellow)
        let reached = try Fixture.report(template(target: 95), letters(950, of: 1000))
        #expect(reached.total("letters")?.colour == .green)
    }

    @Test("row 13: a house that was first seen after the cut-off is not in the whole")
    func afterCutoff() throws {
        let late = ExportedRecord(
            id: Fixture.id(1, made: "2025-04-20"), kind: "house", areas: [AreaCode("331127001001001")],
            fields: ["occurred_at": Fixture.moment("2025-01-20")])
        let cell = try Fixture.report(template(target: 95), letters(9, of: 10) + [late]).total("letters")
        #expect(cell?.denominator == 10)
    }

    @Test("row 24: 5 of 88 assessments by others are 5.7 %")
    func rowTwentyFour() throws {
        let records = (0..<88).map { number in
            ExportedRecord(
                id: Fixture.id(number, made: "2016-05-01"), kind: "assessment", areas: [Fixture.scope],
                fields: ["occurred_at": Fixture.moment("2016-05-01"), "by_others": .bool(number < 5)])
        }
        let template = try Fixture.template([
            #"{"id":"assessed","unit":"percent","source":{"kind":"assessment","numerator":{"column":"by_others","is":true}}}"#
        ])
        let row = try #require(Fixture.report(template, records, period: "2016", cutoff: "2017-01-15").row("assessed"))
        #expect(row.cell(Cell.total)?.shown(in: row) == "5.7%")
        // They stand at the county itself, in no township, and are not lost.
        #expect(row.cell(Cell.other)?.denominator == 88)
    }

    private let closed = """
        {"id":"closed","unit":"percent","direction":"higher_better",
         "source":{"kind":"hazard","numerator":{"column":"closed_at","present":true}},
         "judge":[{"by":"target","green":100}]}
        """

    @Test("row 30: 87 of 87 problems closed are 100 %; with one closed after the cut-off they are not")
    func rowThirty() throws {
        func records(lastClosed: String) -> [ExportedRecord] {
            (0..<87).map { number in
                Fixture.hazard(
                    number, on: "2025-03-03",
                    ["closed_at": Fixture.moment(number == 86 ? lastClosed : "2025-03-20")])
            }
        }
        let row = try #require(
            Fixture.report(Fixture.template([closed]), records(lastClosed: "2025-04-14")).row("closed"))
        #expect(row.cell(Cell.total)?.shown(in: row) == "100.0%")
        #expect(row.cell(Cell.total)?.colour == .green)
        let late = try #require(
            Fixture.report(Fixture.template([closed]), records(lastClosed: "2025-04-15")).row("closed"))
        #expect(late.cell(Cell.total)?.shown(in: late) == "98.9%")
        #expect(late.cell(Cell.total)?.colour == .red)
    }

    @Test("a rate of nothing is grey and says that the whole is nought")
    func nothing() throws {
        let cell = try #require(Fixture.report(Fixture.template([closed])).total("closed"))
        #expect(cell.colour == .grey && cell.value == nil)
        #expect(cell.reason.chinese == "无数据：分母为零")
    }

    private let recurrence = """
        {"id":"back","unit":"percent","direction":"lower_better",
         "source":{"kind":"hazard","where":{"column":"category","is":"F01"},
          "numerator":{"column":"recurred_at","within":{"months":2,"of":"accepted_at"}},
          "observe":{"after":"accepted_at","months":2,"placed_at_end":false}},
         "judge":[{"by":"target","green":2,"yellow":5}]}
        """

    @Test("row 27: recurrence counts within two calendar months of acceptance; open windows are left out and told")
    func recurrenceWindow() throws {
        let first = Fixture.hazard(1, on: "2024-12-20", ["accepted_at": Fixture.moment("2024-12-31")])
        let second = Fixture.hazard(2, on: "2024-12-21", ["accepted_at": Fixture.moment("2024-12-31")])
        let open = Fixture.hazard(3, on: "2024-12-22", ["accepted_at": Fixture.moment("2024-12-31")])
        func again(_ number: Int, of record: ExportedRecord, on day: String) -> ExportedRecord {
            Fixture.hazard(number, on: day, ["category": "F02", "recurrence_of": .object([record.id.text: true])])
        }
        let records = [
            first, second, open, again(10, of: first, on: "2025-02-28"), again(11, of: second, on: "2025-03-01"),
        ]
        let template = try Fixture.template([recurrence])
        let cell = try #require(
            Fixture.report(template, records, period: "2024-12", cutoff: "2025-03-01").total("back"))
        #expect(cell.numerator == 1 && cell.denominator == 3 && cell.waiting == 0)
        #expect(cell.counted == [first.id])
        let early = try #require(
            Fixture.report(template, records, period: "2024-12", cutoff: "2025-02-28").total("back"))
        #expect(early.colour == .grey && early.waiting == 3)
        #expect(early.reason.chinese == "无数据：3件观察期未满")
    }
}
