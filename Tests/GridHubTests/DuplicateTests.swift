import GridCausality
import GridRecords
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("Duplicates across grids")
struct DuplicateTests {
    /// Wang in G1 and Li in G2 find the same thing, Wang first; Zhao finds another in G3. The supervisor has the county.
    private struct Scene {
        let harness: HubHarness
        let wang: HubDevice
        let li: HubDevice
        let boss: String
        let first: RecordID
        let second: RecordID

        var pair: JSONValue { .string("\(first):\(second)") }

        func list(_ more: [String: JSONValue] = [:]) async throws -> [JSONValue] {
            try await harness.command("duplicates.list", .object(more))
        }

        @discardableResult
        func decide(_ command: String, _ more: [String: JSONValue] = [:]) async throws -> [JSONValue] {
            let arguments: [String: JSONValue] = ["id": pair, "as": .string(boss)]
            return try await harness.command(
                "duplicates." + command, .object(arguments.merging(more) { _, new in new }))
        }
    }

    /// A hazard that the device's worker found.
    private static func hazard(_ device: HubDevice, _ area: String, _ extra: [Write]) -> RecordID {
        let id = RecordID(
            milliseconds: device.harness.clock.now,
            random: (high: device.harness.seed.next(), low: device.harness.seed.next()))
        let found = device.write("found_by", .text(Text(device.worker)))
        device.write([device.hazard(id, area: area, extra: extra).putting(found)])
        return id
    }

