import GridClient
import GridRecords
import GridStore
import Testing

@Suite("Copies of devices and hubs that went back")
struct IdentityTests {
    @Test("a restored copy takes a new identity and loses nothing")
    func restored() async throws {
        let world = try World()
        try await world.settle()
        let disk = try Disk()
        let worker = try await world.worker(.worker, ["330101"])
        let device = try await world.enrol(worker: worker, store: try disk.device("original"))
        let id = try device.hazard("base")
        _ = try await device.client.sync()
        try device.set(id, "finding", "unsent, then sent by the original")
        try disk.copy("original", as: "copy")
        let copy = try disk.device("copy")
        _ = try await device.client.sync()
        try device.set(id, "address", "after the copy was taken")
        _ = try await device.client.sync()

        let network = Network(world.hub)
        let restored = world.open(copy, network)
        let late = try restored.create(
            kind: "hazard", area: "330101", fields: [FieldEntry(path: "address", value: .json("late"))])
        _ = try restored.set(late.id, fields: [FieldEntry(path: "finding", value: .json("ash"))], seen: nil)
        let old = try restored.status()["replica"]
        let report = try await restored.sync()
        #expect(report["push"]?["descended_from"] == old)
        #expect(report["push"]?["quarantined"] == 0)
        #expect(try restored.status()["replica"] != old)
        #expect(try restored.status()["outbox"] == 0)
        #expect(try restored.show(late.id)["fields"]?["finding"] == "ash")
        #expect(try restored.show(id)["fields"]?["address"] == "after the copy was taken")
        #expect(try await restored.verify(repair: false)["equal"] == true)
        // The original goes on under its own name.
        _ = try await device.client.sync()
        #expect(try device.client.exportLines() == restored.exportLines())
        #expect(try await world.hub.command("alarms.list", [:]).contains { $0["kind"] == "device_copied" })
    }

    @Test("a clone and its original both go on writing the same record")
    func cloned() async throws {
        let world = try World()
        try await world.settle()
        let disk = try Disk()
        let worker = try await world.worker(.worker, ["330101"])
        let device = try await world.enrol(worker: worker, store: try disk.device("original"))
        let id = try device.hazard("base", ["finding": "base"])
        _ = try await device.client.sync()
        try disk.copy("original", as: "clone")
        let copy = world.open(try disk.device("clone"), Network(world.hub))
        try device.set(id, "finding", "original")
        _ = try copy.set(id, fields: [FieldEntry(path: "finding", value: .json("clone"))], seen: nil)
        _ = try copy.set(id, fields: [FieldEntry(path: "address", value: .json("clone"))], seen: nil)
        _ = try await device.client.sync()
        let report = try await copy.sync()
        #expect(report["push"]?["conflict"] == 1)
        _ = try await device.client.sync()
        #expect(try device.client.exportLines() == copy.exportLines())
        #expect(try device.field(id, "address") == "clone")
        #expect(try device.client.conflicts(area: nil, kind: nil).count == 1)
        #expect(try copy.outbox().isEmpty)
    }

    @Test("a hub that was put back gets again what it lost, with the times that it had fixed")
    func hubWentBack() async throws {
        let world = try World()
        let disk = try Disk()
        world.hub.put(try world.makeHub(try disk.hub("hub")))
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let other = try await world.enrol(.worker, ["330101"])
        let id = try device.hazard("kept")
        _ = try await device.client.sync()
        _ = try await other.client.sync()
        try disk.copy("hub", as: "earlier")
        try device.set(id, "finding", "smoke")
        let lost = try device.hazard("lost")
        _ = try await device.client.sync()
        _ = try await other.client.sync()
        try other.set(lost, "finding", "built on what was lost")
        _ = try await other.client.sync()

        world.hub.put(try world.makeHub(try disk.hub("earlier")))
        let report = try await device.client.sync()
        #expect(report["push"]?["new_epoch"] == true)
        #expect(report["push"]?["sent"] == 2)
        _ = try await other.client.sync()
        _ = try await device.client.sync()
        _ = try await other.client.sync()
        #expect(try device.field(id, "finding") == "smoke")
        #expect(try device.field(lost, "finding") == "built on what was lost")
        #expect(try device.client.exportLines() == other.client.exportLines())
        #expect(try await world.export("330101") == device.client.exportLines())
        #expect(try await world.hub.command("alarms.list", [:]).contains { $0["kind"] == "hub_went_back" })
    }

    /// A hub and a device, each in a directory that can be copied.
    private func onDisk() async throws -> (World, Disk, World.Installation) {
        let world = try World()
        let disk = try Disk()
        world.hub.put(try world.makeHub(try disk.hub("hub")))
        try await world.settle()
        let worker = try await world.worker(.worker, ["330101"])
        return (world, disk, try await world.enrol(worker: worker, store: try disk.device("original")))
    }

