import GridRecords
import GridReporting
import Testing

@Suite("Coverage of a frozen set")
struct CoverageTests {
    private let template = """
        {"id":"covered","unit":"percent","direction":"higher_better",
         "source":{"eligible":"ten_billion","kind":"hazard"},"judge":[{"by":"target","green":100}]}
        """
    private let townships = ["331127001", "331127002", "331127003"]

    private func set(_ keys: [String]) -> EligibleSet {
        EligibleSet(
            name: "ten_billion", members: keys.map { EligibleSet.Member(key: $0, area: AreaCode($0)) })
    }

    @Test("row 46: 100 % only when every eligible township is covered; the set stands frozen in the report")
    func rowFortySix() throws {
        let records = ["331127001001001", "331127002001001"].enumerated().map {
            Fixture.hazard($0, on: "2025-03-05", in: [$1])
        }
        let some = try Fixture.report(
            Fixture.template([template]), records, eligible: [set(townships.reversed())])
        #expect(some.total("covered")?.value == Ratio(2, of: 3))
        #expect(some.total("covered")?.colour == .red)
        #expect(some.eligible.map(\.name) == ["ten_billion"] && some.eligible.first?.keys == townships)
        let all = try Fixture.report(
            Fixture.template([template]), records + [Fixture.hazard(9, on: "2025-03-06", in: ["331127003"])],
            eligible: [set(townships)])
        #expect(all.total("covered")?.colour == .green)
        // One that became eligible later is in the next report, not in this.
        #expect(all.text != some.text)
    }

    @Test("row 48: coverage of each sector is that of its own units, by their keys")
    func rowFortyEight() throws {
        let template = try Fixture.template(
            ["schools", "firms"].map {
                #"{"id":"\#($0)","unit":"percent","source":{"eligible":"\#($0)","kind":"hazard","match":"target","ever":true}}"#
            })
        let records = [
            Fixture.hazard(1, on: "2024-03-05", ["target_id": "s1"]),
            Fixture.hazard(2, on: "2025-03-05", ["target_id": "s2"]),
            Fixture.hazard(3, on: "2025-03-05", ["target_id": "f1"]),
        ]
        func sector(_ name: String, _ keys: [String]) -> EligibleSet {
            EligibleSet(
                name: name, members: keys.map { EligibleSet.Member(key: $0, area: AreaCode("331127001001001")) })
        }
        let report = try Fixture.report(
            template, records, eligible: [sector("schools", ["s1", "s2"]), sector("firms", ["f1", "f2"])])
        #expect(report.total("schools")?.value == Ratio(1))
        #expect(report.total("firms")?.value == Ratio(1, of: 2))
        #expect(report.cell("firms", "331127002")?.colour == .grey)
    }

    @Test("every grid in force is a set that needs no handing in")
    func grids() throws {
        let report = try Fixture.report(
            Fixture.template([template.replacing("ten_billion", with: "level:grid")]),
            [Fixture.hazard(1, on: "2025-03-05")])
        #expect(report.total("covered")?.numerator == 1 && report.total("covered")?.denominator == 12)
        #expect(report.eligible.first?.keys.count == 12)
    }

    @Test("without the set there is no data, and no colour")
    func withoutSet() throws {
        #expect(try Fixture.report(Fixture.template([template])).total("covered")?.colour == .grey)
    }
}
