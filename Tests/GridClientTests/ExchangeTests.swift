import GridClient
import GridRecords
import GridStore
import Testing

@Suite("An exchange that goes wrong")
struct ExchangeTests {
    private func enrolled(_ world: World) async throws -> World.Installation {
        try await world.settle()
        return try await world.enrol(.worker, ["330101"])
    }

    @Test(
        "whatever answers in the hub's place, nothing leaves the outbox",
        arguments: [
            (Network.Fault.offline, "unreachable", Int32(69)), (.portal, "not_a_hub", 69),
            (.proxy(status: 302), "not_a_hub", 69), (.proxy(status: 407), "not_a_hub", 69),
            (.proxy(status: 502), "not_a_hub", 69), (.truncated, "not_a_hub", 69),
            (.problem(status: 503, code: "busy", retryAfter: 30), "busy", 75),
            (.problem(status: 429, code: "too_many", retryAfter: nil), "too_many", 75),
            (.problem(status: 401, code: "unauthorized", retryAfter: nil), "unauthorized", 77),
            (.problem(status: 403, code: "revoked", retryAfter: nil), "revoked", 77),
            (.problem(status: 500, code: "internal", retryAfter: nil), "internal", 1),
        ] as [(Network.Fault, String, Int32)])
    func faults(fault: Network.Fault, code: String, exitCode: Int32) async throws {
        let world = try World()
        let device = try await enrolled(world)
        _ = try device.hazard()
        device.network.next(fault)
        let error = await #expect(throws: ClientError.self) { try await device.client.sync() }
        #expect(error?.code == code)
        #expect(error?.exitCode == exitCode)
        #expect(try device.count("outbox") == 1)
        // A command tries at once, whatever the schedule says.
        #expect(try await device.client.sync()["push"]?["sent"] == 1)
    }

    @Test("after a lost answer the same changesets get the verdicts that they had")
    func lostAnswer() async throws {
        let world = try World()
        let device = try await enrolled(world)
        let id = try device.hazard()
        device.network.next(.lostAnswer)
        await #expect(throws: ClientError.self) { try await device.client.sync() }
        try device.set(id, "finding", "smoke")
        let report = try await device.client.sync()
        #expect(report["push"]?["applied"] == 2)
        #expect(try await world.export("330101") == device.client.exportLines())
        #expect(try await device.client.history(id).count == 2)
    }

    @Test("a batch that is too large is halved until it passes")
    func halving() async throws {
        let world = try World()
        let device = try await enrolled(world)
        for number in 0..<40 { _ = try device.hazard("No. \(number) " + String(repeating: "x", count: 500)) }
        device.network.always(.limit(bytes: 8_000))
        let report = try await device.client.sync()
        #expect(report["push"]?["applied"] == 40)
        #expect(try device.count("outbox") == 0)
        device.network.always(nil)
        #expect(try await device.client.verify(repair: false)["equal"] == true)
    }

    @Test("a single changeset that is too large is set aside and blocks nothing")
    func withheld() async throws {
        let world = try World()
        let device = try await enrolled(world)
        let large = try device.hazard(String(repeating: "x", count: 9_000))
        _ = try device.hazard("No. 2")
        device.network.always(.limit(bytes: 6_000))
        let report = try await device.client.sync()
        #expect(report["push"]?["quarantined"] == 1)
        #expect(report["push"]?["applied"] == 1)
        let waiting = try device.client.quarantined()
        #expect(waiting.first?["reason"] == "too_large")
        #expect(try device.client.show(large)["quarantined"]?.array?.count == 1)
        #expect(try device.client.list(kind: nil, where: [], limit: nil).count == 1)
    }

    @Test("a pull that was cut half-way shows nothing, goes on where it was, and shows all at once")
    func stagedPull() async throws {
        let world = try World()
        let device = try await enrolled(world)
        for number in 0..<2_600 { _ = try device.hazard("No. \(number)") }
        _ = try await device.client.push()
        let other = try await world.enrol(.worker, ["330101"])
        other.network.next(nil, .offline)
        await #expect(throws: ClientError.self) { try await other.client.pull() }
        #expect(try other.count("records") == 0)
        let report = try await other.client.pull()
        #expect(report["records"] == 2_600)
        #expect(report["more"] == false)
        #expect(try await other.client.verify(repair: false)["equal"] == true)
    }

