import GridCausality
import GridHub
import GridRecords

/// Two devices that have not seen each other's work edit the same field of the same records: each second edit of a
/// record opens a dispute, which is recorded.
enum EditsCase {
    private static let devices = 2

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(20_000)
        var measurements: [Measurement] = []
        for round in 0..<settings.rounds {
            let bench = try await Bench(in: settings.directory)
            let load = try await prepared(bench, records: max(1, n / devices), settings, seed: UInt64(round) + 1)
            measurements.append(try await Measurement.of { try await load.push(to: bench) })
            try bench.end()
        }
        return [
            Result(
                name: "edits", n: n, measurement: .median(measurements), unit: "edits", store: "sqlite",
                clients: devices, batch: settings.batch)
        ]
    }

    /// Creates the records, and makes the edits' requests.
    private static func prepared(_ bench: Bench, records: Int, _ settings: Settings, seed: UInt64) async throws -> Load
    {
        var workload = Workload(seed: seed)
        let author = try await bench.device(seed: seed)
        var created: [(record: RecordID, dot: Dot)] = []
        while created.count < records {
            let changes = (0..<min(settings.batch, records - created.count)).map { _ in
                workload.creation(epoch: author.epoch)
            }
            let push = author.push(changes)
            try Answers.check(try await bench.answer(push.request, author.session))
            created += zip(changes, push.bodies).map { ($0.record, $1.dot) }
        }
        var load = Load()
        for number in 0..<devices {
            let device = try await bench.device(seed: seed &* 1_000 &+ UInt64(number))
            // The hub takes a context only from a device that was sent what it names.
            try await Answers.pullAll(bench, device)
            var requests: [[UInt8]] = []
            for start in stride(from: 0, to: records, by: settings.batch) {
                let part = created[start..<min(start + settings.batch, records)]
                requests.append(
                    device.push(
                        part.map { record, dot in
                            var context = VersionVector()
                            context.include(dot)
                            return workload.dispute(record, context: context, epoch: device.epoch)
                        }
                    ).request)
            }
            load.add(device.session, requests)
        }
        return load
    }
}
