import GridRecords
import GridSync
import Testing

@testable import GridHub

@Suite("Overdue work, stars and lists of the hub")
struct OverdueWorkTests {
    @Test("an open item is told from the moment its deadline is over, with holder, lateness and mark")
    func overdue() async throws {
        let harness = try await Governing.harness()
        let wang = try await harness.device("王", areas: ["G1"])
        let id = wang.newHazard()
        try await wang.sync()
        #expect(try await harness.command("overdue").isEmpty)
        harness.clock.advance(10 * Governing.day)
        let lines = try await harness.command("overdue")
        #expect(lines.map { $0["id"] } == [.string(id.text)])
        let line = try #require(lines.first)
        #expect(line["holder"] == "grid:G1")
        #expect(line["state"] == "reported")
        #expect((line["overdue_ms"]?.integer ?? 0) > 0)
        #expect(line["mark"] == "red_card")
        #expect(line["late"]?.string?.hasSuffix("h") == true)
        #expect(try await harness.command("overdue", ["areas": ["330781001"]]).count == 1)
        #expect(try await harness.command("overdue", ["areas": ["330781002"]]).isEmpty)
        #expect(await harness.refusal("overdue", ["areas": ["9"]])?.code == "unknown_area")
    }

    @Test("stars name every worker of the area with the records behind each point")
    func stars() async throws {
        let harness = try await Governing.harness()
        let wang = try await harness.device("王", areas: ["G1"])
        _ = try await harness.worker("赵", areas: ["G3"])
        let id = RecordID(milliseconds: harness.clock.now, random: (high: 1, low: 1))
        var hazard = wang.hazard(id)
        hazard.writes = hazard.writes.map {
            $0.path == Path("found_by") ? wang.write("found_by", .text(Text(wang.worker))) : $0
        }
        wang.write([hazard])
        try await wang.sync()
        harness.clock.advance(Governing.day)
        let all = try await harness.command("stars", ["month": "2026-03"])
        #expect(all.count == 2)
        let near = try await harness.command("stars", ["month": "2026-03", "area": "330781001"])
        #expect(near.map { $0["worker"] } == [.string(wang.worker)])
        #expect(near.first?["lines"]?.array?.contains { $0["whole"] == 1 } == true)
        #expect(near.first?["name"] == "王")
        let told = try await harness.command("stars", ["month": "2026-03", "released": true])
        #expect(told.allSatisfy { $0["name"] == .null })
        #expect(await harness.refusal("stars", ["month": "2026"])?.code == "bad_period")
    }

    @Test("red cells of a report stand in the list of problems with their records")
    func lists() async throws {
        let harness = try await Governing.harness()
        let wang = try await harness.device("王", areas: ["G1"])
        _ = wang.newHazard()
        try await wang.sync()
        harness.clock.advance(40 * Governing.day)
        _ = try await harness.command("report.build", ["period": "2026-03"])
        let tables = try await harness.command("lists", ["serial": 1, "template": "lishui"])
        #expect(tables.map { $0["list"] } == ["responsibility", "problems", "accountability"])
        let rows = tables[1]["rows"]?.array ?? []
        #expect(rows.contains { $0["problem"]?.string == "pingan_monthly/2026-03/hazards_fixed/330781001" })
        #expect(await harness.refusal("lists", ["serial": 1, "template": "x"])?.code == "not_found")
        #expect(await harness.refusal("lists", ["serial": 2])?.code == "not_found")
    }
}
