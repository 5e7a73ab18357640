import GridCausality
import GridRecords
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("An exchange")
struct ExchangeTests {
    @Test("what one worker creates offline reaches a colleague of the same grid and nobody else")
    func reach() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let far = try await harness.device("赵", areas: ["G3"])
        let id = wang.newHazard()
        try await wang.sync()
        #expect(wang.verdicts[1]?.kind == .applied)
        try await li.sync()
        try await far.sync()
        #expect(li.shown(id, "level") == "1")
        #expect(far.records.isEmpty)
    }

    @Test("edits of different fields merge, and both authors are told nothing went missing")
    func disjoint() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let id = wang.newHazard()
        try await wang.sync()
        try await li.sync()
        try wang.edit(id, [wang.write("note", .text("甲方已通知"))])
        try li.edit(id, [li.write("items/i1/status", .code("fixed"))])
        try await wang.sync()
        try await li.sync()
        #expect(li.verdicts[1]?.kind == .merged)
        try await wang.sync()
        #expect(wang.records[id] == li.records[id])
        #expect(wang.shown(id, "note") == "甲方已通知")
        #expect(wang.disputes(id).isEmpty)
    }

    @Test("the same field written by two people is a conflict on every copy, with base and both sides")
    func conflict() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let id = wang.newHazard(extra: [Write(path: .field("note"), value: .text("原"))])
        try await wang.sync()
        try await li.sync()
        try wang.edit(id, [wang.write("note", .text("甲"))])
        try li.edit(id, [li.write("note", .text("乙"))])
        try await wang.sync()
        try await li.sync()
        #expect(li.verdicts[1]?.kind == .conflict)
        #expect(li.verdicts[1]?.conflicts == ["\(id):note"])
        try await wang.sync()
        let dispute = try #require(wang.disputes(id).first)
        #expect(dispute.base == .text("原"))
        #expect(Set(dispute.sides.map(\.stamp.author.text)) == [wang.worker, li.worker])
        #expect(wang.disputes(id) == li.disputes(id))
    }

    @Test("a push that comes again has one effect and the same verdict")
    func repeated() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let id = wang.newHazard()
        let first = try await wang.send()
        let second = try await wang.send()
        #expect(first.verdicts == second.verdicts)
        wang.take(second)
        #expect(wang.records.keys.sorted() == [id])
        #expect(try await harness.command("verify").first?["ok"] == true)
    }

    @Test("a gap is answered with the hub's head and nothing is stored")
    func gap() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        for _ in 0..<3 { _ = wang.newHazard() }
        let request = SyncRequest(hello: wang.hello, changesets: Array(wang.journal.dropFirst()))
        await #expect(throws: HubError.gap(head: 0)) { try await harness.hub.sync(request, session: wang.session) }
        try await wang.sync()
        #expect(wang.acknowledged == 3)
    }

    @Test("another device's replica, author or hello is refused whole")
    func foreign() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        _ = wang.newHazard()
        var request = SyncRequest(hello: wang.hello, changesets: wang.journal)
        await #expect(throws: HubError.self) { try await harness.hub.sync(request, session: li.session) }
        request.hello.replica = li.replica
        let refused = await #expect(throws: HubError.self) {
            try await harness.hub.sync(request, session: wang.session)
        }
        #expect(refused?.status == 422)
        #expect(try await harness.command("alarms.list").contains { $0["kind"] == "wrong_device" })
        #expect(try await harness.command("export").isEmpty)
    }

    @Test("a context that names what the device was never sent is set aside")
    func unknownContext() async throws {
        let harness = try await HubHarness()
        let (wang, li) = try await pair(harness)
        let id = try await claim(1, of: wang, by: li)
        #expect(li.verdicts[1]?.reason == .unknownContext)
        #expect(li.shown(id, "note") == nil)
    }

    @Test("a proposal that claims to have seen what nobody has written yet covers none of it once it is accepted")
    func acceptedClaim() async throws {
        let harness = try await HubHarness()
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let (wang, li) = try await pair(harness)
        let id = try await claim(1 << 40, of: wang, by: li)
        #expect(li.verdicts[1]?.reason == .unknownContext)
        let item = try #require(try await harness.command("quarantine.list").first?["id"])
        _ = try await harness.command("quarantine.accept", ["id": item, "as": .string(boss)])
        let contexts = try harness.store.read { transaction in
            try transaction.entries(touching: id).filter { $0.device == DeviceID("hub") }.map {
                try Changeset(canonical: $0.body).changes[0].context
            }
        }
        #expect(contexts.map { $0[wang.replica] } == [1])
    }

    @Test("half a pull is no leave to claim what its other half would have brought")
    func halfAPull() async throws {
        let harness = try await HubHarness()
        let (wang, li) = try await pair(harness)
        _ = wang.newHazard()
        let second = wang.newHazard()
        try await wang.sync()
        li.take(try await li.send(limit: 1))
        #expect(li.records.count == 1)
        for _ in 0..<2 {
            li.write([
                Change(
                    record: second, kind: "hazard",
                    context: VersionVector([.init(replica: wang.replica, counter: 2)]), epoch: li.epoch,
                    writes: [li.write("note", .text("看过"))])
            ])
            li.take(try await li.send(pull: false))
            try await li.sync()
        }
        #expect(li.verdicts[1]?.reason == .unknownContext)
        #expect(li.verdicts[2]?.kind.isApplied == true, "once the rest has come, it is no claim any more")
    }

    private func pair(_ harness: HubHarness) async throws -> (HubDevice, HubDevice) {
        (try await harness.device("王", areas: ["G1"]), try await harness.device("李", areas: ["G1"]))
    }

    /// One person makes a record and another, who was never sent it, claims to have seen that much of it.
    private func claim(_ counter: UInt64, of author: HubDevice, by other: HubDevice) async throws -> RecordID {
        let id = author.newHazard()
        try await author.sync()
        other.write([
            Change(
                record: id, kind: "hazard", context: VersionVector([.init(replica: author.replica, counter: counter)]),
                epoch: other.epoch, writes: [other.write("note", .text("看过"))])
        ])
        try await other.sync()
        return id
    }

    @Test("a phone ten years ahead wins nothing: the time that counts is the receipt's")
    func skew() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        wang.skew = 315_360_000_000
        let id = wang.newHazard()
        try await wang.sync()
        let stamp = try #require(wang.records[id]?.stamps.first)
        #expect(stamp.effectiveTime <= harness.clock.now)
        #expect(stamp.clockOffset == wang.skew)
    }

    @Test("another device's cursor, or a forged one, is refused")
    func cursors() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        try await wang.sync()
        li.cursor = wang.cursor
        let refused = await #expect(throws: HubError.self) { try await li.send() }
        #expect(refused?.code == "bad_cursor")
    }

    @Test("the page is cut between commits and the pages together are the whole feed")
    func paging() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        for _ in 0..<1500 { _ = wang.newHazard() }
        try await wang.sync()
        let li = try await harness.device("李", areas: ["330781"])
        try await li.sync()
        #expect(li.records == wang.records)
    }

    @Test("a hazard is not closed without its outcome, and is with it")
    func closing() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let id = wang.newHazard(extra: [Write(path: .field("state"), value: .code("verified"))])
        try await wang.sync()
        try wang.edit(id, [wang.write("state", .code("closed"))])
        try await wang.sync()
        #expect(wang.verdicts[2]?.reason == .missingField)
        let li = try await harness.device("李", areas: ["G1"])
        try await li.sync()
        #expect(li.shown(id, "state") == "verified")
        try wang.edit(id, [wang.write("state", .code("closed")), wang.write("outcome", .code("fixed"))])
        try await wang.sync()
        #expect(wang.verdicts[3]?.kind == .applied)
        #expect(wang.shown(id, "state") == "closed")
    }

    @Test("a visit with edits to three records is all or nothing")
    func atomic() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let ids = (0..<3).map { index in
            RecordID(milliseconds: harness.clock.now, random: (high: UInt64(index), low: harness.seed.next()))
        }
        wang.write([wang.hazard(ids[0]), wang.hazard(ids[1]), wang.hazard(ids[2], area: "G3")])
        wang.write([wang.hazard(RecordID(milliseconds: 1, random: (high: 9, low: 9)))])
        try await wang.sync()
        #expect(wang.verdicts[1]?.reason == .outOfScope)
        #expect(wang.verdicts[2]?.kind == .applied)
        #expect(try await harness.command("export").count == 1)
    }
}
