import GridCausality
import GridGoverning
import GridRecords
import GridReporting
import GridStore
import GridSync
import Testing

@testable import GridHub

/// Mechanisms of the counties that need the hub itself, with their own numbers.
@Suite("What the counties run, at the hub")
struct MechanismTests {
    @Test("row 32: from 593 grids to 776; what old grids' workers bring stays theirs, follows, or waits for a person")
    func regrid() async throws {
        let harness = try await Governing.harness()
        func code(_ number: Int, _ part: String = "") -> String { "330781101\(1_000 + number)\(part)" }
        func row(_ code: String, from old: String = "") -> JSONValue {
            HubHarness.row(code, "网格\(code)", "grid", "330781001", from: old)
        }
        _ = try await harness.command("areas.import", ["rows": .array((0..<593).map { row(code($0)) })])
        // Offline since before: of a grid that stays, of one that is renamed, and of one that is split.
        let stays = try await harness.device("甲", areas: [code(500)])
        let renamed = try await harness.device("乙", areas: [code(400)])
        let split = try await harness.device("丙", areas: [code(7)])
        let kept = stays.newHazard(area: code(500))
        let followed = renamed.newHazard(area: code(400))
        let (first, second) = (split.newHazard(area: code(7)), split.newHazard(area: code(7)))
        // 183 grids become two each; one gets another code.
        var rows = (0..<183).flatMap { [row(code($0, "1"), from: code($0)), row(code($0, "2"), from: code($0))] }
        rows.append(row(code(400, "1"), from: code(400)))
        _ = try await harness.command("areas.import", ["rows": .array(rows)])
        let tree = try harness.store.read { transaction in
            AreaTree(try HubWork.areas(in: Documents(transaction: transaction)))
        }
        let today = Territory(tree, on: try #require(CalendarDate(text: "2026-12-31")))
            .areas(of: "grid", in: AreaCode("330781001")).filter { $0.text.hasPrefix("330781101") }
        #expect(today.count == 776)
        let supervisor = try await harness.device("主任", role: .supervisor, areas: ["330781"])
        for device in [stays, renamed, split] {
            let answers = try await device.sync().verdicts
            #expect(answers.allSatisfy { $0.verdict.kind == .applied })
        }
        try await supervisor.sync()
        func area(_ id: RecordID) -> String? {
            supervisor.records[id].flatMap { RecordView($0, catalogue: harness.hub.catalogue).area?.text }
        }
        #expect(area(kept) == code(500))
        #expect(area(followed) == code(400, "1"))
        #expect(area(first) == code(7) && area(second) == code(7))
        // Two successors: both sides see it until a person says where it lies.
        let left = try await harness.device("丁", areas: [code(7, "1")])
        let right = try await harness.device("戊", areas: [code(7, "2")])
        for device in [left, right] { try await device.sync() }
        #expect(Set(left.records.keys) == [first, second] && Set(right.records.keys) == [first, second])
        harness.clock.advance(1_000)
        try supervisor.edit(first, [supervisor.write("area", .code(Text(code(7, "1"))))])
        try supervisor.edit(second, [supervisor.write("area", .code(Text(code(7, "2"))))])
        for device in [supervisor, left, right] { try await device.sync() }
        #expect(Set(left.records.keys) == [first] && Set(right.records.keys) == [second])
    }

    @Test("row 34: a visit that edits a resident and reports a hazard and a dispute is taken whole or not at all")
    func visit() async throws {
        let harness = try await Governing.harness()
        let worker = try await harness.device("王", areas: ["G1"])
        let resident = id(harness)
        worker.write([
            creation(
                worker, resident, "resident",
                [
                    worker.write("name", .text("赵六")), worker.write("residence_kind", .code("1")),
                    worker.write("address", .text("府前路")), worker.write("notice_given", .bool(true)),
                ])
        ])
        try await worker.sync()
        harness.clock.advance(1_000)
        func upload(_ amount: FieldValue) throws -> (ids: [RecordID], dot: Dot) {
            let ids = (0..<3).map { _ in id(harness) }
            let record = try #require(worker.records[resident])
            let edit = Change(
                record: resident, kind: "resident", context: record.context, epoch: worker.epoch,
                writes: [worker.write("address", .text("府前路 1 号"))])
            let visit = creation(
                worker, ids[0], "visit",
                [
                    worker.write("visit_kind", .code("visit")), worker.write("started_at", time(harness)),
                    worker.write("ended_at", time(harness)), worker.write("targets/\(resident.text)", .bool(true)),
                ])
            let dispute = dispute(worker, ids[2], [worker.write("amount_fen", amount)])
            return (ids, worker.write([visit, edit, worker.hazard(ids[1]), dispute]))
        }
        let good = try upload(.money(300_000))
        let bad = try upload(.text("三千"))
        try await worker.sync()
        #expect(worker.verdicts[good.dot.counter]?.kind == .applied)
        #expect(worker.verdicts[bad.dot.counter]?.kind == .quarantined)
        let desk = try await harness.device("主任", role: .supervisor, areas: ["330781"])
        try await desk.sync()
        #expect(good.ids.allSatisfy { desk.records[$0] != nil })
        #expect(bad.ids.allSatisfy { desk.records[$0] == nil })
        #expect(desk.shown(resident, "address") == "府前路 1 号")
    }

    @Test("row 36: an agreed amount of 3,000.00 yuan is 300,000 fen; two who change it offline leave a question")
    func amount() async throws {
        let harness = try await Governing.harness()
        let first = try await harness.device("王", areas: ["G1"])
        let second = try await harness.device("李", areas: ["G1"])
        let dispute = id(harness)
        func agreed(_ fen: Int64) -> Write {
            let parts: [Composite.Part] = [
                .init(name: "amount", value: .money(fen)), .init(name: "form", value: .code("written")),
            ]
            return first.write("agreement", .composite(Composite(parts)))
        }
        first.write([self.dispute(first, dispute, [agreed(300_000)])])
        for device in [first, second] { try await device.sync() }
        #expect(second.shown(dispute, "agreement")?["amount"] == 300_000)
        harness.clock.advance(1_000)
        try first.edit(dispute, [agreed(280_000)])
        try second.edit(dispute, [agreed(320_000)])
        for device in [first, second, first] { try await device.sync() }
        for device in [first, second] {
            let sides = device.disputes(dispute).first { $0.path.field == "agreement" }?.sides ?? []
            #expect(sides.count == 2)
        }
        // A person decides, and nobody is asked again.
        let desk = try await harness.device("主任", role: .supervisor, areas: ["330781"])
        try await desk.sync()
        try desk.edit(dispute, [agreed(290_000)], isResolution: true)
        for device in [desk, second] { try await device.sync() }
        #expect(second.disputes(dispute).isEmpty)
        #expect(second.shown(dispute, "agreement")?["amount"] == 290_000)
    }

    private func id(_ harness: HubHarness) -> RecordID {
        RecordID(milliseconds: harness.clock.now, random: (high: harness.seed.next(), low: harness.seed.next()))
    }

    private func time(_ harness: HubHarness) -> FieldValue { .timestamp(.shanghai(milliseconds: harness.clock.now)) }

    private func dispute(_ device: HubDevice, _ id: RecordID, _ more: [Write]) -> Change {
        let party = FieldValue.composite(Composite([.init(name: "name", value: .text("钱七"))]))
        let place = GeoPoint(
            longitude: 119_460_000_000, latitude: 29_208_000_000, system: .wgs84, accuracyCentimetres: 800, source: .gps
        )
        let values: [(String, FieldValue)] = [
            ("title", .text("污水")), ("occurred_at", time(device.harness)), ("place", .text("府前路")),
            ("location", .point(place)), ("grids/G1", .bool(true)), ("category", .code("0101")),
            ("scale", .code("01")), ("people_count", .int(2)), ("parties/p1", party), ("summary", .text("污水")),
            ("involved_org", .text("无")), ("source", .code("patrol")), ("due_at", time(device.harness)),
            ("confidential", .bool(false)),
        ]
        return creation(device, id, "dispute", values.map { device.write($0.0, $0.1) } + more)
    }

    private func creation(_ device: HubDevice, _ id: RecordID, _ kind: String, _ writes: [Write]) -> Change {
        Change(
            record: id, kind: kind, context: .empty, epoch: device.epoch, isCreation: true,
            writes: [Write(path: .area, value: .code("G1"))] + writes)
    }
}
