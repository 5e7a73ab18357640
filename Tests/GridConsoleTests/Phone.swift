import GridCausality
import GridHub
import GridRecords
import GridSync
import GridWire
import Testing

/// The least of a device: writes hazards and notes, pushes, keeps what it pulls.
final class Phone {
    private let harness: ConsoleHarness
    private let enrolment: Enrolment
    private var chain: Chain
    private var headChain: [UInt8]
    private var pending: [PushedChangeset] = []
    private var cursor: [UInt8] = []
    private var acknowledged: (counter: UInt64, chain: [UInt8])
    private(set) var records: [RecordID: Record] = [:]
    var worker: String { enrolment.manifest.worker.text }
    var device: String { enrolment.device.text }

    init(_ harness: ConsoleHarness, _ name: String, _ areas: [String]) async throws {
        self.harness = harness
        let worker = try await harness.worker(name, .worker, areas)
        enrolment = try await harness.hub.enrol(
            EnrolRequest(code: try await harness.code(of: worker), software: "phone 1.2"))
        chain = Chain(replica: enrolment.replica)
        headChain = enrolment.replica.bytes
        acknowledged = (0, enrolment.replica.bytes)
    }

    func hazard(area: String, name: String = "王五", note: String = "楼道充电") -> RecordID {
        let bytes = harness.random(16)
        let id = RecordID(
            milliseconds: harness.now,
            random: (high: bits(bytes.prefix(8)), low: bits(bytes.suffix(8))))
        let time = FieldValue.timestamp(.shanghai(milliseconds: harness.now))
        write(
            Change(
                record: id, kind: "hazard", context: .empty, epoch: enrolment.epoch, isCreation: true,
                writes: [
                    Write(path: .area, value: .code(Text(area))), at("target_kind", .code("street_shop")),
                    at("category", .code("F09")), at("level", .code("1")), at("note", .text(Text(note))),
                    at("items/i1", .composite(Composite([.init(name: "text", value: .text("楼道充电"))]))),
                    at("items/i1/status", .code("open")), at("found_at", time), at("found_by", .text(Text(worker))),
                    at("stage", .code("1")), at("due_at", time),
                    at(
                        "location",
                        .point(
                            GeoPoint(
                                longitude: 119_460_000_000, latitude: 29_208_000_000, system: .wgs84,
                                accuracyCentimetres: 800, source: .gps))),
                    at("responsible", .composite(Composite([.init(name: "name", value: .text(Text(name)))]))),
                ]))
        return id
    }

    private func bits(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    func edit(_ id: RecordID, _ path: String, _ value: FieldValue) throws {
        let record = try #require(records[id])
        let seen = RecordReading(record, catalogue: harness.hub.catalogue).shown(at: try #require(Path(path))).value
        write(
            Change(
                record: id, kind: record.kind, context: record.context, epoch: enrolment.epoch,
                writes: [Write(path: try #require(Path(path)), value: value, from: seen)]))
    }

    private func at(_ path: String, _ value: FieldValue) -> Write { Write(path: Path(path) ?? .area, value: value) }

    private func write(_ change: Change) {
        let dot = Dot(replica: enrolment.replica, counter: chain.counter + 1)
        let changeset = Changeset(
            dot: dot, author: enrolment.manifest.worker, deviceTime: harness.now, offsetMinutes: 480,
            catalogueVersion: harness.hub.catalogue.version, salt: harness.random(16), changes: [change], origin: nil)
        pending.append(PushedChangeset(changeset: changeset))
        chain.append(sha256(changeset.canonicalBytes), sha256: sha256)
        headChain = chain.hash
        var record = records[change.record] ?? Record(id: change.record, kind: change.kind)
        record.apply(
            change,
            stamp: Stamp(
                dot: dot, author: enrolment.manifest.worker, device: enrolment.device, deviceTime: harness.now,
                effectiveTime: harness.now))
        records[change.record] = record
    }

    @discardableResult
    func sync() async throws -> [Verdict] {
        let response = try await harness.hub.sync(
            SyncRequest(
                hello: Hello(
                    device: enrolment.device, replica: enrolment.replica, head: chain.counter, headChain: headChain,
                    acknowledged: acknowledged.counter, acknowledgedChain: acknowledged.chain, epoch: enrolment.epoch,
                    catalogueVersion: harness.hub.catalogue.version, manifestVersion: "", deviceTime: harness.now,
                    unsent: UInt64(pending.count), software: "phone 1.2"),
                changesets: pending, pull: PullRequest(cursor: cursor, limit: 1000)),
            session: DeviceSession(device: enrolment.device, worker: enrolment.manifest.worker))
        pending = []
        acknowledged = (chain.counter, headChain)
        for body in response.page?.records ?? [] {
            let record = try RecordRowCodec().decode(body)
            records[record.id] = record
        }
        cursor = response.page?.cursor ?? cursor
        return response.verdicts.map(\.verdict)
    }
}