    private func scene(_ made: HubHarness? = nil, extra: (HubDevice) -> [Write] = { _ in [] }) async throws -> Scene {
        let harness = if let made { made } else { try await HubHarness() }
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G2"])
        let zhao = try await harness.device("赵", areas: ["G3"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let first = DuplicateTests.hazard(wang, "G1", [])
        try await wang.sync()
        harness.clock.advance(3_600_000)
        let second = DuplicateTests.hazard(li, "G2", extra(li))
        let far = GeoPoint(
            longitude: 119_460_000_000, latitude: 29_308_000_000, system: .wgs84, accuracyCentimetres: 800, source: .gps
        )
        let third = zhao.hazard(RecordID(milliseconds: harness.clock.now, random: (1, 1)), area: "G3")
        zhao.write([third.putting(zhao.write("location", .point(far)))])
        try await li.sync()
        try await zhao.sync()
        return Scene(harness: harness, wang: wang, li: li, boss: boss, first: first, second: second)
    }

    @Test("a pair across grids is found once, with what agrees and who stays, and looking again changes nothing")
    func found() async throws {
        let scene = try await scene()
        let lines = try await scene.list()
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line["id"] == scene.pair)
        #expect(line["state"] == "open")
        #expect(line["fields"] == ["category", "target_kind"])
        #expect(line["areas"] == ["G1", "G2"])
        #expect(line["survivor"] == .string(scene.first.text))
        try await scene.wang.sync()
        #expect(try await scene.list() == lines)
    }

    @Test("who holds one of both sees that there is another and not which; who holds none sees nothing")
    func scopes() async throws {
        let scene = try await scene()
        let near = try await scene.list(["as": .string(scene.wang.worker)])
        #expect(near.map { $0["records"] } == [[.string(scene.first.text), .null]])
        let other = try await scene.harness.worker("云山", role: .township, areas: ["330781002"])
        #expect(try await scene.list(["as": .string(other)]).isEmpty)
        let desk = try await scene.harness.worker("兰江", role: .township, areas: ["330781001"])
        #expect(try await scene.list(["as": .string(desk)]).first?["records"]?.array?.contains(.null) == false)
        let shown = try await scene.harness.command(
            "duplicates.show", ["id": scene.pair, "as": .string(scene.wang.worker)])
        #expect(
            shown.first { $0["field"] == "category" } == [
                "field": "category", "first": "F09", "second": .null, "same": false, "agrees": true,
            ])
        #expect(
            await scene.harness.refusal("duplicates.merge", ["id": scene.pair, "as": .string(other)])?.code
                == "forbidden")
        let half = try await scene.harness.worker("半", role: .township, areas: ["G1"])
        #expect(
            await scene.harness.refusal("duplicates.merge", ["id": scene.pair, "as": .string(half)])?.code
                == "forbidden")
    }

    @Test("a dismissed pair is not proposed again, says who, when and why, and can still be merged")
    func dismissed() async throws {
        let scene = try await scene()
        #expect(
            await scene.harness.refusal(
                "duplicates.dismiss", ["id": scene.pair, "as": .string(scene.boss)])?.code == "missing_argument")
        try await scene.decide("dismiss", ["note": "两处"])
        #expect(try await scene.list().isEmpty)
        try scene.li.edit(scene.second, [scene.li.write("note", .text("补充"))])
        try await scene.li.sync()
        #expect(try await scene.list().isEmpty)
        let line = try #require(try await scene.list(["state": "dismissed"]).first)
        #expect(line["note"] == "两处" && line["decided_by"] == .string(scene.boss) && line["decided_at"]?.string != nil)
        try await scene.decide("merge")
        #expect(try await scene.list(["state": "merged"]).count == 1)
        #expect(
            await scene.harness.refusal(
                "duplicates.dismiss", ["id": scene.pair, "as": .string(scene.boss), "note": "?"])?.code
                == "already_decided")
    }

    @Test("merging marks the later record and gives the first what only the later had; both reach their devices")
    func merge() async throws {
        let scene = try await scene { li in
            [
                li.write("note", .text("有孩子")), li.write("campaigns/winter", .bool(true)),
                li.write(
                    "rechecks/r1",
                    .composite(
                        Composite([
                            .init(name: "at", value: .timestamp(.shanghai(milliseconds: HubHarness.start))),
                            .init(name: "by", value: .text("李")), .init(name: "result", value: .text("好")),
                        ]))),
            ]
        }
        let line = try #require(try await scene.decide("merge").first)
        #expect(line["survivor"] == .string(scene.first.text))
        #expect(line["duplicate"] == .string(scene.second.text))
        #expect(line["taken_over"] == ["campaigns/winter", "note"])
        #expect(try await scene.list().isEmpty)
        try await scene.wang.sync()
        try await scene.li.sync()
        #expect(scene.wang.shown(scene.first, "note") == "有孩子")
        #expect(scene.wang.shown(scene.first, "rechecks") == nil)
        #expect(scene.li.records[scene.second]?.aliases == [scene.first])
        #expect(scene.li.shown(scene.second, "rechecks") != nil)
        #expect(scene.li.shown(scene.second, "state") == scene.wang.shown(scene.first, "state"))
        #expect(try await scene.harness.command("verify").first?["ok"] == true)
    }

    @Test("an edit of the merged record by somebody who did not know is kept, shown as the pair's, and taken over")
    func edited() async throws {
        let scene = try await scene()
        // Before the merge, but sent after it.
        try scene.li.edit(scene.second, [scene.li.write("note", .text("门锁着"))])
        try await scene.decide("merge")
        try await scene.li.sync()
        #expect(scene.li.shown(scene.second, "note") == "门锁着")
        let line = try #require(try await scene.list().first)
        #expect(line["id"] == scene.pair && line["state"] == "edited")
        #expect(line["survivor"] == .string(scene.first.text))
        #expect(try await scene.decide("merge").first?["taken_over"] == ["note"])
        #expect(try await scene.list().isEmpty)
        try await scene.wang.sync()
        #expect(scene.wang.shown(scene.first, "note") == "门锁着")
    }

    @Test("unmerging takes the alias away and gives back what nobody wrote over since")
    func unmerge() async throws {
        let scene = try await scene { li in [li.write("note", .text("有孩子")), li.write("outcome", .code("fixed"))] }
        try await scene.decide("merge")
        try await scene.wang.sync()
        try scene.wang.edit(scene.first, [scene.wang.write("note", .text("没有"))])
        try await scene.wang.sync()
        #expect(try await scene.decide("unmerge").first?["given_back"] == ["outcome"])
        try await scene.wang.sync()
        try await scene.li.sync()
        #expect(scene.wang.shown(scene.first, "note") == "没有")
        #expect(scene.wang.shown(scene.first, "outcome") == nil)
        #expect(scene.li.shown(scene.second, "outcome") == "fixed")
        #expect(scene.li.records[scene.second]?.aliases == [])
        #expect(try await scene.list().map { $0["state"] } == ["open"])
        #expect(
            await scene.harness.refusal("duplicates.unmerge", ["id": scene.pair, "as": .string(scene.boss)])?.code
                == "already_decided")
    }

    @Test("three records that are one have one survivor, whichever pairs are merged first", arguments: [0, 1, 2])
    func chain(turn: Int) async throws {
        let scene = try await scene()
        scene.harness.clock.advance(60_000)
        let third = scene.li.newHazard(area: "G2")
        try await scene.li.sync()
        #expect(try await scene.list().count == 3)
        let all = [(scene.first, scene.second), (scene.second, third), (scene.first, third)]
        for pair in [all[turn], all[(turn + 1) % 3]] {
            try await scene.decide("merge", ["id": .string("\(pair.1):\(pair.0)")])
        }
        try await scene.li.sync()
        try await scene.wang.sync()
        #expect(scene.wang.records[scene.first]?.aliases == [])
        #expect([scene.second, third].allSatisfy { scene.li.records[$0]?.aliases.isEmpty == false })
        #expect(try await scene.list().isEmpty)
        #expect(try await scene.list(["state": "merged"]).allSatisfy { $0["survivor"] == .string(scene.first.text) })
    }

    @Test("a record that is deleted, or no longer agrees, leaves its pairs; restored it is back")
    func gone() async throws {
        let scene = try await scene()
        #expect(try await scene.list().count == 1)
        try scene.li.edit(scene.second, [Write(path: .deleted, value: .bool(true))])
        try await scene.li.sync()
        #expect(try await scene.list(["state": "all"]).isEmpty)
        #expect(
            await scene.harness.refusal("duplicates.merge", ["id": scene.pair, "as": .string(scene.boss)])?.code
                == "record_deleted")
        try scene.li.edit(scene.second, [Write(path: .deleted, value: .bool(false))])
        try await scene.li.sync()
        #expect(try await scene.list().count == 1)
        try scene.wang.edit(scene.first, [scene.wang.write("category", .code("F10"))])
        try await scene.wang.sync()
        #expect(try await scene.list().isEmpty)
    }

    @Test("erasure leaves nothing of the record in the index, and names what it was merged with")
    func erased() async throws {
        let scene = try await scene()
        try await scene.decide("merge")
        let line = try await scene.harness.command(
            "erase", ["id": .string(scene.second.text), "reason": "PIPL 47", "as": .string(scene.boss)])
        #expect(line.first?["duplicates"] == [.string(scene.first.text)])
        #expect(try await scene.list(["state": "all"]).isEmpty)
        let left = try scene.harness.store.read { transaction in
            try ["duplicates", "duplicate_keys", "duplicate_records", "dismissals"].flatMap { shelf in
                try transaction.documents(shelf, prefix: "", after: nil, limit: .max).map(\.key)
            }
        }
        #expect(!left.contains { $0.contains(scene.second.text) })
        #expect(left.contains { $0.contains(scene.first.text) })
    }

    @Test("the index holds no value of a record, and another process goes on where it stands")
    func again() async throws {
        let scene = try await scene()
        let lines = try await scene.list()
        #expect(try await scene.harness.startAgain().command("duplicates.list", [:]) == lines)
        let bodies = try scene.harness.store.read { transaction in
            try transaction.documents("duplicate_keys", prefix: "", after: nil, limit: .max)
        }
        #expect(bodies.count == 3)
        #expect(!bodies.contains { String(decoding: $0.body, as: UTF8.self).contains("F09") || $0.key.contains("F09") })
    }

    @Test("the index that followed every change is the one made anew from the records", arguments: 1...6)
    func incremental(seed: Int) async throws {
        let harness = try await HubHarness(seed: UInt64(seed))
        let device = try await harness.device("王", areas: ["G1", "G2"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let categories: [Text] = ["F05", "F06"]
        func number(below bound: UInt64) -> Int { Int(harness.seed.next() % bound) }
        var ids: [RecordID] = []
        for step in 0..<60 {
            harness.clock.advance(Int64(number(below: 6)) * 3_600_000)
            let id = ids.isEmpty ? nil : ids[number(below: UInt64(ids.count))]
            switch (number(below: 6), id) {
            case (0, let id?):
                try device.edit(id, [device.write("category", .code(categories[number(below: 2)]))])
            case (1, let id?):
                let isDeleted = device.records[id]?.isDeleted == true
                try device.edit(id, [Write(path: .deleted, value: .bool(!isDeleted))])
            case (2, _?), (3, _?):
                let lines = try await harness.command("duplicates.list", ["state": "all"])
                guard !lines.isEmpty else { continue }
                let line = lines[number(below: UInt64(lines.count))]
                let command = ["merge", "unmerge", "dismiss"][number(below: 3)]
                _ = await harness.refusal(
                    "duplicates." + command, ["id": line["id"] ?? .null, "as": .string(boss), "note": "看过"])
            default:
                guard ids.count < 14 else { continue }
                let category = device.write("category", .code(categories[number(below: 2)]))
                let fresh = RecordID(
                    milliseconds: harness.clock.now, random: (harness.seed.next(), harness.seed.next()))
                device.write([device.hazard(fresh, area: step % 2 == 0 ? "G1" : "G2").putting(category)])
                ids.append(fresh)
            }
            try await device.sync()
        }
        let followed = try await harness.command("duplicates.list", ["state": "all"])
        let before = try index(harness)
        #expect(!followed.isEmpty)
        _ = try harness.store.commit([
            { transaction in
                for place in before.keys { try transaction.removeDocument(place[0], place[1]) }
                try transaction.removeDocument("meta", "duplicates")
            }
        ]).map { try $0.get() }
        let anew = try await harness.command("duplicates.list", ["state": "all"])
        let timeless = { (line: JSONValue) in line.object?.filter { $0.key != "found_at" } }
        #expect(anew.map(timeless) == followed.map(timeless))
        #expect(try index(harness).keys == before.keys)
        #expect(try index(harness).records == before.records)
    }

    /// What the index has on its shelves, and the bodies of its lines for records.
    private func index(_ harness: HubHarness) throws -> (keys: [[String]], records: [[UInt8]]) {
        try harness.store.read { transaction in
            let shelves = ["duplicates", "duplicate_keys", "duplicate_records"]
            let keys = try shelves.flatMap { shelf in
                try transaction.documents(shelf, prefix: "", after: nil, limit: .max).map { [shelf, $0.key] }
            }
            let records = try transaction.documents("duplicate_records", prefix: "", after: nil, limit: .max)
            return (keys, records.map(\.body))
        }
    }

    @Test("row 35: the first finder keeps the credit, the merged event scores nothing, and unmerged it scores again")
    func stars() async throws {
        let scene = try await scene(try await Governing.harness()) { li in [] }
        func accept(_ device: HubDevice, _ id: RecordID) async throws {
            let time = FieldValue.timestamp(.shanghai(milliseconds: scene.harness.clock.now))
            try device.edit(
                id,
                [
                    device.write(
                        "steps/s1",
                        .composite(
                            Composite([.init(name: "at", value: time), .init(name: "step", value: .text("accepted"))])))
                ])
            try await device.sync()
        }
        func counts() async throws -> [Int64?] {
            let lines = try await scene.harness.command("stars", ["month": "2026-03"])
            return [scene.wang.worker, scene.li.worker].map { worker in
                let line = lines.first { $0["worker"] == .string(worker) }
                return line?["lines"]?.array?.first { $0["rule"] == "hazards" }?["count"]?.integer
            }
        }
        try await accept(scene.wang, scene.first)
        try await accept(scene.li, scene.second)
        scene.harness.clock.advance(Governing.day)
        #expect(try await counts() == [1, 1])
        try await scene.decide("merge")
        scene.harness.clock.advance(Governing.day)
        #expect(try await counts() == [1, 0])
        try await scene.decide("unmerge")
        scene.harness.clock.advance(Governing.day)
        #expect(try await counts() == [1, 1])
    }
}

extension Change {
    fileprivate func putting(_ write: Write) -> Change { replacing(writes.filter { $0.path != write.path } + [write]) }
}
