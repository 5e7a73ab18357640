import GridCausality
import GridRecords

/// Single-field edits of one record by four devices in turn, each having seen the three before it or none of them:
/// the code with which the hub applies a change, without a store.
enum MergeCase {
    private static let devices = 4

    static func run(_ settings: Settings) -> [Result] {
        let n = settings.count(1_000_000)
        var measurements: [Measurement] = []
        for round in 0..<settings.rounds {
            let (record, changes) = prepared(n: n, seed: UInt64(round) + 1)
            var merged = record
            measurements.append(
                Measurement.of {
                    for (change, stamp) in changes { merged.apply(change, stamp: stamp) }
                })
            precondition(merged.context.entries.count == devices + 1, "every device's edits are in the record")
        }
        return [
            Result(
                name: "merge", n: n, measurement: .median(measurements), unit: "edits", store: "memory",
                clients: devices,
                batch: 1)
        ]
    }

    private static func prepared(n: Int, seed: UInt64) -> (Record, [(Change, Stamp)]) {
        var workload = Workload(seed: seed)
        var random = Randomness(seed)
        let replicas = (0...devices).map { _ in ReplicaID(bits: Bits128(high: random.next(), low: random.next())) }
        let epoch = EpochID(bits: Bits128(high: random.next(), low: random.next()))
        let creation = workload.creation(epoch: epoch)
        var record = Record(id: creation.record, kind: creation.kind)
        record.apply(creation, stamp: stamp(Dot(replica: replicas[devices], counter: 1)))
        var context = record.context
        var edits: [(Change, Stamp)] = []
        edits.reserveCapacity(n)
        for number in 0..<n {
            let dot = Dot(replica: replicas[number % devices], counter: UInt64(number / devices + 1))
            edits.append((workload.edit(creation.record, context: context, epoch: epoch), stamp(dot)))
            // Every fourth edit sees all before it; the three between do not see each other.
            if number % devices == devices - 1 {
                for replica in replicas.prefix(devices) {
                    context.include(Dot(replica: replica, counter: dot.counter))
                }
            }
        }
        return (record, edits)
    }

    static func stamp(_ dot: Dot) -> Stamp {
        Stamp(
            dot: dot, author: WorkerID("w-1"), device: DeviceID("d-1"), deviceTime: Bench.now,
            effectiveTime: Bench.now + Int64(dot.counter))
    }
}
