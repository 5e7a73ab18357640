import GridClient
import GridRecords
import Testing

extension World.Installation {
    /// A hazard of the first grid.
    func hazard(_ address: String = "No. 1", _ fields: [String: JSONValue] = [:], area: String = "330101") throws
        -> String
    {
        let entries = fields.merging(["address": .string(address)]) { given, _ in given }
        return try client.create(
            kind: "hazard", area: area,
            fields: entries.sorted { $0.key < $1.key }.map { FieldEntry(path: $0.key, value: .json($0.value)) }
        ).id
    }

    @discardableResult
    func set(_ id: String, _ path: String, _ value: JSONValue, seen: String? = nil) throws -> Written {
        try client.set(id, fields: [FieldEntry(path: path, value: .json(value))], seen: seen)
    }

    func field(_ id: String, _ name: String) throws -> JSONValue? { try client.show(id)["fields"]?[name] }

    func count(_ name: String) throws -> Int64? { try client.status()[name]?.integer }
}

@Suite("A device and its hub")
struct GridClientTests {
    @Test("an edit made offline reaches the other devices and the hub byte for byte")
    func endToEnd() async throws {
        let world = try World()
        try await world.settle()
        let first = try await world.enrol(.worker, ["330101"])
        let second = try await world.enrol(.worker, ["330101"])
        let id = try first.hazard("No. 1", ["finding": "smoke", "items/+": ["what": "wire"]])
        #expect(try first.client.show(id)["pending"] == true)
        #expect(try first.count("outbox") == 1)
        let report = try await first.client.sync()
        #expect(report["push"]?["applied"] == 1)
        #expect(report["pull"]?["records"] == 1)
        #expect(try first.client.show(id)["pending"] == false)
        #expect(try first.count("outbox") == 0)
        _ = try await second.client.sync()
        #expect(try second.client.exportLines() == first.client.exportLines())
        #expect(try await second.client.exportLines() == world.export("330101"))
        #expect(try await second.client.verify(repair: false)["equal"] == true)
    }

    @Test("a sync with nothing to say is one request under a kilobyte each way")
    func nothingToSay() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        _ = try device.hazard()
        _ = try await device.client.sync()
        let before = device.network.paths.count
        _ = try await device.client.sync()
        #expect(device.network.paths.count == before + 1)
        let bytes = try #require(device.network.bytes.last)
        #expect(bytes.sent < 1_000)
        #expect(bytes.received < 1_000)
    }

    @Test("what is written without a connection is seen at once and waits")
    func offline() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        device.network.always(.offline)
        let id = try device.hazard("No. 1")
        try device.set(id, "finding", "smoke")
        #expect(try device.field(id, "finding") == "smoke")
        #expect(try device.client.list(kind: "hazard", where: [("finding", "smoke")], limit: nil).count == 1)
        await #expect(throws: ClientError.self) { try await device.client.sync() }
        #expect(try device.count("outbox") == 2)
        #expect(try await device.client.history(id).count == 2)
        device.network.always(nil)
        #expect(try await device.client.sync()["push"]?["sent"] == 2)
        #expect(try await device.client.history(id).count == 2)
    }

    @Test("a record outside one's areas is refused at entry")
    func scopeAtEntry() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let error = #expect(throws: ClientError.self) { try device.hazard("No. 9", area: "330201") }
        #expect(error?.code == "out_of_scope")
        #expect(error?.exitCode == 77)
        #expect(try device.count("outbox") == 0)
    }

    @Test("an atomic file is one changeset and its names stand for its records")
    func atomicFile() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let lines: [JSONValue] = [
            ["op": "new", "kind": "hazard", "area": "330101", "fields": ["address": "No. 1"], "as": "h"],
            ["op": "set", "id": "h", "fields": ["finding": "smoke"]],
            ["op": "new", "kind": "visit", "area": "330101", "fields": ["summary": "seen", "about": "h"]],
        ]
        let written = try device.client.apply(lines, atomic: true)
        #expect(Set(written.map(\.dot)).count == 1)
        #expect(try device.field(written[0].id, "finding") == "smoke")
        #expect(try device.field(written[2].id, "about") == .string(written[0].id))
        #expect(try await device.client.sync()["push"]?["applied"] == 1)
        let bad: [JSONValue] = [
            ["op": "new", "kind": "hazard", "area": "330101", "fields": ["address": "No. 2"]],
            ["op": "new", "kind": "hazard", "area": "330101", "fields": ["addres": "No. 3"]],
        ]
        let error = #expect(throws: ClientError.self) { try device.client.apply(bad, atomic: true) }
        #expect(error?.code == "unknown_field")
        #expect(try device.count("outbox") == 0)
    }

    @Test("edits at different fields merge and both devices hear of it")
    func disjointFields() async throws {
        let world = try World()
        try await world.settle()
        let first = try await world.enrol(.worker, ["330101"])
        let second = try await world.enrol(.worker, ["330101"])
        let id = try first.hazard("No. 1")
        _ = try await first.client.sync()
        _ = try await second.client.sync()
        try first.set(id, "address", "No. 1 A")
        try second.set(id, "finding", "smoke")
        _ = try await first.client.sync()
        let report = try await second.client.sync()
        #expect(report["push"]?["merged"] == 1)
        _ = try await first.client.sync()
        #expect(try first.client.exportLines() == second.client.exportLines())
        #expect(try first.field(id, "finding") == "smoke")
        #expect(try second.field(id, "address") == "No. 1 A")
    }

    @Test("removing, editing what is removed, and bringing it back")
    func removing() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let id = try device.hazard()
        _ = try device.client.remove(id)
        #expect(try device.client.show(id)["deleted"] == true)
        #expect(try device.client.list(kind: nil, where: [], limit: nil).isEmpty)
        let error = #expect(throws: ClientError.self) { try device.set(id, "finding", "smoke") }
        #expect(error?.code == "record_deleted")
        _ = try device.client.restoreRecord(id)
        try device.set(id, "finding", "smoke")
        #expect(try await device.client.sync()["push"]?["sent"] == 4)
        #expect(try device.client.show(id)["deleted"] == false)
    }

    @Test("an identity number leaves the device sealed and comes back as its last four")
    func sealed() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let id = try device.hazard("No. 1", ["owner_number": "11010519491231002X"])
        _ = try await device.client.sync()
        #expect(try device.field(id, "owner_number")?["last4"] == "002X")
        #expect(try await device.client.verify(repair: false)["equal"] == true)
        let value = try await device.client.reveal(id, path: "owner_number", reason: "check")
        #expect(value["value"] == "11010519491231002X")
    }

    @Test("an observer hears of own writes and of what a pull brings")
    func observing() async throws {
        let world = try World()
        try await world.settle()
        let first = try await world.enrol(.worker, ["330101"])
        let second = try await world.enrol(.worker, ["330101"])
        var heard = second.client.changes.makeAsyncIterator()
        let id = try first.hazard()
        _ = try await first.client.sync()
        _ = try await second.client.sync()
        #expect(await heard.next() == [id])
    }
}
