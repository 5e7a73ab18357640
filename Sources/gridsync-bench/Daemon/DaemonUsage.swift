import Foundation
import GridRecords

/// What the system says of the daemon's process, from `/proc`.
struct DaemonUsage: Sendable {
    /// User and system time of all threads, in steps of the system's tick (10 ms).
    var cpuSeconds = 0.0
    var residentMegabytes = 0
    /// What is the process's own of it, without the pages of its program and libraries.
    var ownMegabytes = 0
    /// The most that was resident so far.
    var peakMegabytes = 0
    /// Bytes that it caused to be written to the disk.
    var writtenBytes = 0

    init(pid: Int32) {
        let read = { (name: String) in (try? String(contentsOfFile: "/proc/\(pid)/\(name)", encoding: .utf8)) ?? "" }
        // The name in brackets may hold anything, so counting begins after it: state is the first field.
        let fields = read("stat").split(separator: ")").last?.split(separator: " ") ?? []
        if fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) {
            cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        }
        let status = read("status")
        residentMegabytes = DaemonUsage.number("VmRSS:", in: status) / 1_024
        ownMegabytes = DaemonUsage.number("RssAnon:", in: status) / 1_024
        peakMegabytes = DaemonUsage.number("VmHWM:", in: status) / 1_024
        writtenBytes = DaemonUsage.number("write_bytes:", in: read("io"))
    }

    private static func number(_ name: String, in text: String) -> Int {
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return 0
    }
}

/// Counts the syncs of a program that is started through `strace`, which stops it at these calls alone.
struct SyncCount {
    let program: String
    let arguments: [String]
    private let file: String

    init(in directory: String) throws {
        program = try Programs.system("strace")
        file = "\(directory)/syncs"
        // -D: the program stays this process's child, with the number that was asked for.
        arguments = ["-D", "-f", "-y", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-o", file]
    }

    /// After the program has ended. The tracer may write its last lines a moment later.
    func counted() throws -> Syncs {
        Thread.sleep(forTimeInterval: 0.3)
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let calls = lines.filter { $0.contains("sync(") && !$0.contains("resumed") }
        return Syncs(
            store: calls.count { $0.contains("/hub.sqlite") }, readModel: calls.count { $0.contains("/readmodel.") },
            all: calls.count)
    }
}

/// How often a daemon synced files, from its start to its end.
struct Syncs: Sendable {
    let store: Int
    let readModel: Int
    let all: Int

    var details: [String: JSONValue] {
        [
            "syncs_store": .integer(Int64(store)), "syncs_read_model": .integer(Int64(readModel)),
            "syncs": .integer(Int64(all)),
        ]
    }
}
