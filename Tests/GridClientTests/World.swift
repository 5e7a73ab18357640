import GridCausality
import GridClient
import GridGoverning
import GridHub
import GridRecords
import GridStore
import GridSync
import GridWire
import Synchronization

/// A hub and its devices in one process, under one clock, with chance from a seed and a network that fails on order.
final class World: Sendable {
    private struct State {
        var now: Int64 = 1_770_000_000_000
        var seed: UInt64
    }

    private let state: Mutex<State>
    let hub: SwitchedHub

    init(
        seed: UInt64 = 1, store: any HubStore = MemoryHubStore(), catalogue: Catalogue = SmallCatalogue.value,
        rules: GoverningRules? = nil
    ) throws {
        state = Mutex(State(seed: seed))
        hub = SwitchedHub()
        hub.put(try makeHub(store, catalogue: catalogue, rules: rules))
    }

    /// A hub of this county over a store, with the master key that all of its stores share.
    func makeHub(
        _ store: any HubStore, catalogue: Catalogue = SmallCatalogue.value, rules: GoverningRules? = nil
    ) throws -> Hub {
        try Hub(
            store: store, codec: RecordRowCodec(), catalogue: catalogue,
            environment: HubEnvironment(
                clock: { self.now }, random: { self.random($0) },
                keys: HubKeys(master: Array(repeating: 7, count: 32)), ledger: ListLedger(), software: "hub/test"),
            rules: rules)
    }

    var now: Int64 { state.withLock { $0.now } }

    func pass(milliseconds: Int64) { state.withLock { $0.now += milliseconds } }

    func random(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state.seed &+= 0x9E37_79B9_7F4A_7C15
                var bits = state.seed
                bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
                bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: bits ^ (bits >> 31))
            }
        }
    }

    /// A county 33 with the townships 3301 and 3302 and two grids below each.
    func settle() async throws {
        var rows: [JSONValue] = [Self.area("33", "county", nil)]
        for township in ["3301", "3302"] {
            rows.append(Self.area(township, "township", "33"))
            for grid in ["01", "02"] { rows.append(Self.area(township + grid, "grid", township)) }
        }
        _ = try await hub.command("areas.import", ["rows": .array(rows)])
    }

    private static func area(_ code: String, _ level: String, _ parent: String?) -> JSONValue {
        [
            "code": .string(code), "name": .string(code), "level": .string(level),
            "parent": parent.map { .string($0) } ?? .null,
        ]
    }

    struct Installation {
        let client: GridClient
        let store: any DeviceStore
        let network: Network
        let worker: String
        let device: String
    }

    func worker(_ role: Role, _ areas: [String]) async throws -> String {
        let added = try await hub.command(
            "workers.add",
            ["name": "worker", "role": .string(role.rawValue), "areas": .array(areas.map { .string($0) })])
        return added[0]["worker"]?.string ?? ""
    }

    func enrol(_ role: Role, _ areas: [String], clockShift: Int64 = 0) async throws -> Installation {
        try await enrol(worker: try await worker(role, areas), clockShift: clockShift)
    }

    func enrol(worker: String, clockShift: Int64 = 0, store: any DeviceStore = MemoryDeviceStore()) async throws
        -> Installation
    {
        let network = Network(hub)
        let client = open(store, network, clockShift: clockShift)
        let answer = try await client.enrol(
            hub: "http://hub.test", code: try await code(of: worker), certificateFile: nil)
        return Installation(
            client: client, store: store, network: network, worker: worker, device: answer["device"]?.string ?? "")
    }

    /// A new enrolment code.
    func code(of worker: String) async throws -> String {
        try await hub.command("devices.code", ["worker": .string(worker)])[0]["code"]?.string ?? ""
    }

    /// - Parameter batch: changesets in one push, at most.
    func open(_ store: any DeviceStore, _ network: Network, clockShift: Int64 = 0, batch: Int? = nil) -> GridClient {
        var environment = ClientEnvironment(
            clock: { self.now + clockShift }, random: { self.random($0) }, pause: { self.pass(milliseconds: $0) },
            software: "client/test")
        if let batch { environment.batchChangesets = batch }
        return GridClient(store: store, codec: RecordRowCodec(), transport: network, environment: environment)
    }

    /// The hub's export lines of an area and everything below it.
    func export(_ area: String) async throws -> [String] {
        try await hub.command("export", ["area": .string(area)]).map(\.text)
    }
}

final class ListLedger: Ledger {
    private let kept = Mutex<[String]>([])
    func append(_ line: String) { kept.withLock { $0.append(line) } }
    func lines() -> [String] { kept.withLock { $0 } }
}

/// The hub that answers now; a test puts another in its place.
final class SwitchedHub: Sendable {
    private let current = Mutex<Hub?>(nil)

    func put(_ hub: Hub) { current.withLock { $0 = hub } }

    var hub: Hub {
        guard let hub = current.withLock({ $0 }) else { fatalError("no hub was put here") }
        return hub
    }

    func command(_ name: String, _ arguments: JSONValue) async throws -> [JSONValue] {
        try await hub.command(name, arguments)
    }
}
