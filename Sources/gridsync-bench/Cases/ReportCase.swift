import GridHub
import GridRecords

/// The monthly report of a year of events out of a hub's records, in one read over SQLite, to the frozen text on its
/// shelf: alone, and while devices push a tenth as many new events.
enum ReportCase {
    private static let months = ["2026-02", "2026-01", "2025-12", "2025-11", "2025-10", "2025-09"]
    /// Changesets that are made before they are pushed.
    private static let portion = 50_000

    /// A county of 776 grids: 9,200 events a month, and the visits of a year where `withVisits`.
    static func county(_ settings: Settings, withVisits: Bool = false) async throws -> [Result] {
        try await run(
            settings, name: withVisits ? "report_county_visits" : "report_county", areas: .county,
            events: settings.count(110_400), visits: withVisits ? 480_000 : 0)
    }

    /// A city of 9,000 grids: 107,000 events a month.
    static func city(_ settings: Settings) async throws -> [Result] {
        try await run(settings, name: "report_city", areas: .city, events: settings.count(1_284_000), visits: 0)
    }

    private static func run(
        _ settings: Settings, name: String, areas: Areas, events: Int, visits: Int
    ) async throws -> [Result] {
        let bench = try await Bench(in: settings.directory, areas: areas)
        try await fill(bench, events, settings, seed: 1) { $0.event(in: areas, epoch: $1) }
        try await fill(bench, visits, settings, seed: 1_001) { $0.visit(in: areas, epoch: $1) }
        let rounds = min(settings.rounds, months.count / 2)
        var alone: [Measurement] = []
        for month in months.prefix(rounds) {
            alone.append(try await Measurement.of { try await build(month, bench) })
        }
        var beside: [Measurement] = []
        for (round, month) in months.suffix(rounds).enumerated() {
            let load = try await Load(bench, n: min(events / 10, portion), settings, seed: UInt64(round) + 2_001) {
                $0.event(in: areas, epoch: $1)
            }
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
                name: name, n: events + visits, measurement: .median(measurements), unit: "records", store: "sqlite",
                clients: settings.clients, batch: settings.batch)
        }
        return [result(name, alone), result("\(name)_with_pushes", beside)]
    }

    private static func fill(
        _ bench: Bench, _ count: Int, _ settings: Settings, seed: UInt64, make: (inout Workload, EpochID) -> Change
    ) async throws {
        for (number, first) in stride(from: 0, to: count, by: portion).enumerated() {
            let n = min(portion, count - first)
            try await Load(bench, n: n, settings, seed: seed + UInt64(number), make: make).push(to: bench)
        }
    }

    private static func build(_ month: String, _ bench: Bench) async throws {
        _ = try await bench.hub.command(
            "report.build", ["period": .string(month), "scope": .string(bench.areas.root), "level": "grid"])
    }
}
