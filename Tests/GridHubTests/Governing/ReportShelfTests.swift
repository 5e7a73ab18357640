import GridRecords
import GridReporting
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("Reports of the hub: filled from its records, frozen, restated")
struct ReportShelfTests {
    private static let march: JSONValue = ["period": "2026-03"]

    /// A worker with three hazards of March, two of them pushed, in a hub that has come to the second of April.
    private func april() async throws -> (harness: HubHarness, worker: HubDevice) {
        let harness = try await Governing.harness()
        let wang = try await harness.device("王", areas: ["G1"])
        harness.clock.advance(Governing.day)
        _ = wang.newHazard()
        _ = wang.newHazard()
        try await wang.sync()
        _ = wang.newHazard()
        harness.clock.advance(31 * Governing.day)
        return (harness, wang)
    }

    private func report(_ text: String) throws -> Report { try Report(json: try JSONValue(parsing: text)) }

    @Test("a report counts what devices pushed, in the column of the grid's township, and names the records")
    func counts() async throws {
        let (harness, _) = try await april()
        let built = try #require(try await harness.command("report.build", ReportShelfTests.march).first)
        #expect(built["serial"] == 1)
        #expect(built["version"] == 1)
        #expect(built["level"] == "township")
        #expect(built["cutoff"] == "2026-04-01T00:00:00+08:00")
        let report = try report(try await harness.shown(1))
        #expect(report.columns.map(\.id) == ["330781001", "330781002", "total"])
        let cell = try #require(report.cell("fire_hazards", "330781001"))
        #expect(cell.numerator == 2)
        #expect(cell.counted.count == 2)
        #expect(report.cell("fire_hazards", "330781002")?.numerator == 0)
        #expect(report.hash == built["hash"]?.string)
    }