    @Test("what arrived before its author was moved, and was answered after, leaves his device")
    func movedBetweenAnswers() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let client = world.open(device.store, device.network, batch: 1)
        _ = try device.hazard("first")
        let late = try device.hazard("second")
        // Both arrive; nobody hears so.
        device.network.next(nil, .lostAnswer)
        _ = try? await client.sync()
        device.network.next(.lostAnswer)
        _ = try? await client.sync()
        _ = try await world.hub.command(
            "workers.assign", ["worker": .string(device.worker), "areas": ["330102"]])
        _ = try await client.sync()
        #expect(try client.outbox().isEmpty)
        #expect(throws: ClientError.self) { try client.show(late) }
        #expect(try client.exportLines() == (try await world.export("330102")))
    }

    @Test("a worker who was moved sends 20 edits as proposals and his old grid leaves the device")
    func movedWorker() async throws {
        let world = try World()
        let device = try await enrolled(world)
        let ids = try (0..<20).map { try device.hazard("No. \($0)") }
        _ = try await device.client.sync()
        for id in ids { try device.set(id, "finding", "smoke") }
        _ = try await world.hub.command(
            "workers.assign", ["worker": .string(device.worker), "areas": ["330201"]])
        let report = try await device.client.sync()
        #expect(report["push"]?["quarantined"] == 20)
        #expect(try device.client.quarantined().allSatisfy { $0["reason"] == "out_of_scope" })
        #expect(try device.client.list(kind: nil, where: [], limit: nil).isEmpty)
        #expect(try device.count("records") == 0)
        let status = try device.client.status()
        #expect(status["scope_changed"]?["dropped"] == 20)
        #expect(status["areas"] == ["330201"])
    }

    @Test("a quarantined changeset can be edited and sent again, retried, and withdrawn")
    func quarantined() async throws {
        let world = try World()
        let device = try await enrolled(world)
        let id = try device.hazard()
        _ = try await device.client.sync()
        try device.set(id, "finding", "smoke")
        _ = try await world.hub.command(
            "workers.assign", ["worker": .string(device.worker), "areas": ["330102"]])
        _ = try await device.client.sync()
        let dot = try #require(try device.client.quarantined().first?["dot"]?.string)
        #expect(throws: ClientError.self) { try device.client.retry(dot) }
        _ = try await world.hub.command(
            "workers.assign", ["worker": .string(device.worker), "areas": ["330101"]])
        _ = try await device.client.sync()
        let again = try device.client.editQuarantined(dot, fields: ["finding": "fire"])
        #expect(again["dot"]?.string != dot)
        #expect(try device.client.outbox().first?["was"] == .string(dot))
        #expect(try device.client.quarantined().isEmpty)
        #expect(try await device.client.sync()["push"]?["applied"] == 1)
        #expect(try device.field(id, "finding") == "fire")
    }

    @Test("an erased record leaves copy and journal, and a late edit of it is stored nowhere")
    func erased() async throws {
        let world = try World()
        let device = try await enrolled(world)
        let id = try device.hazard("secret")
        _ = try await device.client.sync()
        let supervisor = try await world.worker(.supervisor, ["33"])
        _ = try await world.hub.command(
            "erase", ["id": .string(id), "reason": "law", "as": .string(supervisor)])
        try device.set(id, "finding", "smoke")
        let report = try await device.client.sync()
        #expect(report["push"]?["erased"] == 1)
        let error = #expect(throws: ClientError.self) { try device.client.show(id) }
        #expect(error?.code == "erased")
        try device.store.read { transaction in
            for entry in try transaction.entries(in: .erased, limit: 10) { #expect(entry.body.isEmpty) }
        }
        #expect(try await device.client.verify(repair: false)["equal"] == true)
    }

    @Test("a copy that differs is found, named and repaired")
    func repair() async throws {
        let world = try World()
        let device = try await enrolled(world)
        let id = try device.hazard()
        _ = try await device.client.sync()
        try device.store.write { transaction in try transaction.removeRecord(try #require(RecordID(text: id))) }
        let found = try await device.client.verify(repair: true)
        #expect(found["equal"] == false)
        #expect(found["differences"]?.array?.first?["id"] == .string(id))
        #expect(try await device.client.verify(repair: false)["equal"] == true)
    }

    @Test("a device whose clock runs ahead wins nothing")
    func clocks() async throws {
        let world = try World()
        try await world.settle()
        let ahead = try await world.enrol(.worker, ["330101"], clockShift: 3 * 3_600_000)
        let right = try await world.enrol(.worker, ["330101"])
        let id = try ahead.hazard("base")
        _ = try await ahead.client.sync()
        _ = try await right.client.sync()
        #expect(try ahead.count("clock_offset_ms") == 3 * 3_600_000)
        try ahead.set(id, "address", "ahead")
        world.pass(milliseconds: 60_000)
        try right.set(id, "address", "right")
        _ = try await ahead.client.sync()
        _ = try await right.client.sync()
        _ = try await ahead.client.sync()
        #expect(try ahead.field(id, "address") == "right")
        #expect(try right.field(id, "address") == "right")
    }
}
