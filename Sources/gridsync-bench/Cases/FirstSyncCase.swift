import Foundation
import GridClient
import GridDevice
import GridHub
import GridRecords
import Synchronization

/// A grid's records to a new device with the client's library and its store on disk: on a good line, on one of 1 Mbit/s
/// with 300 ms each way, and what a healthy device feels while hundreds begin at once.
enum FirstSyncCase {
    private static let (bitsPerSecond, delaySeconds) = (1_000_000.0, 0.3)
    private static let crowd = 500

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(5_000)
        let rounds = settings.rounds
        let bench = try await Bench(in: settings.directory, clock: WallClock.now)
        try await Load(bench, n: n, settings, seed: 1).push(to: bench)
        var codes: [String] = []
        for _ in 0..<(rounds + 1) { codes.append(try await bench.code()) }
        let light = try await bench.devices(min(crowd, max(n / 10, 1)), seed: 3).map(\.puller)
        let pushes = try await healthyPushes(bench)
        let daemon = try DaemonUnderTest(in: try bench.handOver())
        _ = daemon.usageAtRest()
        var alone: [(measurement: Measurement, records: Int)] = []
        for round in 0..<rounds {
            alone.append(try await firstSync(codes[round], hub: daemon.address, settings))
        }
        alone.sort { $0.measurement.seconds < $1.measurement.seconds }
        let line = try SlowLine(to: daemon.port, bitsPerSecond: bitsPerSecond, delaySeconds: delaySeconds)
        let slow = try await firstSync(codes[rounds], hub: "http://127.0.0.1:\(line.port)", settings)
        return [
            result("first-sync", alone[rounds / 2].measurement, alone[rounds / 2].records),
            // With what the enrolment took: few bytes beside the records'.
            result("first-sync-1mbit-300ms", slow.measurement, slow.records, bytes: line.carried),
            try Crowd(light, healthy: pushes, daemon).result,
        ]
    }

    private static func result(
        _ name: String, _ measurement: Measurement, _ records: Int, bytes: Int? = nil
    ) -> Result {
        Result(
            name: name, n: records, measurement: measurement, unit: "records", bytes: bytes, store: "sqlite",
            clients: 1, batch: Limits.recordsPerPage)
    }

    /// One changeset each, for a device that has been at work all along.
    private static func healthyPushes(_ bench: Bench) async throws -> [[UInt8]] {
        let device = try await bench.device(seed: 5)
        var workload = Workload(seed: 5)
        return (0..<Crowd.most).map { _ in
            HTTPRequest.sync(device.push([workload.creation(epoch: device.epoch)]).request, token: device.token)
        }
    }

    /// Enrols, then pulls everything into a store of its own; the pull is measured.
    private static func firstSync(
        _ code: String, hub: String, _ settings: Settings
    ) async throws -> (measurement: Measurement, records: Int) {
        let directory = try TemporaryDirectory.make(in: settings.directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let client = try GridClient.open(directory: directory, create: true, software: "bench/1")
        _ = try await client.enrol(hub: hub, code: code, certificateFile: nil)
        var pulled: JSONValue = .null
        let measurement = try await Measurement.of { pulled = try await client.pull() }
        try client.close()
        return (measurement, Int(pulled["records"]?.integer ?? 0))
    }
}

/// Many first syncs at once, and one device beside them that pushes one changeset five times a second.
private struct Crowd {
    /// Pushes for an hour.
    static let most = 18_000
    private static let aloneCount = 25
    private static let interval = Duration.milliseconds(200)
    let result: Result

    private final class Progress: Sendable {
        let isOver = Mutex(false)
    }

    init(_ light: [Puller], healthy: [[UInt8]], _ daemon: DaemonUnderTest) throws {
        let healthyConnection = try HTTPConnection(port: daemon.port)
        let aloneCount = min(Crowd.aloneCount, max(5, light.count / 2))
        let alone = try Crowd.push(healthy.prefix(aloneCount), healthyConnection) { false }
        let connections = try light.map { _ in try HTTPConnection(port: daemon.port) }
        let before = daemon.usage.cpuSeconds
        let progress = Progress()
        let outcome = Mutex<Swift.Result<Latencies, any Error>?>(nil)
        let box = Box(outcome)
        let ended = DispatchSemaphore(value: 0)
        Thread {
            let pushed = Swift.Result {
                try Crowd.push(healthy.dropFirst(aloneCount), healthyConnection) {
                    progress.isOver.withLock { $0 }
                }
            }
            box.value.withLock { $0 = pushed }
            ended.signal()
        }.start()
        var pulls = Swift.Result<[HTTPPull], any Error>.success([])
        let measurement = Measurement.of {
            pulls = Swift.Result { try Threads.run(light.count) { try HTTPPull(connections[$0], light[$0]) } }
        }
        progress.isOver.withLock { $0 = true }
        ended.wait()
        let beside = try box.value.withLock { try $0?.get() } ?? Latencies()
        let cpuSeconds = daemon.usage.cpuSeconds - before
        result = Crowd.result(
            pulls: try pulls.get(), measurement, alone: alone, beside: beside, daemon.usage, cpuSeconds)
    }

    private final class Box: Sendable {
        let value: Mutex<Swift.Result<Latencies, any Error>?>
        init(_ value: consuming Mutex<Swift.Result<Latencies, any Error>?>) { self.value = value }
    }

    /// Each push has its time; one that could not begin in time counts from when it should have.
    private static func push(
        _ requests: ArraySlice<[UInt8]>, _ connection: HTTPConnection, until isOver: () -> Bool
    ) throws -> Latencies {
        var latencies = Latencies()
        var due = ContinuousClock.now
        for request in requests where !isOver() {
            let left = (due - .now) / .seconds(1)
            if left > 0 { Thread.sleep(forTimeInterval: left) }
            try Answers.check(try connection.exchangePatiently(request).answer.checked())
            latencies.add(.now - due)
            due += interval
        }
        return latencies
    }

    private static func result(
        pulls: [HTTPPull], _ measurement: Measurement, alone: Latencies, beside: Latencies, _ usage: DaemonUsage,
        _ cpuSeconds: Double
    ) -> Result {
        let records = pulls.reduce(0) { $0 + $1.records }
        var result = Result(
            name: "first-sync-crowd", n: pulls.count, measurement: measurement,
            unit: "devices", bytes: pulls.reduce(0) { $0 + $1.wireBytes }, store: "sqlite", clients: pulls.count,
            batch: Limits.recordsPerPage
        ).with(usage, cpuSeconds: cpuSeconds, per: records)
        result.details.merge(beside.details) { $1 }
        result.details["pushes"] = .integer(Int64(beside.seconds.count))
        result.details["p99_alone_ms"] = Result.rounded(alone.percentile(0.99) * 1_000)
        result.details["records"] = .integer(Int64(records))
        result.details["sent_away"] = .integer(Int64(pulls.reduce(0) { $0 + $1.sentAway }))
        return result
    }
}
