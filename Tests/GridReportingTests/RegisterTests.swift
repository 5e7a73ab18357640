import GridRecords
import GridReporting
import Testing

@Suite("Numbers and restatements")
struct RegisterTests {
    private let found = #"{"id":"found","source":{"kind":"hazard"}}"#

    @Test("row 2: 101 numbers in the 112 months from 2014-09 to 2023-12 leave 11 months without a report")
    func rowTwo() throws {
        let template = try Fixture.template([found])
        var register = ReportRegister()
        let first = try #require(Period(text: "2014-09"))
        let last = try #require(Period(text: "2023-12"))
        var month = first
        var months = 0
        var serials: [Int] = []
        while month.firstDay <= last.firstDay {
            months += 1
            // Eleven months without: every tenth.
            if months % 10 != 0 {
                let report = try Fixture.report(template, period: month.text, cutoff: month.dayAfter.text)
                serials.append(try register.issue(report).number?.serial ?? 0)
            }
            month = Period(.month, holding: month.dayAfter)
        }
        #expect(months == 112)
        #expect(serials == Array(1...101))
        #expect(
            register.monthsWithout(template: "monthly", scope: "331127", from: first, to: last).count == 11)
    }

    @Test("row 2: serials may leave gaps, are never given twice, and a period is issued once")
    func serials() throws {
        let template = try Fixture.template([found])
        var register = ReportRegister()
        let march = try Fixture.report(template)
        #expect(try register.issue(march, serial: 97).number == Report.Number(serial: 97, version: 1))
        let april = try Fixture.report(template, period: "2025-04", cutoff: "2025-05-15")
        #expect(throws: ReportError.serialTaken(97)) { try register.issue(april, serial: 97) }
        #expect(try register.issue(april).number?.serial == 98)
        #expect(throws: ReportError.alreadyIssued(Report.Number(serial: 97, version: 1))) {
            try register.issue(march)
        }
    }

    @Test("row 1: a late upload restates: a new version beside the old, with what changed, under the same serial")
    func restates() throws {
        let template = try Fixture.template([found])
        var register = ReportRegister()
        let early = Fixture.hazard(1, on: "2025-03-05")
        let old = try register.issue(Fixture.report(template, [early]))
        let text = old.text
        #expect(throws: ReportError.unchanged) { try register.restate(old, as: Fixture.report(template, [early])) }
        let late = Fixture.hazard(2, on: "2025-03-06")
        let new = try register.restate(old, as: Fixture.report(template, [late, early]))
        #expect(new.number == Report.Number(serial: 1, version: 2))
        #expect(new.changes.map(\.column) == ["331127001", "total"])
        #expect(new.changes.first?.oldValue == Ratio(1) && new.changes.first?.newValue == Ratio(2))
        #expect(old.text == text)
        #expect(register.entries.map(\.number.version) == [1, 2])
        #expect(throws: ReportError.notIssued) { try register.restate(old, as: new) }
        #expect(new.title(.chinese).contains("第1期 （第2版，更正）"))
    }
}
