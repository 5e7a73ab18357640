import Foundation
import GridClient
import GridDevice
import GridHub
import GridRecords

/// `gridsync pull` on a new device that takes many records: what the program takes of time and memory.
enum FirstPullCase {
    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(20_000)
        let bench = try await Bench(in: settings.directory, clock: WallClock.now)
        try await Load(bench, n: n, settings, seed: 1).push(to: bench)
        var codes: [String] = []
        for _ in 0..<settings.rounds { codes.append(try await bench.code()) }
        let daemon = try DaemonUnderTest(in: try bench.handOver())
        _ = daemon.usageAtRest()
        let program = try Programs.path("gridsync")
        var runs: [ColdRun] = []
        for code in codes {
            let directory = try TemporaryDirectory.make(in: settings.directory)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let client = try GridClient.open(directory: directory, create: true, software: "bench/1")
            _ = try await client.enrol(hub: daemon.address, code: code, certificateFile: nil)
            try client.close()
            runs.append(try ColdRun(program, ["pull", "--store", directory, "--json"], watchesMemory: true))
        }
        var result = Result(
            name: "first-pull", n: n, measurement: .median(runs.map(\.measurement)), unit: "records", store: "sqlite",
            clients: 1, batch: Limits.recordsPerPage)
        result.details["program_peak_mb"] = .integer(Int64(runs.map(\.peakMegabytes).max() ?? 0))
        result.details["program_own_mb"] = .integer(Int64(runs.map(\.peakOwnMegabytes).max() ?? 0))
        return [result]
    }
}
