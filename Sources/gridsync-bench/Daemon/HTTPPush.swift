import GridRecords
import GridSync
import GridWire

/// A load pushed over HTTP: a connection and a thread for each device, each one request after the other.
struct HTTPPush {
    /// Of this process, to see how light the load is.
    private(set) var measurement = Measurement(seconds: 0, cpuSeconds: 0)
    private(set) var latencies = Latencies()
    private(set) var wireBytes = 0
    /// The daemon's processor time until the last answer, and its usage then.
    private(set) var daemonCPUSeconds = 0.0
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
        var courses: [Course] = []
        measurement = try Measurement.of {
            courses = try Threads.run(requests.count) { try HTTPPush.course(requests[$0], connections[$0]) }
        }
        usage = daemon.usage
        daemonCPUSeconds = usage.cpuSeconds - before
        for course in courses {
            latencies.add(course.latencies)
            wireBytes += course.wireBytes
            for body in course.bodies { verdicts.merge(try Answers.verdicts(body), uniquingKeysWith: +) }
        }
    }

    private static func course(_ requests: [[UInt8]], _ connection: HTTPConnection) throws -> Course {
        var course = Course()
        for request in requests {
            let sent = ContinuousClock.now
            let answer = try connection.exchange(request)
            course.latencies.add(.now - sent)
            course.bodies.append(try answer.checked())
            course.wireBytes += answer.wireBytes
        }
        return course
    }

    var seconds: Double { measurement.seconds }
}

extension [HTTPPush] {
    /// The one in the middle by the clock.
    var median: HTTPPush { sorted { $0.seconds < $1.seconds }[count / 2] }
}
