import GridCausality
import GridRecords

/// Single-field edits of one record by four devices in turn, each having seen the three before it or none of them:
/// the code with which the hub applies a change, without a store.
enum MergeCase {
    private static let devices = 4
    /// Edits that are made before they are applied.
    private static let portion = 2_000

    static func run(_ settings: Settings) -> [Result] {
        let n = settings.count(1_000_000)
        var measurements: [Measurement] = []
        for round in 0..<settings.rounds {
            var course = Course(seed: UInt64(round) + 1)
            var measurement = Measurement(seconds: 0, cpuSeconds: 0)
            for first in stride(from: 0, to: n, by: portion) {
                let edits = course.next(min(portion, n - first))
                let part = Measurement.of {
                    for (change, stamp) in edits { course.record.apply(change, stamp: stamp) }
                }
                measurement.seconds += part.seconds
                measurement.cpuSeconds += part.cpuSeconds
            }
            measurements.append(measurement)
            precondition(course.record.context.entries.count == devices + 1, "every device's edits are in the record")
        }
        return [
            Result(
                name: "merge", n: n, measurement: .median(measurements), unit: "edits", store: "memory",
                clients: devices,
                batch: 1)
        ]
    }

    /// A record and the edits that come to it, a portion at a time: as a hub has them, fresh from their bytes.
    private struct Course {
        var record: Record
        private var workload: Workload
        private let replicas: [ReplicaID]
        private let epoch: EpochID
        private var context: VersionVector
        private var number = 0

        init(seed: UInt64) {
            workload = Workload(seed: seed)
            var random = Randomness(seed)
            replicas = (0...devices).map { _ in ReplicaID(bits: Bits128(high: random.next(), low: random.next())) }
            epoch = EpochID(bits: Bits128(high: random.next(), low: random.next()))
            let creation = workload.creation(epoch: epoch)
            record = Record(id: creation.record, kind: creation.kind)
            record.apply(creation, stamp: stamp(Dot(replica: replicas[devices], counter: 1)))
            context = record.context
        }

        mutating func next(_ count: Int) -> [(Change, Stamp)] {
            (0..<count).map { _ in
                let dot = Dot(replica: replicas[number % devices], counter: UInt64(number / devices + 1))
                let edit = (workload.edit(record.id, context: context, epoch: epoch), stamp(dot))
                // Every fourth edit sees all before it; the three between do not see each other.
                if number % devices == devices - 1 {
                    for replica in replicas.prefix(devices) {
                        context.include(Dot(replica: replica, counter: dot.counter))
                    }
                }
                number += 1
                return edit
            }
        }
    }

    static func stamp(_ dot: Dot) -> Stamp {
        Stamp(
            dot: dot, author: WorkerID("w-1"), device: DeviceID("d-1"), deviceTime: Bench.now,
            effectiveTime: Bench.now + Int64(dot.counter))
    }
}
