import GridHub
import GridRecords

/// New records pushed by many devices over HTTP to the daemon, every push on the disk before its answer, beside the same
/// bytes as raw rows.
enum IngestHTTPCase {
    private static let rawBatch = 1_000

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(50_000)
        var raw: [Measurement] = []
        var pushes: [HTTPPush] = []
        var details: [String: JSONValue] = [:]
        var count = 0
        for round in 0..<settings.rounds {
            let bench = try await Bench(in: settings.directory, clock: WallClock.now)
            let load = try await Load(bench, n: n, settings, seed: UInt64(round) + 1)
            count = load.bodies.count
            let store = try RawStore(in: settings.directory)
            raw.append(try Measurement.of { try store.insert(load.bodies, batch: rawBatch) })
            try store.end()
            let daemon = try DaemonUnderTest(in: try bench.handOver(), countsSyncs: settings.countsSyncs)
            let before = daemon.usage
            pushes.append(try HTTPPush(load, to: daemon))
            details = try afterwards(daemon, before, count: count)
        }
        let (rawMedian, push) = (Measurement.median(raw), pushes.median)
        var result = Result(
            name: "ingest-http", n: count, measurement: push.measurement, unit: "records", bytes: push.wireBytes,
            store: "sqlite", clients: settings.clients, batch: settings.batch,
            rawRatio: rawMedian.seconds / push.seconds
        ).with(push.usage, cpuSeconds: push.daemonCPUSeconds, per: count)
        result.details.merge(push.latencies.details) { $1 }
        result.details.merge(details) { $1 }
        let rawResult = Result(
            name: "ingest-http-raw", n: count, measurement: rawMedian, unit: "records", store: "sqlite", clients: 1,
            batch: rawBatch)
        return [rawResult, result]
    }

    /// What the last round cost all in all: the copy for SQL tools, too, which follows a second behind.
    private static func afterwards(
        _ daemon: DaemonUnderTest, _ before: DaemonUsage, count: Int
    ) throws -> [String: JSONValue] {
        let end = daemon.usage
        let left = daemon.commitsNotCopied
        let rest = daemon.usageAtRest()
        let cpuSeconds = rest.cpuSeconds - before.cpuSeconds
        // What is left of the copy at the end of the pushes costs a commit what the copied part did beside them.
        let copying = left > 0 ? (rest.cpuSeconds - end.cpuSeconds) / Double(left) : 0
        let beside = copying * Double(max(count - left, 0))
        var details: [String: JSONValue] = [
            "daemon_cpu_seconds_at_rest": Result.rounded(cpuSeconds),
            "daemon_cpu_seconds_at_rest_per_100000": Result.rounded(cpuSeconds * 100_000 / Double(max(count, 1))),
            "daemon_cpu_seconds_of_copy_per_100000": Result.rounded(copying * 100_000),
            "daemon_cpu_seconds_without_copy_per_100000": Result.rounded(
                (end.cpuSeconds - before.cpuSeconds - beside) * 100_000 / Double(max(count, 1))),
            "daemon_written_bytes": .integer(Int64(rest.writtenBytes - before.writtenBytes)),
        ]
        if let syncs = try daemon.stop() { details.merge(syncs.details) { $1 } }
        return details
    }
}
