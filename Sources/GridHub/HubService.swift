package import GridRecords
package import GridSync

/// What the endpoints and the administrative socket ask of the hub.
package protocol HubService: Sendable {
    /// The device behind a token; 401 for an unknown one, 403 for a revoked one.
    func session(token: String) async throws(HubError) -> DeviceSession
    /// Turns a one-time code into a device; no difference between wrong, used and expired.
    func enrol(_ request: EnrolRequest) async throws(HubError) -> Enrolment
    func sync(_ request: SyncRequest, session: DeviceSession) async throws(HubError) -> SyncResponse
    func descend(_ request: DescendRequest, session: DeviceSession) async throws(HubError) -> Enrolment
    func chain(_ request: ChainRequest, session: DeviceSession) async throws(HubError) -> ChainResponse
    /// A question or order of a device that is not part of the exchange; each value is one line of the answer.
    func call(_ name: String, _ arguments: JSONValue, session: DeviceSession) async throws(HubError) -> [JSONValue]
    /// An administrative command; each value is one line of the answer.
    func command(_ name: String, _ arguments: JSONValue) async throws(HubError) -> [JSONValue]
    /// Figures for the metrics page, by metric name.
    func gauges() async throws(HubError) -> [String: Double]
    var catalogue: Catalogue { get }
}

/// Who speaks: a device whose token was checked.
package struct DeviceSession: Hashable, Sendable {
    package let device: DeviceID
    package let worker: WorkerID

    package init(device: DeviceID, worker: WorkerID) {
        self.device = device
        self.worker = worker
    }
}

/// A refusal at the hub's door: a stable code, a sentence, what to do next, and the HTTP status it goes out with.
package struct HubError: Error, Hashable, Sendable {
    package var code: String
    package var message: String
    package var hint: String
    package var status: Int
    package var retryAfterSeconds: Int?
    /// With `gap`: the hub's last counter of the replica.
    package var head: UInt64?

    package init(
        _ code: String, status: Int, _ message: String, hint: String = "", retryAfterSeconds: Int? = nil,
        head: UInt64? = nil
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.hint = hint
        self.retryAfterSeconds = retryAfterSeconds
        self.head = head
    }
}

/// Everything that the hub takes from outside.
package struct HubEnvironment: Sendable {
    /// The wall clock, milliseconds since 1970.
    package var clock: @Sendable () -> Int64
    /// That many random bytes.
    package var random: @Sendable (Int) -> [UInt8]
    package var keys: HubKeys
    package var ledger: any Ledger
    /// Name and version of the program.
    package var software: String

    package init(
        clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8], keys: HubKeys,
        ledger: any Ledger, software: String
    ) {
        self.clock = clock
        self.random = random
        self.keys = keys
        self.ledger = ledger
        self.software = software
    }
}

/// Prohibitions that a restore must not take back: revocations, disabled workers, withdrawn scopes, erasures.
package protocol Ledger: Sendable {
    /// On disk when it returns.
    func append(_ line: String) throws
    func lines() throws -> [String]
}
