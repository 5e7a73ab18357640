import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync
import GridWire
import Testing

@testable import GridHub

@Suite("Identity: copies, a hub that went back")
struct IdentityTests {
    @Test("a restored copy is told so before anything is taken, and descends")
    func restored() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        _ = wang.newHazard()
        try await wang.sync()
        let backup = wang.copy()
        _ = wang.newHazard()
        try await wang.sync()
        _ = backup.newHazard()
        let response = try await backup.send()
        #expect(response.standing == .copied)
        #expect(response.verdicts.isEmpty)
        let enrolment = try await harness.hub.descend(
            DescendRequest(
                device: backup.session.device, replica: backup.replica, common: 1, commonChain: backup.chains[1],
                software: "test 1"), session: backup.session)
        #expect(enrolment.replica != backup.replica)
        #expect(try await harness.command("alarms.list").contains { $0["kind"] == "device_copied" })
        _ = try await harness.command("devices.revoke", ["device": .string(wang.session.device.text)])
        await #expect(throws: HubError.revoked) { try await harness.hub.session(token: enrolment.token) }
    }

    @Test("a clone whose chain left the hub's is told so, also when it is further on")
    func cloned() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        _ = wang.newHazard()
        try await wang.sync()
        let clone = wang.copy()
        _ = wang.newHazard()
        try await wang.sync()
        for _ in 0..<3 { _ = clone.newHazard() }
        #expect(try await clone.send().standing == .copied)
    }

    @Test("a second descent within a day waits for a supervisor")
    func secondDescent() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let request = DescendRequest(
            device: wang.session.device, replica: wang.replica, common: 0, commonChain: wang.chains[0], software: "t")
        let first = try await harness.hub.descend(request, session: wang.session)
        try await greet(harness, as: first)
        let second = try await harness.hub.descend(request, session: wang.session)
        let refused = await #expect(throws: HubError.self) { try await greet(harness, as: second) }
        #expect(refused?.code == "needs_confirmation")
        _ = try await harness.command("devices.confirm", ["device": .string(second.device.text)])
        try await greet(harness, as: second)
    }

    @Test("a copy that asks again because the answer was lost gets the same identity, once told and unconfirmed")
    func lostDescent() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let request = DescendRequest(
            device: wang.session.device, replica: wang.replica, common: 0, commonChain: wang.chains[0], software: "t")
        let lost = try await harness.hub.descend(request, session: wang.session)
        let answer = try await harness.hub.descend(request, session: wang.session)
        #expect(answer.device == lost.device)
        #expect(answer.replica == lost.replica)
        try await greet(harness, as: answer)
        try await greet(harness, as: lost)
        let alarms = try await harness.command("alarms.list").filter { $0["kind"] == "device_copied" }
        #expect(alarms.count == 1)
    }

    /// A hello with nothing to say.
    private func greet(_ harness: HubHarness, as enrolment: Enrolment) async throws {
        let chain = enrolment.replica.bytes
        let hello = Hello(
            device: enrolment.device, replica: enrolment.replica, head: 0, headChain: chain, acknowledged: 0,
            acknowledgedChain: chain, epoch: enrolment.epoch, catalogueVersion: "", manifestVersion: "",
            deviceTime: harness.clock.now, unsent: 0, software: "t")
        let session = try await harness.hub.session(token: enrolment.token)
        _ = try await harness.hub.sync(SyncRequest(hello: hello), session: session)
    }

    @Test("a known dot with other bytes is forked, both are kept and the device is flagged")
    func forked() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        _ = wang.newHazard()
        try await wang.sync()
        var other = wang.journal[0]
        other.changeset.deviceTime += 1
        let answer = try await harness.hub.sync(
            SyncRequest(hello: wang.hello, changesets: [other]), session: wang.session)
        #expect(answer.verdicts.map(\.verdict.kind) == [.forked])
        #expect(try await harness.command("alarms.list").contains { $0["kind"] == "forked" })
    }

    @Test("a hub that lost what it had acknowledged starts a new epoch, and gets it again with the old times")
    func hubWentBack() async throws {
        let early = try await HubHarness(seed: 3)
        let wang = try await early.device("王", areas: ["G1"])
        let id = wang.newHazard()
        try await wang.sync()
        let snapshot = early.store.snapshot()
        try wang.edit(id, [wang.write("note", .text("后来"))])
        early.clock.advance(60_000)
        try await wang.sync()
        let fixed = try #require(wang.receipts[2]).effectiveTime
        early.store.restore(snapshot)
        early.clock.advance(60_000)
        let told = try await wang.send()
        #expect(told.standing == .wentBack)
        #expect(told.epoch != wang.epoch)
        wang.adopt(told)
        let again = try await wang.sync()
        #expect(again.standing == .normal)
        #expect(wang.shown(id, "note") == "后来")
        #expect(wang.receipts[2]?.effectiveTime == fixed)
        #expect(try await early.command("alarms.list").contains { $0["kind"] == "hub_went_back" })
        #expect(wang.disputes(id).isEmpty)
    }

    @Test("a value that was replaced before the hub went back does not come back as a side when it is sent again")
    func unmetCover() async throws {
        let harness = try await HubHarness(seed: 4)
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let id = wang.newHazard()
        try await wang.sync()
        let snapshot = harness.store.snapshot()
        try wang.edit(id, [wang.write("note", .text("旧"))])
        try await wang.sync()
        try await li.sync()
        try li.edit(id, [li.write("note", .text("新"))])
        try await li.sync()
        harness.store.restore(snapshot)
        li.adopt(try await li.send())
        try await li.sync()
        #expect(li.verdicts[1]?.kind == .applied || li.verdicts[1]?.kind == .merged)
        wang.adopt(try await wang.send())
        try await wang.sync()
        try await li.sync()
        #expect(wang.shown(id, "note") == "新")
        #expect(wang.disputes(id).isEmpty)
        #expect(wang.records[id] == li.records[id])
    }

    @Test("a side that an edit kept stands again beside it, though the edit comes back to the hub before the side")
    func keptSideComesBackLater() async throws {
        let harness = try await HubHarness(seed: 6)
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let id = wang.newHazard()
        try await wang.sync()
        try await li.sync()
        let snapshot = harness.store.snapshot()
        let kept = try wang.edit(id, [wang.write("note", .text("甲"))])
        try await wang.sync()
        try li.edit(id, [li.write("note", .text("乙"))])
        try await li.sync()
        try li.edit(id, [li.write("note", .text("丙"))], keeps: [KeptSibling(kept, at: .field("note"))])
        try await li.sync()
        harness.store.restore(snapshot)
        for device in [li, wang] {
            device.adopt(try await device.send())
            try await device.sync()
        }
        try await li.sync()
        #expect(li.disputes(id).flatMap(\.sides).flatMap(\.dots).contains(kept))
        #expect(li.disputes(id).flatMap(\.sides).count == 2)
    }

    @Test("an edit that the hub had taken is taken again before the record's creation has come back")
    func editBeforeItsRecord() async throws {
        let harness = try await HubHarness(seed: 7)
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let snapshot = harness.store.snapshot()
        let id = wang.newHazard()
        try await wang.sync()
        try await li.sync()
        try li.edit(id, [li.write("note", .text("看过"))])
        try await li.sync()
        harness.store.restore(snapshot)
        for device in [li, wang] {
            device.adopt(try await device.send())
            try await device.sync()
        }
        try await li.sync()
        #expect(li.verdicts[1]?.kind != .quarantined)
        #expect(try await harness.command("quarantine.list").isEmpty)
        #expect(li.shown(id, "note") == "看过")
        #expect(wang.records[id] == li.records[id])
    }

    @Test("a cursor that the hub's commit chain does not hold is noticed even by a device with nothing to send")
    func cursorAhead() async throws {
        let harness = try await HubHarness(seed: 5)
        let wang = try await harness.device("王", areas: ["G1"])
        let reader = try await harness.device("李", areas: ["G1"])
        let snapshot = harness.store.snapshot()
        _ = wang.newHazard()
        try await wang.sync()
        try await reader.sync()
        harness.store.restore(snapshot)
        #expect(try await reader.send().standing == .wentBack)
    }

    @Test("an enrolment code is good once and for a day")
    func codes() async throws {
        let harness = try await HubHarness()
        let worker = try await harness.worker("王", areas: ["G1"])
        let code = try #require(
            try await harness.command("devices.code", ["worker": .string(worker)]).first?["code"]?.string)
        _ = try await harness.hub.enrol(EnrolRequest(code: code.lowercased(), software: "t"))
        let late = try #require(
            try await harness.command("devices.code", ["worker": .string(worker)]).first?["code"]?.string)
        harness.clock.advance(24 * 3_600_000)
        for bad in [code, late, "AAAA-BBBB"] {
            let refused = await #expect(throws: HubError.self) {
                try await harness.hub.enrol(EnrolRequest(code: bad, software: "t"))
            }
            #expect(refused?.status == 401)
        }
    }

    @Test("what the hub lost and nobody sends again within a week goes to a supervisor as recovered")
    func recovered() async throws {
        let harness = try await HubHarness(seed: 6)
        let wang = try await harness.device("王", areas: ["G1"])
        let reader = try await harness.device("李", areas: ["G1"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard()
        try await wang.sync()
        let snapshot = harness.store.snapshot()
        try wang.edit(id, [wang.write("note", .text("只在别人手机上"))])
        let lost = wang.newHazard()
        try await wang.sync()
        try await reader.sync()
        let copies = try [id, lost].map { try #require(reader.records[$0]) }
        harness.store.restore(snapshot)
        reader.adopt(try await reader.send())
        let offered: [JSONValue] = copies.map { copy in
            ["id": .string(copy.id.text), "body": .string(Data(RecordRowCodec().encode(copy)).base64EncodedString())]
        }
        let kept = try await harness.hub.call("offer", ["records": .array(offered)], session: reader.session)
        #expect(kept == [["kept": 2]])
        #expect(try await harness.command("quarantine.list").isEmpty)
        harness.clock.advance(Int64(Limits.recoveryDays) * 86_400_000)
        let items = try await harness.command("quarantine.list")
        #expect(items.map { $0["reason"] } == ["recovered", "recovered"])
        for item in items {
            _ = try await harness.command(
                "quarantine.accept", ["id": try #require(item["id"]), "as": .string(boss)])
        }
        try await reader.sync()
        #expect(reader.shown(id, "note") == "只在别人手机上")
        #expect(reader.shown(lost, "level") == "1")
        #expect(reader.disputes(id).isEmpty)
    }

    @Test("copies whose changes were sent again meanwhile are forgotten")
    func offeredInVain() async throws {
        let harness = try await HubHarness(seed: 7)
        let wang = try await harness.device("王", areas: ["G1"])
        let reader = try await harness.device("李", areas: ["G1"])
        let snapshot = harness.store.snapshot()
        let id = wang.newHazard()
        try await wang.sync()
        try await reader.sync()
        let copy = try #require(reader.records[id])
        harness.store.restore(snapshot)
        reader.adopt(try await reader.send())
        _ = try await harness.hub.call(
            "offer",
            ["records": [["body": .string(Data(RecordRowCodec().encode(copy)).base64EncodedString())]]],
            session: reader.session)
        wang.adopt(try await wang.send())
        try await wang.sync()
        harness.clock.advance(Int64(Limits.recoveryDays) * 86_400_000)
        #expect(try await harness.command("quarantine.list").isEmpty)
    }
}
