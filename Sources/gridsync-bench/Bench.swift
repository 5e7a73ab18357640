import Foundation
import GridCatalogueFile
import GridCausality
import GridHub
import GridRecords
import GridStoreSQLite
import GridSync
import GridWire
import Synchronization

/// A hub over SQLite in a directory of its own, with one county, for the time of a measurement.
final class Bench: Sendable {
    static let now: Int64 = 1_772_323_200_000
    static let area = "330781001001"
    let hub: Hub
    let store: SQLiteHubStore
    let directory: String
    private let random = Mutex(Randomness(1))

    init(in parent: String) async throws {
        directory = try TemporaryDirectory.make(in: parent)
        store = try SQLiteHubStore(directory: directory, create: true)
        let random = Mutex(Randomness(2))
        let catalogue = try CatalogueFiles.load()
        let reporting = try ReportingFiles.load()
        hub = try Hub(
            store: store, codec: RecordRowCodec(), catalogue: catalogue,
            environment: HubEnvironment(
                clock: { Bench.now }, random: { count in random.withLock { $0.bytes(count) } },
                keys: HubKeys(master: [UInt8](repeating: 7, count: 32)), ledger: NoLedger(), software: "bench/1"),
            rules: GoverningRules(
                book: try WorkflowFiles.load(for: catalogue), schema: reporting.schema, reports: reporting.reports,
                lists: reporting.lists, stars: reporting.stars))
        let rows: [JSONValue] = [
            ["code": "330781", "name": "County", "level": "county", "parent": ""],
            ["code": .string(Bench.area), "name": "Grid", "level": "grid", "parent": "330781"],
        ]
        _ = try await hub.command("areas.import", ["rows": .array(rows)])
    }

    func device(role: Role = .worker, seed: UInt64) async throws -> SimpleDevice {
        let added = try await hub.command(
            "workers.add", ["name": "Worker", "role": .string(role.rawValue), "areas": ["330781"]])
        let code = try await hub.command("devices.code", ["worker": added[0]["worker"] ?? .null])
        let enrolment = try await hub.enrol(EnrolRequest(code: code[0]["code"]?.string ?? "", software: "bench/1"))
        return SimpleDevice(enrolment, random: Randomness(seed))
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

    func end() throws {
        try store.close()
        try FileManager.default.removeItem(atPath: directory)
    }

    private struct NoLedger: Ledger {
        func append(_ line: String) {}
        func lines() -> [String] { [] }
    }
}

enum TemporaryDirectory {
    static func make(in parent: String) throws -> String {
        let path = "\(parent)/gridsync-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
