import Foundation
import GRDB
import GridRecords

/// A running `gridsyncd` over the data directory of a bench that was handed over; it and the directory go with the
/// value.
final class DaemonUnderTest {
    let directory: String
    let port: Int
    let address: String
    let pid: Int32
    private let process: Foundation.Process
    private let syncs: SyncCount?
    private var ownsDirectory = true

    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - directory: a data directory that nobody has open.
    ///   - certificate: for TLS; without it plain HTTP.
    ///   - countsSyncs: whether `strace` counts the syncs, which costs a little at each of them.
    init(in directory: String, certificate: SelfSigned? = nil, countsSyncs: Bool = false) throws {
        self.directory = directory
        var arguments = ["serve", "--data", directory, "--listen", "127.0.0.1:0", "--json"]
        if let certificate {
            arguments += ["--tls-certificate", certificate.certificate, "--tls-key", certificate.key]
        }
        let syncs = countsSyncs ? try SyncCount(in: directory) : nil
        let program = try Programs.path("gridsyncd")
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: syncs?.program ?? program)
        process.arguments = (syncs.map { $0.arguments + [program] } ?? []) + arguments
        process.standardError = try DaemonUnderTest.log(in: directory)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = DaemonUnderTest.firstLine(of: output.fileHandleForReading)
        guard let address = (try? JSONValue(parsing: line))?["listening"]?.string,
            let port = address.split(separator: ":").last.flatMap({ Int($0) })
        else {
            process.terminate()
            let log = try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)
            throw NotStarted(description: "gridsyncd did not start: \(line) \(log ?? "")")
        }
        (self.process, self.syncs, self.address, self.port) = (process, syncs, address, port)
        pid = process.processIdentifier
    }

    deinit {
        if process.isRunning { kill(pid, SIGKILL) }
        process.waitUntilExit()
        if ownsDirectory { try? FileManager.default.removeItem(atPath: directory) }
    }

    var usage: DaemonUsage { DaemonUsage(pid: pid) }

    /// The processor time once the daemon has come to rest: what it does after its answers, too.
    func usageAtRest() -> DaemonUsage {
        while process.isRunning, commitsNotCopied > 0 { Thread.sleep(forTimeInterval: 0.5) }
        var last = usage
        var quiet = 0
        while quiet < 4 {
            Thread.sleep(forTimeInterval: 0.5)
            let next = usage
            quiet = next.cpuSeconds - last.cpuSeconds < 0.025 ? quiet + 1 : 0
            last = next
        }
        return last
    }

    /// How many commits the copy for SQL tools does not have yet.
    var commitsNotCopied: Int {
        let copied = number(in: "readmodel.sqlite", "SELECT position FROM _mark") ?? 0
        return Int((number(in: "hub.sqlite", "SELECT max(position) FROM commits") ?? 0) - copied)
    }

    private func number(in file: String, _ sql: String) -> Int64? {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try? DatabaseQueue(path: "\(directory)/\(file)", configuration: configuration)
        return try? queue?.read { try Int64.fetchOne($0, sql: sql) }
    }

    /// Ends the daemon in order. Returns how often it synced files, where that was counted.
    @discardableResult
    func stop() throws -> Syncs? {
        process.terminate()
        process.waitUntilExit()
        return try syncs?.counted()
    }

    /// Another daemon over the same data, after this one has ended.
    func restarted(certificate: SelfSigned) throws -> DaemonUnderTest {
        try stop()
        let next = try DaemonUnderTest(in: directory, certificate: certificate)
        ownsDirectory = false
        return next
    }

    /// A figure of the daemon's page of metrics.
    func metric(_ name: String) throws -> Int? {
        let connection = try HTTPConnection(port: port)
        let answer = try connection.exchange(HTTPRequest.get("/metrics"))
        for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, parts[0] == name { return Double(parts[1]).map { Int($0) } }
        }
        return nil
    }

    private static func log(in directory: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: "\(directory)/log", contents: nil)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(directory)/log"))
    }

    private static func firstLine(of handle: FileHandle) -> String {
        var bytes: [UInt8] = []
        while let byte = try? handle.read(upToCount: 1)?.first, byte != 0x0A { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The project's other programs: in `$GRIDSYNC_BIN`, else beside this one.
enum Programs {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static func path(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(fileURLWithPath: own).deletingLastPathComponent().path
        let path = (ProcessInfo.processInfo.environment["GRIDSYNC_BIN"] ?? beside) + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "there is no \(path): build it, or name its directory in GRIDSYNC_BIN")
        }
        return path
    }

    /// A program of the system.
    static func system(_ name: String) throws -> String {
        let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        for directory in directories where FileManager.default.isExecutableFile(atPath: "\(directory)/\(name)") {
            return "\(directory)/\(name)"
        }
        throw Missing(description: "there is no \(name) on this machine")
    }
}
