import Foundation
import GridRecords

/// One measured figure.
struct Result {
    var name: String
    var n: Int
    var measurement: Measurement
    /// What `rate` counts a second of.
    var unit: String
    /// Bytes written to the disk, or carried; nil where the case has none.
    var bytes: Int?
    var store: String
    var clients: Int
    var batch: Int
    /// The raw counterpart's seconds over these, in the same run: above 1 is faster than raw.
    var rawRatio: Double?
    /// Further members of the line.
    var details: [String: JSONValue] = [:]

    /// One line of JSON.
    var line: String {
        let rate = Double(n) / max(measurement.seconds, 1e-9)
        var members: [String: JSONValue] = [
            "case": .string(name), "n": .integer(Int64(n)), "seconds": Result.rounded(measurement.seconds),
            "cpu_seconds": Result.rounded(measurement.cpuSeconds), "rate": .integer(Int64(rate)),
            "unit": .string(unit), "rss_mb": .integer(Int64(OwnProcess.peakMegabytes)), "store": .string(store),
            "clients": .integer(Int64(clients)), "batch": .integer(Int64(batch)),
        ]
        members["bytes"] = bytes.map { .integer(Int64($0)) } ?? .null
        if let rawRatio { members["peer_ratio"] = Result.rounded(rawRatio) }
        members.merge(details) { _, new in new }
        return JSONValue.object(members).text
    }

    /// A number with three decimals.
    static func rounded(_ value: Double) -> JSONValue {
        .decimal(units: Int64((value * 1_000).rounded()), scale: 3)
    }
}

extension Result {
    /// Adds what the daemon used, apart from this process.
    func with(_ daemon: DaemonUsage, cpuSeconds: Double, per count: Int? = nil) -> Result {
        var result = self
        result.details["daemon_cpu_seconds"] = Result.rounded(cpuSeconds)
        result.details["daemon_peak_mb"] = .integer(Int64(daemon.peakMegabytes))
        if let count, count > 0 {
            result.details["daemon_cpu_seconds_per_100000"] = Result.rounded(cpuSeconds * 100_000 / Double(count))
        }
        return result
    }
}

/// How long something took, by the clock on the wall and by the processor.
struct Measurement: Sendable {
    var seconds: Double
    /// User and system time of this process, all threads.
    var cpuSeconds: Double

    static func of(_ work: () throws -> Void) rethrows -> Measurement {
        let (clock, cpu) = (ContinuousClock.now, OwnProcess.cpuSeconds)
        try work()
        return Measurement(
            seconds: (ContinuousClock.now - clock) / .seconds(1), cpuSeconds: OwnProcess.cpuSeconds - cpu)
    }

    static func of(_ work: () async throws -> Void) async rethrows -> Measurement {
        let (clock, cpu) = (ContinuousClock.now, OwnProcess.cpuSeconds)
        try await work()
        return Measurement(
            seconds: (ContinuousClock.now - clock) / .seconds(1), cpuSeconds: OwnProcess.cpuSeconds - cpu)
    }

    /// The one in the middle by the clock.
    static func median(_ all: [Measurement]) -> Measurement {
        all.sorted { $0.seconds < $1.seconds }[all.count / 2]
    }
}

/// What the system says of this process.
enum OwnProcess {
    static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return cpuSeconds(usage)
    }

    static func cpuSeconds(_ usage: rusage) -> Double {
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The most memory that was resident so far.
    static var peakMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int(usage.ru_maxrss) / 1_024
    }
}
