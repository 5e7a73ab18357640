import GridHub
import GridRecords

/// One device that pulls every record of a county, page by page.
enum PullCase {
    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(50_000)
        let bench = try await Bench(in: settings.directory)
        let load = try await Load(bench, n: n, settings, seed: 1)
        try await load.push(to: bench)
        var measurements: [Measurement] = []
        var pulled = Answers.Pulled()
        for round in 0..<settings.rounds {
            let device = try await bench.device(role: .supervisor, seed: UInt64(round) + 9_000)
            pulled = try await Answers.pullAll(bench, device)
            measurements.append(pulled.measurement)
        }
        try bench.end()
        return [
            Result(
                name: "pull", n: pulled.records, measurement: .median(measurements), unit: "records",
                bytes: pulled.bytes,
                store: "sqlite", clients: 1, batch: Answers.pageRecords)
        ]
    }
}
