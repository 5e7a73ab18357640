import GridCausality
import GridRecords

/// Merges into a record that a thousand devices edited: each having seen all edits before its own, and none of the
/// thousand having seen another's.
enum HotRecordCase {
    static func run(_ settings: Settings) -> [Result] {
        let devices = settings.count(1_000)
        return [
            result("hot-record", devices, settings, isSeen: true),
            result("hot-record-unseen", devices, settings, isSeen: false),
        ]
    }

    private static func result(_ name: String, _ devices: Int, _ settings: Settings, isSeen: Bool) -> Result {
        var measurements: [Measurement] = []
        for round in 0..<settings.rounds {
            let (record, changes) = prepared(devices, seed: UInt64(round) + 1, isSeen: isSeen)
            var merged = record
            measurements.append(
                Measurement.of {
                    for (change, stamp) in changes { merged.apply(change, stamp: stamp) }
                })
            precondition(merged.context.entries.count == devices + 1, "every device's edits are in the record")
        }
        var result = Result(
            name: name, n: devices, measurement: .median(measurements), unit: "edits", store: "memory",
            clients: devices, batch: 1)
        result.details["microseconds_each"] = Result.rounded(
            result.measurement.seconds * 1_000_000 / Double(max(devices, 1)))
        return result
    }

    /// A record to which every device has contributed, in turn, and another edit of each of them.
    private static func prepared(_ devices: Int, seed: UInt64, isSeen: Bool) -> (Record, [(Change, Stamp)]) {
        var workload = Workload(seed: seed)
        var random = Randomness(seed)
        let replicas = (0...devices).map { _ in ReplicaID(bits: Bits128(high: random.next(), low: random.next())) }
        let epoch = EpochID(bits: Bits128(high: random.next(), low: random.next()))
        let creation = workload.creation(epoch: epoch)
        var record = Record(id: creation.record, kind: creation.kind)
        record.apply(creation, stamp: MergeCase.stamp(Dot(replica: replicas[devices], counter: 1)))
        for replica in replicas.prefix(devices) {
            let edit = workload.edit(creation.record, context: record.context, epoch: epoch)
            record.apply(edit, stamp: MergeCase.stamp(Dot(replica: replica, counter: 1)))
        }
        var context = record.context
        var changes: [(Change, Stamp)] = []
        for replica in replicas.prefix(devices) {
            let dot = Dot(replica: replica, counter: 2)
            changes.append((workload.edit(creation.record, context: context, epoch: epoch), MergeCase.stamp(dot)))
            if isSeen { context.include(dot) }
        }
        return (record, changes)
    }
}