    @Test("who was told that he is a copy writes nothing more under that replica, though the hub forgets it")
    func toldCopied() async throws {
        let (world, disk, device) = try await onDisk()
        let id = try device.hazard("base")
        _ = try await device.client.sync()
        try disk.copy("hub", as: "earlier")
        try disk.copy("original", as: "clone")
        let clone = world.open(try disk.device("clone"), Network(world.hub))
        _ = try clone.set(id, fields: [FieldEntry(path: "finding", value: .json("clone"))], seen: nil)
        _ = try await clone.sync()

        let old = try device.client.status()["replica"]
        // The hub tells it; the way to a new identity is cut off.
        device.network.next(nil, .offline)
        _ = try? await device.client.sync()
        world.hub.put(try world.makeHub(try disk.hub("earlier")))
        try device.set(id, "address", "original")
        let report = try await device.client.sync()
        #expect(report["push"]?["descended_from"] == old)
        _ = try await clone.sync()
        _ = try await device.client.sync()
        #expect(try device.field(id, "finding") == "clone")
        #expect(try device.client.exportLines() == clone.exportLines())
    }

    @Test("what a former replica of a device had sent to a hub that went back is offered, not shown for ever")
    func formerReplica() async throws {
        let (world, disk, device) = try await onDisk()
        _ = try await device.client.sync()
        try disk.copy("hub", as: "earlier")
        _ = try device.hazard("sent by the original, which is gone")
        try disk.copy("original", as: "copy")
        _ = try device.hazard("written after the copy was taken")
        _ = try await device.client.sync()

        let network = Network(world.hub)
        let restored = world.open(try disk.device("copy"), network)
        // Chain and descent arrive; the first pull under the new name does not.
        network.next(nil, nil, nil, .lostAnswer)
        _ = try? await restored.sync()
        #expect(network.paths.suffix(2) == ["/v1/descend", "/v1/sync"])
        #expect(try restored.exportLines().count == 1)
        world.hub.put(try world.makeHub(try disk.hub("earlier")))
        let code = try await world.code(of: device.worker)
        _ = try await restored.enrol(hub: "http://hub.test", code: code, certificateFile: nil)
        _ = try await restored.sync()
        #expect(network.paths.contains("/v1/call/offer"))
        #expect(try await world.export("330101") == restored.exportLines())
        #expect(try restored.exportLines().isEmpty)
    }

    @Test("what a hub lost of a former replica does not come back when the hub goes back once more")
    func formerReplicaIsSettled() async throws {
        let (world, disk, device) = try await onDisk()
        let id = try device.hazard("base")
        _ = try await device.client.sync()
        try disk.copy("hub", as: "first")
        try device.set(id, "finding", "by the first replica")
        _ = try await device.client.sync()
        try disk.copy("original", as: "copy")
        _ = try device.hazard("written after the copy was taken")
        _ = try await device.client.sync()

        // A second replica takes over, writes on, and is forgotten with what the first one had sent: a third begins.
        let network = Network(world.hub)
        let restored = world.open(try disk.device("copy"), network)
        _ = try await restored.sync()
        _ = try restored.set(id, fields: [FieldEntry(path: "finding", value: .json("by the second"))], seen: nil)
        _ = try await restored.sync()
        world.hub.put(try world.makeHub(try disk.hub("first")))
        _ = try await world.hub.command("restore.finish", ["ledger": []])
        let code = try await world.code(of: device.worker)
        _ = try await restored.enrol(hub: "http://hub.test", code: code, certificateFile: nil)
        _ = try await restored.sync()
        #expect(try restored.show(id)["fields"]?["finding"] == "by the second")

        // The hub goes back again, and the pull of that history is cut off.
        try disk.copy("first", as: "second")
        _ = try restored.create(
            kind: "hazard", area: "330101", fields: [FieldEntry(path: "address", value: .json("lost"))])
        _ = try await restored.sync()
        world.hub.put(try world.makeHub(try disk.hub("second")))
        network.next(nil, .lostAnswer)
        _ = try? await restored.sync()
        _ = try restored.set(id, fields: [FieldEntry(path: "finding", value: .json("by the third"))], seen: nil)
        #expect(try restored.show(id)["fields"]?["finding"] == "by the third")
        #expect(try restored.show(id)["disputed"] == [])
        _ = try await restored.sync()
        #expect(try await world.export("330101") == restored.exportLines())
    }

