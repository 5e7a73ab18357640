import GridCausality
import GridHub
import GridRecords

/// Devices in pairs; the two of a pair have not seen each other's work and edit the same field of the same records:
/// the second edit of a record opens a dispute unless it says the same, five times of six; each is recorded.
enum EditsCase {
    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(20_000)
        let pairs = max(1, min(settings.clients / 2, n / 2))
        var measurements: [Measurement] = []
        for round in 0..<settings.rounds {
            let bench = try await Bench(in: settings.directory)
            let load = try await prepared(
                bench, records: max(1, n / 2), pairs: pairs, settings, seed: UInt64(round) + 1)
            measurements.append(try await Measurement.of { try await load.push(to: bench) })
            try bench.end()
        }
        return [
            Result(
                name: "edits", n: n, measurement: .median(measurements), unit: "edits", store: "sqlite",
                clients: 2 * pairs,
                batch: settings.batch)
        ]
    }

    /// Creates the records, a share of them for each pair, and makes the edits' requests.
    static func prepared(
        _ bench: Bench, records: Int, pairs: Int, _ settings: Settings, seed: UInt64
    ) async throws -> Load {
        var workload = Workload(seed: seed)
        let created = try await created(bench, records: records, settings, &workload, seed: seed)
        let share = (records + pairs - 1) / pairs
        var load = Load()
        for (number, device) in try await bench.devices(2 * pairs, seed: seed &+ 77).enumerated() {
            // The hub takes a context only from a device that was sent what it names.
            try await Answers.pullAll(bench, device)
            let own = created.dropFirst(number / 2 * share).prefix(share)
            var requests: [[UInt8]] = []
            for start in stride(from: own.startIndex, to: own.endIndex, by: settings.batch) {
                let changes = own[start..<min(start + settings.batch, own.endIndex)].map { record, dot in
                    var context = VersionVector()
                    context.include(dot)
                    return workload.dispute(record, context: context, epoch: device.epoch)
                }
                requests.append(device.push(changes).request)
            }
            load.add(device, requests)
        }
        return load
    }

    private static func created(
        _ bench: Bench, records: Int, _ settings: Settings, _ workload: inout Workload, seed: UInt64
    ) async throws -> [(record: RecordID, dot: Dot)] {
        let author = try await bench.device(seed: seed)
        var created: [(record: RecordID, dot: Dot)] = []
        while created.count < records {
            let changes = (0..<min(settings.batch, records - created.count)).map { _ in
                workload.creation(epoch: author.epoch)
            }
            let push = author.push(changes)
            try Answers.check(try await bench.answer(push.request, author.session))
            created += push.bodies.map { ($0.record, $0.dot) }
        }
        return created
    }
}
