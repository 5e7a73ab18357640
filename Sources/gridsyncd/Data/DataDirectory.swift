import Foundation
import GridHub

/// The places of a data directory.
struct DataDirectory {
    let path: String

    var database: String { path + "/hub.sqlite" }
    var readModel: String { path + "/readmodel.sqlite" }
    var masterKey: String { path + "/keys/master.key" }
    var ledger: String { path + "/ledger" }

    /// The one named, else `$GRIDSYNCD_DATA`, else `~/.local/share/gridsyncd`.
    init(named: String?) {
        let environment = ProcessInfo.processInfo.environment
        let chosen =
            named ?? environment["GRIDSYNCD_DATA"] ?? (environment["HOME"] ?? ".") + "/.local/share/gridsyncd"
        path = chosen.count > 1 && chosen.hasSuffix("/") ? String(chosen.dropLast()) : chosen
    }

    var hasStore: Bool { FileManager.default.fileExists(atPath: database) }

    /// Whether there is nothing yet: no directory, or an empty one.
    var isVacant: Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        return (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) ?? false
    }

    /// Makes the directory and the one for keys, for their owner alone.
    func create() throws(Failure) {
        do {
            for directory in [path, path + "/keys"] {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw Failure(
                "cannot_create", "\(path) cannot be made: \(error.localizedDescription)",
                hint: "name another with --data")
        }
    }

    /// The administrative socket by a path short enough for the system, however long the directory's is.
    func withSocketPath<Value>(_ use: (String) async throws -> Value) async throws -> Value {
        let plain = path + "/admin.sock"
        guard plain.utf8.count > 100 else { return try await use(plain) }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return try await use(plain) }
        defer { close(descriptor) }
        return try await use("/proc/self/fd/\(descriptor)/admin.sock")
    }

    /// The hub's master key, made at the first start.
    ///
    /// - Returns: the key, and whether it is new.
    func masterKeyBytes() throws(Failure) -> (bytes: [UInt8], isNew: Bool) {
        if FileManager.default.fileExists(atPath: masterKey) {
            guard let data = FileManager.default.contents(atPath: masterKey), data.count == 32 else {
                throw Failure(
                    "io", "\(masterKey) is no key of 32 bytes", hint: "put the right file back from where you keep it",
                    exitCode: 74)
            }
            return (Array(data), false)
        }
        let bytes = Randomness.bytes(32)
        try DurableFile.create(masterKey, bytes: bytes)
        return (bytes, true)
    }
}

/// Random bytes from the system.
enum Randomness {
    static let bytes: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// The wall clock.
enum WallClock {
    /// Milliseconds since 1970.
    static let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
}
