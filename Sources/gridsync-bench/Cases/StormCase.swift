import Foundation
import GridHub
import GridRecords
import GridSync
import GridWire
import Synchronization

/// Very many devices that come back at once, each with some changes in one push; who is sent away comes again when
/// Retry-After says so.
enum StormCase {
    private static let changesEach = 20
    private static let connections = 256

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(10_000)
        let bench = try await Bench(in: settings.directory, clock: WallClock.now)
        var workload = Workload(seed: 1)
        let requests = try await bench.devices(n, seed: 1).map { device in
            let push = device.push((0..<changesEach).map { _ in workload.creation(epoch: device.epoch) })
            return HTTPRequest.sync(push.request, token: device.token)
        }
        let daemon = try DaemonUnderTest(in: try bench.handOver(), countsSyncs: settings.countsSyncs)
        let before = daemon.usage
        let storm = try Storm(requests, to: daemon, connections: min(connections, n))
        let after = daemon.usage
        let written = after.writtenBytes - before.writtenBytes
        let rest = daemon.usageAtRest()
        var result = Result(
            name: "storm", n: n, measurement: storm.measurement, unit: "devices",
            bytes: requests.reduce(0) { $0 + $1.count }, store: "sqlite", clients: min(connections, n),
            batch: changesEach
        ).with(after, cpuSeconds: after.cpuSeconds - before.cpuSeconds, per: n * changesEach)
        result.details.merge(storm.details) { $1 }
        result.details.merge([
            "daemon_rss_before_mb": .integer(Int64(before.residentMegabytes)),
            "daemon_rss_after_mb": .integer(Int64(after.residentMegabytes)),
            "daemon_rss_at_rest_mb": .integer(Int64(rest.residentMegabytes)),
            "daemon_written_bytes": .integer(Int64(written)),
        ]) { $1 }
        if let syncs = try daemon.stop() { result.details.merge(syncs.details) { $1 } }
        return [result]
    }
}

/// One request of each device over few connections.
private struct Storm {
    private(set) var measurement = Measurement(seconds: 0, cpuSeconds: 0)
    /// From sending the request that was answered to its answer.
    private(set) var latencies = Latencies()
    /// From the beginning of the storm to each device's answer.
    private(set) var waits = Latencies()
    private(set) var sentAway = 0
    private(set) var refused = 0
    private(set) var firstRefusal: String?

    private struct Course: Sendable {
        var (latencies, waits) = (Latencies(), Latencies())
        var sentAway = 0
        var refusals: [String] = []
        var bodies: [[UInt8]] = []
    }

    init(_ requests: [[UInt8]], to daemon: DaemonUnderTest, connections count: Int) throws {
        let connections = try (0..<count).map { _ in try HTTPConnection(port: daemon.port) }
        let queue = StormQueue(count: requests.count)
        let began = ContinuousClock.now
        var courses: [Course] = []
        measurement = try Measurement.of {
            courses = try Threads.run(count) { try Storm.course(requests, queue, connections[$0], began) }
        }
        for course in courses { take(course) }
    }

    private static func course(
        _ requests: [[UInt8]], _ queue: StormQueue, _ connection: HTTPConnection, _ began: ContinuousClock.Instant
    ) throws -> Course {
        var course = Course()
        while let device = queue.next() {
            let sent = ContinuousClock.now
            let answer = try connection.exchange(requests[device])
            if let pause = answer.pause {
                course.sentAway += 1
                queue.putBack(device, until: .now + .seconds(pause))
                continue
            }
            course.latencies.add(.now - sent)
            course.waits.add(.now - began)
            if answer.status == 200 {
                course.bodies.append(answer.body)
            } else {
                course.refusals.append("HTTP \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
        return course
    }

    private mutating func take(_ course: Course) {
        latencies.add(course.latencies)
        waits.add(course.waits)
        sentAway += course.sentAway
        var refusals = course.refusals
        for body in course.bodies {
            do { try Answers.check(body) } catch { refusals.append("\(error)") }
        }
        refused += refusals.count
        firstRefusal = firstRefusal ?? refusals.first
    }

    var details: [String: JSONValue] {
        var details = latencies.details
        details["done_p50_s"] = Result.rounded(waits.percentile(0.5))
        details["done_p99_s"] = Result.rounded(waits.percentile(0.99))
        details["sent_away"] = .integer(Int64(sentAway))
        details["refused_for_good"] = .integer(Int64(refused))
        if let firstRefusal { details["first_refusal"] = .string(firstRefusal) }
        return details
    }
}

/// Which device is next: first those whose time has come again, then those that were not there yet.
private final class StormQueue: Sendable {
    private struct State {
        var fresh = 0
        var waiting: [(until: ContinuousClock.Instant, device: Int)] = []
    }

    private let count: Int
    private let state = Mutex(State())

    init(count: Int) { self.count = count }

    /// Nil when nobody is left but those whom other threads are about to send. Sleeps while all that are left wait.
    func next() -> Int? {
        while true {
            let (device, earliest) = state.withLock { take(&$0) }
            if let device { return device }
            guard let earliest else { return nil }
            Thread.sleep(forTimeInterval: max(0.001, (earliest - .now) / .seconds(1)))
        }
    }

    func putBack(_ device: Int, until: ContinuousClock.Instant) {
        state.withLock { $0.waiting.append((until, device)) }
    }

    private func take(_ state: inout State) -> (device: Int?, earliest: ContinuousClock.Instant?) {
        let index = state.waiting.indices.min { state.waiting[$0].until < state.waiting[$1].until }
        if let index, state.waiting[index].until <= .now { return (state.waiting.remove(at: index).device, nil) }
        if state.fresh < count {
            state.fresh += 1
            return (state.fresh - 1, nil)
        }
        return (nil, index.map { state.waiting[$0].until })
    }
}
