import Dispatch
import GridCatalogueFile
import GridCausality
import GridRecords
import GridStore
import GridSync
import GridWire
import Synchronization
import Testing

@testable import GridHub

@Suite("Merges worked out ahead")
struct MergesAheadTests {
    /// Who helps, and how: at once, never, on a thread, not at all.
    private static let helpers = [
        MergeHelper(fewest: 1) { $0() }, .nobody, .thread(), MergeHelper(fewest: .max) { $0() },
    ]

    @Test("whoever works a push's merges out, the hub keeps and answers the same", arguments: 0..<6 as Range<UInt64>)
    func same(seed: UInt64) async throws {
        var outcomes: [[String]] = []
        for helper in Self.helpers { outcomes.append(try await outcome(seed: seed, helper)) }
        for outcome in outcomes.dropFirst() { #expect(outcome == outcomes[0]) }
        #expect(outcomes[0].contains { $0.hasPrefix("disputes ") })
    }

    /// Two devices that edit the same records in pushes of 40, some of them twice, without having seen each other's work.
    private func outcome(seed: UInt64, _ helper: MergeHelper) async throws -> [String] {
        let harness = try await HubHarness(seed: seed, helper: helper)
        let (wang, li) = (try await harness.device("王", areas: ["G1"]), try await harness.device("李", areas: ["G1"]))
        let story = Seed(seed + 100)
        for _ in 0..<30 { _ = wang.newHazard() }
        try await wang.sync()
        try await li.sync()
        let records = wang.records.keys.sorted()
        for _ in 0..<3 {
            for device in [wang, li] {
                for _ in 0..<40 { try edit(records[Int(story.next() % 30)], on: device, by: story) }
                harness.clock.advance(60_000)
            }
            try await wang.sync(pull: story.next() % 2 == 0)
            try await li.sync(pull: story.next() % 2 == 0)
        }
        return try Self.everything(in: harness.store) + Self.answers(to: [wang, li])
    }

    private func edit(_ record: RecordID, on device: HubDevice, by story: Seed) throws {
        let outcomes = ["fixed", "enforcement", "shut_down"]
        switch story.next() % 4 {
        case 0: try device.edit(record, [device.write("assignee", .text(Text("协管员 \(story.next() % 9)")))])
        case 1: try device.edit(record, [device.write("items/i\(story.next() % 3)/status", .code("done"))])
        case 2: try device.edit(record, [device.write("deleted", .bool(story.next() % 2 == 0))])
        default: try device.edit(record, [device.write("outcome", .code(Text(outcomes[Int(story.next() % 3)])))])
        }
    }

    private static func everything(in store: MemoryHubStore) throws -> [String] {
        try store.read { hub in
            var lines = try hub.records(after: nil, limit: .max).map { "record \($0)" }
            lines += try hub.entries(limit: .max).map { "entry \($0)" }
            for shelf in ["disputes", "merges", "news", "quarantine"] {
                lines += try hub.documents(shelf, prefix: "", after: nil, limit: .max).map {
                    "\(shelf) \($0.key) \(String(decoding: $0.body, as: UTF8.self))"
                }
            }
            return lines
        }
    }

    private static func answers(to devices: [HubDevice]) -> [String] {
        devices.flatMap { device in
            device.verdicts.sorted { $0.key < $1.key }.map { "verdict \(device.worker) \($0.key) \($0.value)" }
        }
    }

    @Test("a merge that the helper has begun and not finished is not waited for")
    func unfinished() throws {
        let (record, replica) = (RecordID(bits: Bits128(high: 1, low: 1)), ReplicaID(bits: Bits128(high: 1, low: 2)))
        let epoch = EpochID(bits: Bits128(high: 1, low: 3))
        let created = Change(
            record: record, kind: "hazard", context: .empty, epoch: epoch, isCreation: true,
            writes: [Write(path: .field("assignee"), value: .text("甲"))])
        func stamp(_ counter: UInt64) -> Stamp {
            Stamp(
                dot: Dot(replica: replica, counter: counter), author: WorkerID("w"), device: DeviceID("d"),
                deviceTime: 1, effectiveTime: 1)
        }
        var before = Record(id: record, kind: "hazard")
        before.apply(created, stamp: stamp(1))
        let stored = StoredRecord(
            id: record, kind: "hazard", body: RecordRowCodec().encode(before), position: 1, areas: [], isDeleted: false)
        let edit = Change(
            record: record, kind: "hazard", context: before.context, epoch: epoch, isCreation: false,
            writes: [Write(path: .field("assignee"), value: .text("乙"))])
        let tasks = (2...4 as ClosedRange<UInt64>).map { counter in
            let incoming = IncomingChange(
                logged: edit, change: edit, lost: .empty, stamp: stamp(counter), isProven: false)
            return MergesAhead.Task(incoming: incoming, stored: stored, known: nil)
        }
        let catalogue = try CatalogueFiles.load()
        // A helper that stops in the midst of the first.
        let codec = StoppingCodec()
        let ahead = MergesAhead(
            tasks, catalogue, codec, helper: MergeHelper(fewest: 1) { work in codec.stopOnce(work) })
        for counter in (2...4).reversed() {
            let merge = ahead.merge(of: Dot(replica: replica, counter: UInt64(counter)))?.merge
            #expect(merge?.after.record.stamp(of: Dot(replica: replica, counter: UInt64(counter))) != nil)
        }
        #expect(ahead.merge(of: Dot(replica: replica, counter: 9)) == nil)
        codec.goOn()
    }
}

/// Stands still in the midst of the first record that it reads, until it may go on.
private final class StoppingCodec: RecordCoding {
    private let isFirst = Mutex(true)
    private let begun = DispatchSemaphore(value: 0)
    private let mayGoOn = DispatchSemaphore(value: 0)

    /// Lets the work begin on another thread; returns when it stands still.
    func stopOnce(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "helper").async { work() }
        begun.wait()
    }

    func goOn() { mayGoOn.signal() }

    func encode(_ record: Record) -> [UInt8] { RecordRowCodec().encode(record) }

    func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record {
        let isFirst = isFirst.withLock { first in
            defer { first = false }
            return first
        }
        if isFirst {
            begun.signal()
            mayGoOn.wait()
        }
        return try RecordRowCodec().decode(bytes)
    }
}
