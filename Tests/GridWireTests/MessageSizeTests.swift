import GridCausality
import GridRecords
import GridSync
import SwiftProtobuf
import Testing

@testable import GridWire

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What causality costs on the wire. Sizes are before compression.
@Suite("Sizes of messages") struct MessageSizeTests {
    /// One-field edits of records, each last written by another device, minutes apart.
    private func edits(_ count: Int, contextEntries: Int) -> ProtoPush {
        var seeded = Seeded(50)
        let own = ReplicaID(bits: seeded.bits())
        let others = seeded.replicas(contextEntries)
        let epoch = EpochID(bits: seeded.bits())
        var time: Int64 = 1_760_000_000_000
        let pushed = (0..<count).map { index in
            time += Int64(20_000 + seeded.below(600_000))
            let context = VersionVector(others.map { .init(replica: $0, counter: UInt64(1_000 + seeded.below(400))) })
            let change = Change(
                record: RecordID(milliseconds: time, random: (seeded.next(), seeded.next())), kind: "hazard",
                context: context, epoch: epoch, writes: [Write(path: .field("level"), value: .code("high"))])
            return PushedChangeset(
                changeset: Changeset(
                    dot: Dot(replica: own, counter: UInt64(731 + index)), author: WorkerID("w-1"), deviceTime: time,
                    offsetMinutes: 480, catalogueVersion: "2026-01", salt: seeded.bytes(16), changes: [change]))
        }
        return PushWriter.proto(of: pushed, as: .protobuf)
    }

    private func metadata(_ push: ProtoPush, withSalt: Bool) throws -> Double {
        var bare = push
        bare.replicas = .init()
        bare.epochs = .init()
        bare.firstCounter = 0
        bare.counterSteps = []
        bare.dotReplicas = []
        bare.deviceTimes = []
        bare.offsetMinutes = 0
        bare.contextSizes = []
        bare.contextReplicas = []
        bare.contextCounters = []
        if withSalt { bare.salts = .init() }
        let whole: [UInt8] = try push.serializedBytes()
        let rest: [UInt8] = try bare.serializedBytes()
        return Double(whole.count - rest.count) / Double(push.changesets.count)
    }

    @Test("causality costs less than 24 bytes a change in a batch of 50, the salt included")
    func batch() throws {
        for entries in [1, 3] {
            for count in [50, 1] {
                let push = edits(count, contextEntries: entries)
                let bytes: [UInt8] = try push.serializedBytes()
                let salted = try metadata(push, withSalt: true)
                let bare = try metadata(push, withSalt: false)
                print("push of \(count), contexts of \(entries): \(bytes.count) bytes; metadata a change \(salted),")
                print("  without the salt \(bare)")
                if count == 50, entries == 1 { #expect(salted < 24) }
                if count == 50 { #expect(bare < 24) }
            }
        }
    }

    @Test("a sync with nothing to say is well under 1 KB, there and back")
    func nothing() {
        var seeded = Seeded(1)
        let replica = ReplicaID(bits: seeded.bits())
        let hello = Hello(
            device: DeviceID("d-0123456789abcdef"), replica: replica, head: 70_000, headChain: seeded.bytes(32),
            acknowledged: 70_000, acknowledgedChain: seeded.bytes(32), epoch: EpochID(bits: seeded.bits()),
            catalogueVersion: "2026-01-0123456789abcdef", manifestVersion: "0123456789abcdef",
            deviceTime: 1_760_000_000_000, unsent: 0, software: "gridsync 1.0.0 (Linux)")
        let request = SyncRequest(hello: hello, pull: PullRequest(cursor: seeded.bytes(160), limit: 500))
        let response = SyncResponse(
            hubTime: 1_760_000_000_000, epoch: EpochID(bits: seeded.bits()), standing: .normal, head: 70_000,
            headChain: seeded.bytes(32), page: FeedPage(cursor: seeded.bytes(160)),
            catalogueVersion: "2026-01-0123456789abcdef", backedUp: 69_000)
        for format in WireFormat.allCases {
            let there = Wire.encode(request, as: format).count
            let back = Wire.encode(response, as: format).count
            print("a sync with nothing to say, \(format): \(there) bytes there, \(back) back")
            #expect(there < 1_000 && back < 1_000)
        }
        #expect(Wire.encode(request, as: .protobuf).count + Wire.encode(response, as: .protobuf).count < 1_000)
    }

    @Test("a message of equal counters and times needs no column of steps")
    func dense() {
        let push = edits(50, contextEntries: 1)
        #expect(push.counterSteps.isEmpty && push.dotReplicas.isEmpty)
        #expect(push.replicas.count == 32 && push.strings.count == 2)
    }
}
