import GridCausality
import GridHub
import GridRecords
import GridSync
import Synchronization

/// A hub that knows one token and one code, and counts what reached it.
final class FakeHub: HubService {
    static let token = "good-token"
    static let code = "GOOD-CODE"
    static let epoch = EpochID(bits: Bits128(high: 1, low: 2))

    let catalogue = Catalogue(version: "v1", kinds: [])
    private let reached = Mutex<[String]>([])
    private let failure = Mutex<HubError?>(nil)
    private let gate = Mutex<[CheckedContinuation<Void, Never>]>([])
    private let isGated = Mutex(false)

    /// What was asked of the hub, in order.
    var calls: [String] { reached.withLock { $0 } }

    /// From now on every exchange fails so.
    func fail(with error: HubError) { failure.withLock { $0 = error } }

    /// From now on every exchange waits for `open`.
    func close() { isGated.withLock { $0 = true } }
    func open() {
        isGated.withLock { $0 = false }
        for waiting in gate.withLock({ waiting in
            defer { waiting = [] }; return waiting
        }) { waiting.resume() }
    }

    private let done = Mutex(false)
    var isFinished: Bool { done.withLock { $0 } }
    func finished() { done.withLock { $0 = true } }

    private func note(_ call: String) async throws(HubError) {
        reached.withLock { $0.append(call) }
        if isGated.withLock({ $0 }) { await withCheckedContinuation { next in gate.withLock { $0.append(next) } } }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    func session(token: String) async throws(HubError) -> DeviceSession {
        if token == "revoked-token" { throw HubError("revoked", status: 403, "this device was revoked") }
        guard token == FakeHub.token else { throw HubError("unauthorized", status: 401, "the token is not known") }
        return DeviceSession(device: DeviceID("d-1"), worker: WorkerID("w-1"))
    }

    func enrol(_ request: EnrolRequest) async throws(HubError) -> Enrolment {
        try await note("enrol")
        guard request.code == FakeHub.code else { throw HubError("unauthorized", status: 401, "the code is not good") }
        return enrolment
    }

    func sync(_ request: SyncRequest, session: DeviceSession) async throws(HubError) -> SyncResponse {
        try await note("sync")
        return SyncResponse(
            hubTime: 1, epoch: FakeHub.epoch, standing: .normal, head: 0, headChain: [UInt8](repeating: 7, count: 16),
            catalogueVersion: "v1")
    }

    func descend(_ request: DescendRequest, session: DeviceSession) async throws(HubError) -> Enrolment {
        try await note("descend")
        return enrolment
    }

    func chain(_ request: ChainRequest, session: DeviceSession) async throws(HubError) -> ChainResponse {
        try await note("chain")
        return ChainResponse(head: 0, links: [])
    }

    func call(_ name: String, _ arguments: JSONValue, session: DeviceSession) async throws(HubError) -> [JSONValue] {
        try await note("call \(name)")
        return [["echo": arguments]]
    }

    func command(_ name: String, _ arguments: JSONValue) async throws(HubError) -> [JSONValue] {
        try await note("command \(name)")
        return [["echo": arguments]]
    }

    func gauges() async throws(HubError) -> [String: Double] { ["gridsync_records": 3] }

    private var enrolment: Enrolment {
        Enrolment(
            device: DeviceID("d-1"), replica: ReplicaID(bits: Bits128(high: 3, low: 4)), token: "t",
            epoch: FakeHub.epoch,
            manifest: ScopeManifest(
                version: "m", worker: WorkerID("w-1"), name: "n", role: .worker, assigned: [], areas: []),
            catalogueVersion: "v1", sealingKey: [UInt8](repeating: 1, count: 32), hubTime: 1)
    }
}
