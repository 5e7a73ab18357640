import GridRecords
import GridSync
import GridWire

/// A load pushed over HTTP: a connection and a thread for each device, each one request after the other.
struct HTTPPush {
    private(set) var seconds = 0.0
    private(set) var latencies = Latencies()
    private(set) var wireBytes = 0
    /// What the daemon used until the last answer, and at the end of that.
    private(set) var cpuSeconds = 0.0
    private(set) var usage: DaemonUsage
    private(set) var verdicts: [Verdict.Kind: Int] = [:]

    private struct Course: Sendable {
        var latencies = Latencies()
        var bodies: [[UInt8]] = []
        var wireBytes = 0
    }

    /// Every changeset has to have taken effect; the answers are read after the clock has stopped.
    init(_ load: Load, to daemon: DaemonUnderTest) throws {
        let requests = load.devices.map { device in
            device.requests.map { HTTPRequest.sync($0, token: device.token) }
        }
        let connections = try requests.map { _ in try HTTPConnection(port: daemon.port) }
        let before = daemon.usage.cpuSeconds
        let began = ContinuousClock.now
        let courses = try Threads.run(requests.count) { number in
            var course = Course()
            for request in requests[number] {
                let sent = ContinuousClock.now
                let answer = try connections[number].exchange(request)
                course.latencies.add(.now - sent)
                course.bodies.append(try answer.checked())
                course.wireBytes += answer.wireBytes
            }
            return course
        }
        seconds = (ContinuousClock.now - began) / .seconds(1)
        usage = daemon.usage
        cpuSeconds = usage.cpuSeconds - before
        for course in courses {
            latencies.add(course.latencies)
            wireBytes += course.wireBytes
            for body in course.bodies { verdicts.merge(try Answers.verdicts(body), uniquingKeysWith: +) }
        }
    }

    var measurement: Measurement { Measurement(seconds: seconds, cpuSeconds: cpuSeconds) }
}

extension [HTTPPush] {
    /// The one in the middle by the clock.
    var median: HTTPPush { sorted { $0.seconds < $1.seconds }[count / 2] }
}
