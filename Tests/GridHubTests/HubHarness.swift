import GridCatalogueFile
import GridCausality
import GridGoverning
import GridRecords
import GridStore
import GridSync
import GridWire
import Synchronization
import Testing

@testable import GridHub

/// A seeded source of bits, so that a failing run can be repeated (SplitMix64, Steele et al. 2014).
final class Seed: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

final class MemoryLedger: Ledger {
    private let all = Mutex<[String]>([])
    func append(_ line: String) { all.withLock { $0.append(line) } }
    func lines() -> [String] { all.withLock { $0 } }
}

/// A hub over a store in memory, with a clock that tests move, a small county, and devices to play with.
final class HubHarness: Sendable {
    static let start: Int64 = 1_772_323_200_000
    let store: MemoryHubStore
    let hub: Hub
    let ledger = MemoryLedger()
    let seed: Seed
    let clock: HarnessClock

    private static func start(
        _ store: MemoryHubStore, _ clock: HarnessClock, _ seed: Seed, _ ledger: MemoryLedger, _ rules: GoverningRules?,
        _ helper: MergeHelper
    ) throws -> Hub {
        try Hub(
            store: store, codec: RecordRowCodec(), catalogue: try CatalogueFiles.load(),
            environment: HubEnvironment(
                clock: { clock.now }, random: { seed.bytes($0) },
                keys: HubKeys(master: [UInt8](repeating: 7, count: 32)), ledger: ledger, software: "test"),
            rules: rules, executor: nil, helper: helper)
    }

    /// Another process over the same store and ledger.
    func startAgain() throws -> Hub { try HubHarness.start(store, clock, seed, ledger, nil, .thread()) }

    init(
        seed: UInt64 = 1, store: MemoryHubStore = MemoryHubStore(), rules: GoverningRules? = nil,
        at time: Int64 = start,
        helper: MergeHelper = .thread()
    ) async throws {
        let seed = Seed(seed)
        let clock = HarnessClock(time)
        self.seed = seed
        self.store = store
        self.clock = clock
        hub = try HubHarness.start(store, clock, seed, ledger, rules, helper)
        _ = try await hub.command("areas.import", ["rows": .array(HubHarness.county)])
    }

    static let county: [JSONValue] = [
        row("330781", "兰溪市", "county", ""), row("330781001", "兰江街道", "township", "330781"),
        row("330781002", "云山街道", "township", "330781"), row("G1", "一网格", "grid", "330781001"),
        row("G2", "二网格", "grid", "330781001"), row("G3", "三网格", "grid", "330781002"),
    ]

    static func row(_ code: String, _ name: String, _ level: String, _ parent: String, from old: String = "")
        -> JSONValue
    {
        [
            "code": .string(code), "name": .string(name), "level": .string(level), "parent": .string(parent),
            "predecessors": .string(old),
        ]
    }

    func worker(_ name: String, role: Role = .worker, areas: [String]) async throws -> String {
        let line = try await hub.command(
            "workers.add",
            ["name": .string(name), "role": .string(role.rawValue), "areas": .array(areas.map { .string($0) })])
        return try #require(line.first?["worker"]?.string)
    }

    func device(of worker: String) async throws -> HubDevice {
        let line = try await hub.command("devices.code", ["worker": .string(worker)])
        let code = try #require(line.first?["code"]?.string)
        let enrolment = try await hub.enrol(EnrolRequest(code: code, software: "test 1"))
        return HubDevice(harness: self, enrolment: enrolment)
    }

    func device(_ name: String, role: Role = .worker, areas: [String]) async throws -> HubDevice {
        try await device(of: try await worker(name, role: role, areas: areas))
    }

    func command(_ name: String, _ arguments: JSONValue = [:]) async throws -> [JSONValue] {
        try await hub.command(name, arguments)
    }
}

final class HarnessClock: Sendable {
    private let time: Mutex<Int64>
    init(_ start: Int64) { time = Mutex(start) }
    var now: Int64 { time.withLock { $0 } }
    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
