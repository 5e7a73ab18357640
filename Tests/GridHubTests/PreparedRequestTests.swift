import GridCausality
import GridRecords
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("What is worked out before the writer")
struct PreparedRequestTests {
    /// A hub and a device with one new hazard that was not sent yet.
    private func setUp() async throws -> (harness: HubHarness, device: HubDevice, hazard: RecordID) {
        let harness = try await HubHarness(seed: 21)
        let device = try await harness.device("王", areas: ["G1"])
        device.skew = 5_000
        return (harness, device, device.newHazard())
    }

    private func prepared(_ device: HubDevice, from id: DeviceID? = nil) -> PreparedRequest {
        let hub = device.harness.hub
        return PreparedRequest(
            SyncRequest(hello: device.hello, changesets: device.journal, pull: nil),
            from: id ?? device.session.device, at: device.harness.clock.now, catalogue: hub.catalogue,
            codec: hub.codec)
    }

    private func stored(_ request: PreparedRequest, by device: HubDevice, _ id: RecordID) async throws -> StoredRecord?
    {
        let session = device.session
        return try await device.harness.hub.perform { work in
            _ = try work.exchange(request, session: session)
            return try work.transaction.record(id)
        }
    }

    @Test("a creation drafted beforehand is stored as itself, and says what one says that is applied under the writer")
    func drafted() async throws {
        let (_, device, hazard) = try await setUp()
        let request = prepared(device)
        let draft = try #require(request.changesets.first?.creation)
        let taken = try #require(try await stored(request, by: device, hazard))
        #expect(try taken.body == draft.start + #require(request.changesets.first).body)

        let (_, other, same) = try await setUp()
        // Drafted for another device, so under another stamp.
        let strange = prepared(other, from: DeviceID("d-another"))
        #expect(strange.changesets.first?.creation?.stamp != draft.stamp)
        let applied = try #require(try await stored(strange, by: other, same))
        let codec = other.harness.hub.codec
        #expect(applied.body != taken.body)
        #expect(try codec.decode(applied.body) == codec.decode(taken.body))
        #expect(applied.areas == taken.areas && applied.areas == [AreaCode("G1")])
        #expect(applied.kind == taken.kind && applied.isDeleted == taken.isDeleted)
        #expect(applied.position == taken.position)
    }

    @Test("a creation that was taken for new is done again where the record is there, or only waits in quarantine")
    func taken() async throws {
        let (harness, device, hazard) = try await setUp()
        try await device.sync()
        let other = try await harness.device("李", areas: ["G1"])
        let next = other.hazard(hazard, level: "2")
        other.write([next])
        let fresh = other.newHazard()
        #expect(prepared(other).changesets.allSatisfy { $0.creation != nil })
        try await other.sync()
        let codec = harness.hub.codec
        let (known, new) = try await harness.hub.perform { work in
            (try work.transaction.record(hazard), try work.transaction.record(fresh))
        }
        #expect(try codec.decode(#require(known).body).siblings(at: .field("level")).count == 2)
        #expect(new != nil)

        // Out of scope, so set aside; later somebody creates it who may.
        let stray = other.hazard(RecordID(milliseconds: 3, random: (high: 1, low: 1)), area: "G2")
        other.write([stray])
        try await other.sync()
        #expect(try await harness.hub.perform { try $0.transaction.record(stray.record) } == nil)
        let owner = try await harness.device("赵", areas: ["G2"])
        owner.write([owner.hazard(stray.record, area: "G2")])
        try await owner.sync()
        #expect(try await harness.hub.perform { try $0.transaction.record(stray.record) } != nil)
        #expect(try await harness.hub.perform { try $0.transaction.entries(touching: stray.record).count } == 2)
    }

    @Test("what is more than one creation is not drafted")
    func others() async throws {
        let (_, device, hazard) = try await setUp()
        try device.edit(hazard, [device.write("level", .code("2"))])
        device.write([device.hazard(RecordID(milliseconds: 1, random: (high: 1, low: 1))), device.hazard(hazard)])
        device.write([device.hazard(RecordID(milliseconds: 2, random: (high: 1, low: 1)), level: "no such level")])
        // A deadline beyond the first is the village's to set.
        let extended = device.write("extended_to", .timestamp(.shanghai(milliseconds: 0)))
        device.write([device.hazard(RecordID(milliseconds: 3, random: (high: 1, low: 1)), extra: [extended])])
        let drafts = prepared(device).changesets.map { $0.creation != nil }
        #expect(drafts == [true, false, false, false, false])
        #expect(prepared(device).changesets.map(\.isValid) == [true, true, true, false, true])
    }

    @Test("the receipts of an answer prove to the hub what it said")
    func receipts() async throws {
        let (harness, device, _) = try await setUp()
        let answer = try await device.sync()
        let entry = try #require(answer.verdicts.first)
        let pushed = try #require(device.journal.first)
        let expected = harness.hub.environment.keys.mac(
            Receipt.authenticated(
                epoch: entry.receipt.epoch, dot: pushed.changeset.dot, hash: sha256(pushed.changeset.canonicalBytes),
                effectiveTime: entry.receipt.effectiveTime, verdict: entry.verdict.kind), for: .receipt)
        #expect(entry.receipt.mac == expected)
    }
}
