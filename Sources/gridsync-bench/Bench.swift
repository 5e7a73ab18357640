import Foundation
import GridCatalogueFile
import GridCausality
import GridGoverning
import GridHub
import GridRecords
import GridStoreSQLite
import GridSync
import GridWire
import Synchronization

/// A hub over SQLite in a directory of its own, with one county, for the time of a measurement.
final class Bench: Sendable {
    static let now: Int64 = 1_772_323_200_000
    let areas: Areas
    let hub: Hub
    let store: SQLiteHubStore
    let directory: String
    /// Milliseconds since 1970, for the hub and the devices.
    let clock: @Sendable () -> Int64
    private static let masterKey = [UInt8](repeating: 7, count: 32)

    /// - Parameter clock: the wall clock where the directory is to be handed over to a daemon.
    init(
        in parent: String, areas: Areas = .single, clock: @escaping @Sendable () -> Int64 = { Bench.now }
    ) async throws {
        self.areas = areas
        self.clock = clock
        directory = try TemporaryDirectory.make(in: parent)
        store = try SQLiteHubStore(directory: directory, create: true, checksReferences: false)
        let random = Mutex(Randomness(2))
        let catalogue = try CatalogueFiles.load()
        let reporting = try ReportingFiles.load()
        hub = try Hub(
            store: store, codec: RecordRowCodec(), catalogue: catalogue,
            environment: HubEnvironment(
                clock: clock, random: { count in random.withLock { $0.bytes(count) } },
                keys: HubKeys(master: Bench.masterKey), ledger: NoLedger(), software: "bench/1"),
            rules: GoverningRules(
                book: try WorkflowFiles.load(for: catalogue), schema: reporting.schema, reports: reporting.reports,
                lists: reporting.lists, stars: reporting.stars))
        _ = try await hub.command("areas.import", ["rows": .array(areas.rows)])
    }

    func device(role: Role = .worker, seed: UInt64) async throws -> SimpleDevice {
        let enrolment = try await hub.enrol(EnrolRequest(code: try await code(role: role), software: "bench/1"))
        return SimpleDevice(enrolment, random: Randomness(seed), now: clock())
    }

    /// So many devices, each of a worker of its own, whose enrolments share their syncs.
    func devices(_ count: Int, role: Role = .worker, seed: UInt64) async throws -> [SimpleDevice] {
        let together = 64
        var enrolments: [Enrolment] = []
        while enrolments.count < count {
            enrolments += try await withThrowingTaskGroup(of: Enrolment.self) { group in
                for _ in 0..<min(together, count - enrolments.count) {
                    group.addTask {
                        try await self.hub.enrol(
                            EnrolRequest(code: try await self.code(role: role), software: "bench/1"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        let now = clock()
        return enrolments.enumerated().map { number, enrolment in
            SimpleDevice(enrolment, random: Randomness(seed &* 1_000_003 &+ UInt64(number)), now: now)
        }
    }

    /// An enrolment code of a new worker.
    func code(role: Role = .worker) async throws -> String {
        let added = try await hub.command(
            "workers.add", ["name": "Worker", "role": .string(role.rawValue), "areas": [.string(areas.root)]])
        let code = try await hub.command("devices.code", ["worker": added[0]["worker"] ?? .null])
        return code[0]["code"]?.string ?? ""
    }

    /// What the daemon does with the bytes of a request, less HTTP. Returns the bytes of the answer.
    @concurrent
    func answer(_ request: [UInt8], _ session: DeviceSession) async throws -> [UInt8] {
        let request = try Wire.decode(SyncRequest.self, from: request, as: .protobuf)
        return Wire.encode(try await hub.sync(request, session: session), as: .protobuf)
    }

    /// Bytes of the store's files, the log of SQLite included.
    var bytesOnDisk: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }

    /// Closes the store and leaves the directory as a daemon's, with the master key that this hub had.
    func handOver() throws -> String {
        try store.close()
        let (manager, mode) = (FileManager.default, [FileAttributeKey.posixPermissions: 0o700])
        try manager.setAttributes(mode, ofItemAtPath: directory)
        try manager.createDirectory(atPath: "\(directory)/keys", withIntermediateDirectories: true, attributes: mode)
        try Data(Bench.masterKey).write(to: URL(fileURLWithPath: "\(directory)/keys/master.key"))
        return directory
    }

    func end() throws {
        try store.close()
        try FileManager.default.removeItem(atPath: directory)
    }

    private struct NoLedger: Ledger {
        func append(_ line: String) {}
        func lines() -> [String] { [] }
    }
}

/// The clock on the wall.
enum WallClock {
    /// Milliseconds since 1970.
    static let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
}

enum TemporaryDirectory {
    static func make(in parent: String) throws -> String {
        let path = "\(parent)/gridsync-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
