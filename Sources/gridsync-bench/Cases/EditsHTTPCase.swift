import GridHub
import GridRecords
import GridSync

/// Edits of the same records over HTTP by pairs of devices that have not seen each other: merged, stored, and each
/// conflict recorded.
enum EditsHTTPCase {
    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(20_000)
        let pairs = max(1, min(settings.clients / 2, n / 2))
        var pushes: [HTTPPush] = []
        var details: [String: JSONValue] = [:]
        for round in 0..<settings.rounds {
            let bench = try await Bench(in: settings.directory, clock: WallClock.now)
            let load = try await EditsCase.prepared(
                bench, records: max(1, n / 2), pairs: pairs, settings, seed: UInt64(round) + 1)
            let daemon = try DaemonUnderTest(in: try bench.handOver(), countsSyncs: settings.countsSyncs)
            let push = try HTTPPush(load, to: daemon)
            pushes.append(push)
            details["conflicts"] = .integer(Int64(push.verdicts[.conflict] ?? 0))
            details["conflicts_open"] =
                try daemon.metric("gridsync_conflicts_open").map { .integer(Int64($0)) } ?? .null
            if let syncs = try daemon.stop() { details.merge(syncs.details) { $1 } }
        }
        let push = pushes.median
        let count = push.verdicts.values.reduce(0, +)
        var result = Result(
            name: "edits-http", n: count, measurement: push.measurement, unit: "edits", bytes: push.wireBytes,
            store: "sqlite", clients: 2 * pairs, batch: settings.batch
        ).with(push.usage, cpuSeconds: push.daemonCPUSeconds, per: count)
        result.details.merge(push.latencies.details) { $1 }
        result.details.merge(details) { $1 }
        return [result]
    }
}