    @Test("a device that a restored hub does not know enrols again and brings everything it has")
    func forgotten() async throws {
        let world = try World()
        let disk = try Disk()
        world.hub.put(try world.makeHub(try disk.hub("hub")))
        try await world.settle()
        let worker = try await world.worker(.worker, ["330101"])
        try disk.copy("hub", as: "earlier")
        let device = try await world.enrol(worker: worker)
        let id = try device.hazard("sent before")
        _ = try await device.client.sync()
        try device.set(id, "finding", "not sent yet")

        world.hub.put(try world.makeHub(try disk.hub("earlier")))
        let refused = await #expect(throws: ClientError.self) { try await device.client.sync() }
        #expect(refused?.code == "unauthorized")
        let code = try await world.code(of: device.worker)
        _ = try await device.client.enrol(hub: "http://hub.test", code: code, certificateFile: nil)
        let report = try await device.client.sync()
        #expect(report["push"]?["sent"] == 2)
        #expect(report["push"]?["quarantined"] == 0)
        #expect(try device.field(id, "finding") == "not sent yet")
        #expect(try await world.export("330101") == device.client.exportLines())
    }

    @Test("a device that was forgotten with what it had seen tells the hub that it went back")
    func forgottenWithWhatItSaw() async throws {
        let world = try World()
        let disk = try Disk()
        world.hub.put(try world.makeHub(try disk.hub("hub")))
        try await world.settle()
        let other = try await world.enrol(.worker, ["330101"])
        let id = try other.hazard("base")
        _ = try await other.client.sync()
        let worker = try await world.worker(.worker, ["330101"])
        try disk.copy("hub", as: "earlier")
        try other.set(id, "finding", "smoke")
        _ = try await other.client.sync()
        let device = try await world.enrol(worker: worker)
        _ = try await device.client.sync()
        try device.set(id, "finding", "fire")

        world.hub.put(try world.makeHub(try disk.hub("earlier")))
        let code = try await world.code(of: device.worker)
        _ = try await device.client.enrol(hub: "http://hub.test", code: code, certificateFile: nil)
        let alarms = try await world.hub.command("alarms.list", [:])
        #expect(alarms.contains { $0["kind"] == "hub_went_back" && $0["device"]?.string == device.device })
        let report = try await device.client.sync()
        #expect(report["push"]?["quarantined"] == 0)
        _ = try await other.client.sync()
        _ = try await device.client.sync()
        // What the other one's hub had lost came back as what it was: seen, and replaced.
        #expect(try other.field(id, "finding") == "fire")
        #expect(try other.client.conflicts(area: nil, kind: nil).isEmpty)
        #expect(try device.client.exportLines() == other.client.exportLines())
    }

    @Test("a device that the hub knows cannot be enrolled again, nor can one go on for another worker")
    func enrolledTwice() async throws {
        let world = try World()
        let disk = try Disk()
        world.hub.put(try world.makeHub(try disk.hub("hub")))
        try await world.settle()
        try disk.copy("hub", as: "earlier")
        let device = try await world.enrol(.worker, ["330101"])
        _ = try device.hazard("mine")
        let known = await #expect(throws: ClientError.self) {
            try await device.client.enrol(hub: "http://hub.test", code: "ANY", certificateFile: nil)
        }
        #expect(known?.code == "store_exists")
        world.hub.put(try world.makeHub(try disk.hub("earlier")))
        let other = try await world.worker(.worker, ["330101"])
        let code = try await world.code(of: other)
        let foreign = await #expect(throws: ClientError.self) {
            try await device.client.enrol(hub: "http://hub.test", code: code, certificateFile: nil)
        }
        #expect(foreign?.code == "not_allowed")
        #expect(try device.client.exportOutbox().count == 1)
    }

    @Test("a revoked device keeps what it has not sent")
    func revoked() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        _ = try await world.hub.command("devices.revoke", ["device": .string(device.device)])
        _ = try device.hazard()
        let error = await #expect(throws: ClientError.self) { try await device.client.sync() }
        #expect(error?.code == "revoked")
        #expect(error?.exitCode == 77)
        #expect(try device.client.exportOutbox().count == 1)
    }

    @Test("a code that is not good ends with 77 and leaves the store free for another try")
    func badCode() async throws {
        let world = try World()
        try await world.settle()
        let client = world.open(MemoryDeviceStore(), Network(world.hub))
        let error = await #expect(throws: ClientError.self) {
            try await client.enrol(hub: "http://hub.test", code: "NOPE-NOPE", certificateFile: nil)
        }
        #expect(error?.exitCode == 77)
        let missing = #expect(throws: ClientError.self) { try client.status() }
        #expect(missing?.exitCode == 66)
    }
}
