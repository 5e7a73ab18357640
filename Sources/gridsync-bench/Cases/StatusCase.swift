import Foundation
import GridClient
import GridDevice
import GridHub
import GridRecords

/// `gridsync status` of an enrolled store, each time a process of its own, beside the same program's `--version`.
enum StatusCase {
    private static let runs = 20

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(1_000)
        let bench = try await Bench(in: settings.directory, clock: WallClock.now)
        try await Load(bench, n: n, settings, seed: 1).push(to: bench)
        let code = try await bench.code()
        let daemon = try DaemonUnderTest(in: try bench.handOver())
        let directory = try TemporaryDirectory.make(in: settings.directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let client = try GridClient.open(directory: directory, create: true, software: "bench/1")
        _ = try await client.enrol(hub: daemon.address, code: code, certificateFile: nil)
        _ = try await client.pull()
        try client.close()
        try daemon.stop()
        let program = try Programs.path("gridsync")
        var (version, status): ([Measurement], [Measurement]) = ([], [])
        // In turn, so that both meet the same machine.
        for _ in 0..<runs {
            version.append(try ColdRun(program, ["--version"]).measurement)
            status.append(try ColdRun(program, ["status", "--store", directory, "--json"]).measurement)
        }
        return [
            result("status-version", .median(version), nil),
            result("status", .median(status), Measurement.median(version).seconds),
        ]
    }

    private static func result(_ name: String, _ measurement: Measurement, _ raw: Double?) -> Result {
        var result = Result(
            name: name, n: 1, measurement: measurement, unit: "runs", store: "sqlite", clients: 1, batch: 1,
            rawRatio: raw.map { $0 / measurement.seconds })
        result.details["milliseconds"] = Result.rounded(measurement.seconds * 1_000)
        return result
    }
}
