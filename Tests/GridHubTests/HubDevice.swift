import GridCatalogueFile
import GridCausality
import GridRecords
import GridStore
import GridSync
import GridWire
import Synchronization
import Testing

@testable import GridHub

/// The least that a device is: identity, chain, journal, copies. Speaks the messages by hand.
final class HubDevice {
    let harness: HubHarness
    var session: DeviceSession
    var replica: ReplicaID
    var epoch: EpochID
    var token: String
    let worker: String
    var journal: [PushedChangeset] = []
    var chains: [[UInt8]]
    var acknowledged: UInt64 = 0
    var receipts: [UInt64: Receipt] = [:]
    var verdicts: [UInt64: Verdict] = [:]
    var records: [RecordID: Record] = [:]
    var cursor: [UInt8] = []
    var news: [NewsItem] = []
    /// How far this device's clock is ahead, in milliseconds.
    var skew: Int64 = 0

    init(harness: HubHarness, enrolment: Enrolment) {
        self.harness = harness
        session = DeviceSession(device: enrolment.device, worker: enrolment.manifest.worker)
        replica = enrolment.replica
        epoch = enrolment.epoch
        token = enrolment.token
        worker = enrolment.manifest.worker.text
        chains = [enrolment.replica.bytes]
    }

    /// A second copy of the same directory.
    func copy() -> HubDevice {
        let other = HubDevice(
            harness: harness,
            enrolment: Enrolment(
                device: session.device, replica: replica, token: token, epoch: epoch,
                manifest: ScopeManifest(
                    version: "", worker: session.worker, name: "", role: .worker, assigned: [], areas: []),
                catalogueVersion: "", sealingKey: [], hubTime: 0))
        other.journal = journal
        other.chains = chains
        other.acknowledged = acknowledged
        other.receipts = receipts
        other.records = records
        other.cursor = cursor
        return other
    }

    var head: UInt64 { UInt64(journal.count) }

    @discardableResult
    func write(_ changes: [Change], origin: Changeset.Origin? = nil) -> Dot {
        let dot = Dot(replica: replica, counter: head + 1)
        let changeset = Changeset(
            dot: dot, author: session.worker, deviceTime: harness.clock.now + skew, offsetMinutes: 480,
            catalogueVersion: harness.hub.catalogue.version, salt: harness.seed.bytes(16), changes: changes,
            origin: origin)
        journal.append(PushedChangeset(changeset: changeset))
        var chain = Chain(replica: replica, counter: head - 1, hash: chains[Int(head) - 1])
        chain.append(sha256(changeset.canonicalBytes), sha256: sha256)
        chains.append(chain.hash)
        for change in changes {
            var record = records[change.record] ?? Record(id: change.record, kind: change.kind)
            record.apply(
                change,
                stamp: Stamp(
                    dot: dot, author: session.worker, device: session.device, deviceTime: changeset.deviceTime,
                    effectiveTime: changeset.deviceTime))
            records[change.record] = record
        }
        return dot
    }

    func newHazard(area: String = "G1", level: String = "1", extra: [Write] = []) -> RecordID {
        let id = RecordID(
            milliseconds: harness.clock.now, random: (high: harness.seed.next(), low: harness.seed.next()))
        write([hazard(id, area: area, level: level, extra: extra)])
        return id
    }

    func hazard(_ id: RecordID, area: String = "G1", level: String = "1", extra: [Write] = []) -> Change {
        let time = FieldValue.timestamp(.shanghai(milliseconds: harness.clock.now))
        return Change(
            record: id, kind: "hazard", context: .empty, epoch: epoch, isCreation: true,
            writes: [
                Write(path: .area, value: .code(Text(area))), write("target_kind", .code("street_shop")),
                write("category", .code("F09")), write("level", .code(Text(level))),
                write("items/i1", .composite(Composite([.init(name: "text", value: .text("楼道充电"))]))),
                write("items/i1/status", .code("open")), write("found_at", time), write("found_by", .text("甲")),
                write("stage", .code("1")), write("due_at", time),
                write(
                    "location",
                    .point(
                        GeoPoint(
                            longitude: 119_460_000_000, latitude: 29_208_000_000, system: .wgs84,
                            accuracyCentimetres: 800, source: .gps))),
                write("responsible", .composite(Composite([.init(name: "name", value: .text("王五"))]))),
            ] + extra)
    }

    func write(_ path: String, _ value: FieldValue?) -> Write { Write(path: Path(path)!, value: value) }

    @discardableResult
    func edit(_ id: RecordID, _ writes: [Write], isResolution: Bool = false, keeps: [KeptSibling] = []) throws -> Dot {
        let record = try #require(records[id])
        let known = writes.map { write in
            Write(
                path: write.path, value: write.value,
                from: RecordReading(record, catalogue: harness.hub.catalogue).shown(at: write.path).value)
        }
        return write([
            Change(
                record: id, kind: record.kind, context: record.context, epoch: epoch, isResolution: isResolution,
                writes: known, keeps: keeps)
        ])
    }

    var hello: Hello {
        Hello(
            device: session.device, replica: replica, head: head, headChain: chains[Int(head)],
            acknowledged: acknowledged, acknowledgedChain: chains[Int(acknowledged)], epoch: epoch,
            catalogueVersion: harness.hub.catalogue.version, manifestVersion: "",
            deviceTime: harness.clock.now + skew, unsent: head - acknowledged, software: "test 1")
    }

    func send(pull: Bool = true, limit: UInt32 = 1000) async throws -> SyncResponse {
        let pushed = journal.dropFirst(Int(acknowledged)).map { entry in
            PushedChangeset(
                changeset: entry.changeset, receipt: receipts[entry.changeset.dot.counter],
                withheldHash: entry.withheldHash)
        }
        return try await harness.hub.sync(
            SyncRequest(
                hello: hello, changesets: Array(pushed), pull: pull ? PullRequest(cursor: cursor, limit: limit) : nil),
            session: session)
    }

    /// One exchange with everything taken over; the standing is the test's to judge.
    @discardableResult
    func sync(pull: Bool = true) async throws -> SyncResponse {
        var response = try await send(pull: pull)
        take(response)
        while response.page?.hasMore == true {
            response = try await send(pull: pull)
            take(response)
        }
        return response
    }

    func take(_ response: SyncResponse) {
        for entry in response.verdicts {
            verdicts[entry.counter] = entry.verdict
            receipts[entry.counter] = entry.receipt
            acknowledged = max(acknowledged, entry.counter)
        }
        guard let page = response.page else { return }
        for body in page.records {
            guard let record = try? RecordRowCodec().decode(body) else { continue }
            records[record.id] = record
        }
        for id in page.departed + page.erased { records[id] = nil }
        cursor = page.cursor
        news += response.news
    }

    /// The device in a new epoch: no cursor, everything beyond the hub's head to be sent again.
    func adopt(_ response: SyncResponse) {
        epoch = response.epoch
        cursor = []
        acknowledged = response.head
    }

    func shown(_ id: RecordID, _ path: String) -> JSONValue? {
        records[id].flatMap { RecordView($0, catalogue: harness.hub.catalogue).json["fields"]?[path] }
    }

    func disputes(_ id: RecordID) -> [Dispute] { records[id]?.disputes(harness.hub.catalogue) ?? [] }

    /// All sides in dispute at a field.
    func sides(of id: RecordID, at field: String) -> [KeptSibling] {
        let path = Path.field(field)
        return disputes(id).filter { $0.path == path }.flatMap { $0.sides.flatMap(\.dots) }.map {
            KeptSibling($0, at: path)
        }
    }
}