    @Test("reports that are built at the same time get numbers of their own, and each text its own hash")
    func together() async throws {
        let (harness, _) = try await april()
        let periods = ["2026-01", "2026-02", "2026-03", "2026-Q1"]
        let serials = try await withThrowingTaskGroup(of: Int64?.self) { group in
            for period in periods {
                group.addTask {
                    try await harness.hub.command("report.build", ["period": .string(period)]).first?["serial"]?.integer
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(serials.compactMap { $0 }.sorted() == [1, 2, 3, 4])
        let listed = try await harness.command("report.list")
        #expect(Set(listed.compactMap { $0["period"]?.string }) == Set(periods))
        for document in listed {
            let text = try await harness.shown(Int(try #require(document["serial"]?.integer)))
            #expect(try report(text).hash == document["hash"]?.string)
            #expect(try report(text).number?.serial == document["serial"]?.integer.map { Int($0) })
        }
    }

    @Test("what comes late changes no byte of the issued report; the restatement stands beside it and names the cells")
    func restates() async throws {
        let (harness, wang) = try await april()
        _ = try await harness.command("report.build", ReportShelfTests.march)
        let issued = try await harness.shown(1)
        try await wang.sync()
        #expect(try await harness.shown(1) == issued)
        let restated = try #require(try await harness.command("report.restate", ["serial": 1]).first)
        #expect(restated["version"] == 2)
        let changed = restated["changed"]?.array ?? []
        let named = Set(changed.map { "\($0["indicator"]?.string ?? "")/\($0["column"]?.string ?? "")" })
        #expect(named.contains("fire_hazards/330781001"))
        #expect(named.contains("fire_hazards/total"))
        #expect(!named.contains("fire_hazards/330781002"))
        #expect(!named.contains("disputes_found/total"))
        #expect(try await harness.shown(1, version: 1) == issued)
        let second = try report(try await harness.shown(1))
        #expect(second.number == Report.Number(serial: 1, version: 2))
        #expect(second.cell("fire_hazards", "total")?.numerator == 3)
        #expect(second.changes.count == changed.count)
        #expect(try await harness.command("report.list").count == 2)
    }

    @Test("a restatement that would say the same is not written")
    func unchanged() async throws {
        let (harness, _) = try await april()
        _ = try await harness.command("report.build", ReportShelfTests.march)
        harness.clock.advance(Governing.day)
        let line = try #require(try await harness.command("report.restate", ["serial": 1]).first)
        #expect(line["version"] == 1)
        #expect(line["changes"] == 0)
        #expect(try await harness.command("report.list").count == 1)
    }

    @Test("a hub that was started anew shows the same bytes and finds nothing to restate")
    func restart() async throws {
        let (harness, _) = try await april()
        _ = try await harness.command("report.build", ReportShelfTests.march)
        let issued = try await harness.shown(1)
        let again = try await Governing.harness(store: harness.store, at: harness.clock.now + Governing.day)
        #expect(try await again.shown(1) == issued)
        let line = try #require(try await again.command("report.restate", ["serial": 1]).first)
        #expect(line["changes"] == 0)
    }

    @Test("a period is reported once for each scope; numbers of another scope begin at one and are asked for by name")
    func series() async throws {
        let (harness, _) = try await april()
        _ = try await harness.command("report.build", ReportShelfTests.march)
        #expect(await harness.refusal("report.build", ReportShelfTests.march)?.code == "exists")
        let february = try await harness.command("report.build", ["period": "2026-02"])
        #expect(february.first?["serial"] == 2)
        let town = try await harness.command("report.build", ["period": "2026-03", "scope": "330781001"])
        #expect(town.first?["serial"] == 1)
        #expect(town.first?["level"] == "grid")
        #expect(await harness.refusal("report.show", ["serial": 1])?.code == "ambiguous")
        #expect(try report(try await harness.shown(1, ["scope": "330781001"])).scope.id == "330781001")
    }

    @Test(
        "what cannot be reported is refused with its code",
        arguments: [
            (["period": "2026-13"], "bad_period"), (["period": "2027-01"], "bad_period"), ([:], "missing_argument"),
            (["period": "2026-03", "cutoff": "2026-02-01"], "bad_cutoff"),
            (["period": "2026-03", "cutoff": "2030-01-01"], "bad_cutoff"),
            (["period": "2026-03", "cutoff": "soon"], "bad_cutoff"),
            (["period": "2026-03", "scope": "999"], "unknown_area"),
            (["period": "2026-03", "level": "planet"], "bad_level"),
            (["period": "2026-03", "template": "none"], "not_found"),
            (["period": "2026-03", "as": "w-none"], "not_found"),
        ] as [(JSONValue, String)])
    func refused(arguments: JSONValue, code: String) async throws {
        let (harness, _) = try await april()
        #expect(await harness.refusal("report.build", arguments)?.code == code)
        #expect(try await harness.command("report.list").isEmpty)
        #expect(await harness.refusal("report.show", ["serial": 1])?.code == "not_found")
    }

    @Test("a desk reports its own areas; a grid worker, and a desk elsewhere, do not")
    func rights() async throws {
        let (harness, wang) = try await april()
        let desk = try await harness.worker("街道", role: .township, areas: ["330781001"])
        func build(_ scope: String, as who: String) -> JSONValue {
            ["period": "2026-03", "scope": .string(scope), "as": .string(who)]
        }
        #expect(await harness.refusal("report.build", build("330781001", as: wang.worker))?.code == "forbidden")
        #expect(await harness.refusal("report.build", build("330781", as: desk))?.code == "out_of_scope")
        let built = try await harness.command("report.build", build("330781001", as: desk))
        #expect(built.first?["by"] == .string(desk))
        #expect(
            await harness.refusal("report.restate", ["serial": 1, "as": .string(wang.worker)])?.code == "forbidden")
        let audited = try await harness.command("audit")
        #expect(audited.filter { $0["action"] == "report build" }.map { $0["who"] } == [.string(desk)])
    }

    @Test("a hub without rules says so")
    func noRules() async throws {
        let harness = try await HubHarness()
        #expect(await harness.refusal("report.list", [:])?.code == "not_found")
    }

    @Test("what leaves the office holds no id and no count below three")
    func released() async throws {
        let (harness, _) = try await april()
        _ = try await harness.command("report.build", ReportShelfTests.march)
        let report = try report(try await harness.shown(1, ["released": true]))
        #expect(report.isReleased)
        #expect(report.rows.flatMap(\.cells).allSatisfy { $0.counted.isEmpty && $0.others.isEmpty })
        #expect(report.cell("fire_hazards", "330781001")?.numerator == nil)
    }

    @Test("totals are taken whole or not at all, each refusal with its line; a restatement shows them")
    func totals() async throws {
        let (harness, _) = try await april()
        _ = try await harness.command("report.build", ReportShelfTests.march)
        let bad = "indicator,unit,period,value\nfires,330781001,2026-03,4\nfires,330781002,2026-3,4\n"
        let refusal = await harness.refusal("report.import", ["text": .string(bad)])
        #expect(refusal?.code == "bad_data")
        #expect(refusal?.message.contains("line 3: the period") == true)
        let lost = "indicator,unit,period,value\nfires,330781009,2026-03,4\n"
        #expect(await harness.refusal("report.import", ["text": .string(lost)])?.message.contains("330781009") == true)
        let persons = "indicator,unit,period,value,姓名\nfires,330781001,2026-03,4,王五\n"
        #expect(await harness.refusal("report.import", ["text": .string(persons)])?.message.contains("line 1") == true)
        #expect(try await harness.command("report.restate", ["serial": 1]).first?["changes"] == 0)
        let good = "indicator,unit,period,value\nfires,330781001,2026-03,4\nfires,330781002,2026-03,0\n"
        #expect(
            try await harness.command("report.import", ["text": .string(good)]) == [["rows": 2, "changed": 2]])
        let restated = try await harness.command("report.restate", ["serial": 1])
        #expect(restated.first?["changes"] == 3)
        #expect(try report(try await harness.shown(1)).cell("fires", "total")?.value == Ratio(4))
    }
}
