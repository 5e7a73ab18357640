import GridCausality
import GridRecords
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("Areas: who moves, which records move, who is sent them")
struct AreaTests {
    @Test("a worker moved to another grid: unsent edits arrive as proposals, the old copies leave")
    func moved() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let ids = (0..<20).map { _ in wang.newHazard() }
        try await wang.sync()
        for id in ids { try wang.edit(id, [wang.write("note", .text("未发"))]) }
        _ = try await harness.command("workers.assign", ["worker": .string(wang.worker), "areas": ["G3"]])
        let response = try await wang.sync()
        #expect(response.manifest?.assigned == [AreaCode("G3")])
        #expect(response.verdicts.count == 20)
        #expect(response.verdicts.allSatisfy { $0.verdict.reason == .outOfScope })
        #expect(try await harness.command("quarantine.list").count == 20)
    }

    @Test("a record that moves to another grid leaves the devices of the old one and reaches those of the new")
    func recordMoves() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let zhao = try await harness.device("赵", areas: ["G3"])
        let boss = try await harness.device("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard()
        try await wang.sync()
        try await boss.sync()
        try boss.edit(id, [Write(path: .area, value: .code("G3"))])
        try await boss.sync()
        try await wang.sync()
        try await zhao.sync()
        #expect(wang.records[id] == nil)
        #expect(zhao.records[id] != nil)
        #expect(boss.records[id] != nil)
    }

    @Test("a hub that dies within an import shows what moved when it starts again")
    func importCutOff() async throws {
        let harness = try await HubHarness()
        let zhao = try await harness.device("赵", areas: ["G3"])
        let id = zhao.newHazard(area: "G3")
        try await zhao.sync()
        let rows = [HubHarness.row("G3a", "三甲", "grid", "330781002", from: "G3")]
        _ = try await harness.hub.perform { try $0.importAreas(rows) }
        _ = try harness.startAgain()
        let stored = try harness.store.read { try $0.record(id) }
        #expect(stored?.areas == [AreaCode("G3a")])
    }

    @Test("a grid with one successor is remapped; one with several stays visible to all of them")
    func split() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let zhao = try await harness.device("赵", areas: ["G3"])
        let id = wang.newHazard()
        let other = zhao.newHazard(area: "G3")
        try await wang.sync()
        try await zhao.sync()
        _ = try await harness.command(
            "areas.import",
            [
                "rows": [
                    HubHarness.row("G1a", "一甲", "grid", "330781001", from: "G1"),
                    HubHarness.row("G1b", "一乙", "grid", "330781001", from: "G1"),
                    HubHarness.row("G3a", "三甲", "grid", "330781002", from: "G3"),
                ]
            ])
        let newcomer = try await harness.device("钱", areas: ["G1b"])
        try await newcomer.sync()
        #expect(newcomer.records[id] != nil)
        let third = try await harness.device("孙", areas: ["G3a"])
        try await third.sync()
        #expect(third.records[other].map { RecordView($0, catalogue: harness.hub.catalogue).area } == AreaCode("G3a"))
        _ = newcomer.newHazard(area: "G1")
        try await newcomer.sync()
        #expect(newcomer.verdicts[1]?.kind == .applied)
    }

    @Test("a grid that moves below another township brings that township the records it has long had")
    func reparented() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let desk = try await harness.device("云山", role: .township, areas: ["330781002"])
        let id = wang.newHazard()
        try await wang.sync()
        try await desk.sync()
        #expect(desk.records[id] == nil)
        let rows: JSONValue = ["rows": [HubHarness.row("G1", "一网格", "grid", "330781002")]]
        _ = try await harness.command("areas.import", rows)
        try await desk.sync()
        #expect(desk.records[id] != nil)
        // The same file again changes nothing.
        let position = try harness.store.read { try $0.lastCommit().position }
        _ = try await harness.command("areas.import", rows)
        #expect(try harness.store.read { try $0.lastCommit().position } == position)
    }
}
