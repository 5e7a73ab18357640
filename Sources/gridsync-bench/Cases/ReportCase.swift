import GridHub
import GridRecords

/// The monthly report out of a hub's records, in one read over SQLite, to the frozen text on its shelf; alone, and while
/// devices push a tenth as many new records.
enum ReportCase {
    private static let months = ["2026-03", "2026-02", "2026-01", "2025-12", "2025-11", "2025-10"]

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(50_000)
        let bench = try await Bench(in: settings.directory)
        try await Load(bench, n: n, settings, seed: 1).push(to: bench)
        let rounds = min(settings.rounds, months.count / 2)
        var alone: [Measurement] = []
        for month in months.prefix(rounds) {
            alone.append(try await Measurement.of { try await build(month, bench) })
        }
        var beside: [Measurement] = []
        for (round, month) in months.suffix(rounds).enumerated() {
            let load = try await Load(bench, n: n / 10, settings, seed: UInt64(round) + 2)
            beside.append(
                try await Measurement.of {
                    async let pushing: Void = load.push(to: bench)
                    try await build(month, bench)
                    try await pushing
                })
        }
        try bench.end()
        func result(_ name: String, _ measurements: [Measurement]) -> Result {
            Result(
                name: name, n: n, measurement: .median(measurements), unit: "records", store: "sqlite",
                clients: settings.clients, batch: settings.batch)
        }
        return [result("report", alone), result("report_with_pushes", beside)]
    }

    private static func build(_ month: String, _ bench: Bench) async throws {
        _ = try await bench.hub.command("report.build", ["period": .string(month), "level": "grid"])
    }
}
