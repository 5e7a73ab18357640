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

    /// One line of JSON.
    var line: String {
        let rate = Double(n) / max(measurement.seconds, 1e-9)
        var members: [String: JSONValue] = [
            "case": .string(name), "n": .integer(Int64(n)), "seconds": Result.rounded(measurement.seconds),
            "cpu_seconds": Result.rounded(measurement.cpuSeconds), "rate": .integer(Int64(rate)),
            "unit": .string(unit), "rss_mb": .integer(Int64(Process.peakMegabytes)), "store": .string(store),
            "clients": .integer(Int64(clients)), "batch": .integer(Int64(batch)),
        ]
        members["bytes"] = bytes.map { .integer(Int64($0)) } ?? .null
        if let rawRatio { members["peer_ratio"] = Result.rounded(rawRatio) }
        return JSONValue.object(members).text
    }

    private static func rounded(_ value: Double) -> JSONValue {
        .decimal(units: Int64((value * 1_000).rounded()), scale: 3)
    }
}

/// How long something took, by the clock on the wall and by the processor.
struct Measurement: Sendable {
    var seconds: Double
    /// User and system time of this process, all threads.
    var cpuSeconds: Double

    static func of(_ work: () throws -> Void) rethrows -> Measurement {
        let (clock, cpu) = (ContinuousClock.now, Process.cpuSeconds)
        try work()
        return Measurement(seconds: (ContinuousClock.now - clock) / .seconds(1), cpuSeconds: Process.cpuSeconds - cpu)
    }

    static func of(_ work: () async throws -> Void) async rethrows -> Measurement {
        let (clock, cpu) = (ContinuousClock.now, Process.cpuSeconds)
        try await work()
        return Measurement(seconds: (ContinuousClock.now - clock) / .seconds(1), cpuSeconds: Process.cpuSeconds - cpu)
    }

    /// The one in the middle by the clock.
    static func median(_ all: [Measurement]) -> Measurement {
        all.sorted { $0.seconds < $1.seconds }[all.count / 2]
    }
}

/// What the system says of this process.
enum Process {
    static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
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
