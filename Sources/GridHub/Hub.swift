import GridCausality
package import GridGoverning
package import GridRecords
package import GridStore
package import GridSync
import Synchronization

/// The hub: takes what devices bring, merges it, and answers, over one store that it alone writes.
///
/// Each request is one job in a group commit. What a job decides is pure; this type only runs it.
package final class Hub: HubService {
    package let catalogue: Catalogue
    /// What the office governs by; nil for a hub that only synchronises.
    let rules: GoverningRules?
    let codec: any CreationCoding
    let environment: HubEnvironment
    /// For what reads long.
    let reader: SnapshotReader
    /// For tokens and pages, which nobody's push is to wait for.
    private let pages: SnapshotReaders
    private let store: any HubStore
    private let committer: GroupCommitter
    private let tree: Mutex<AreaTree>
    private let readings = DocumentReadings()
    private let recordReadings = RecordReadings()
    private let helper: MergeHelper

    /// - Parameters:
    ///   - rules: for reports, lists, stars and deadlines; without them those commands are refused.
    ///   - executor: where jobs run, one at a time; nil for queues of the hub's own.
    package convenience init(
        store: any HubStore, codec: any CreationCoding, catalogue: Catalogue, environment: HubEnvironment,
        rules: GoverningRules? = nil, executor: (any SerialExecutor)? = nil
    ) throws(HubError) {
        try self.init(
            store: store, codec: codec, catalogue: catalogue, environment: environment, rules: rules,
            executor: executor, helper: executor == nil ? .thread() : .nobody)
    }

    init(
        store: any HubStore, codec: any CreationCoding, catalogue: Catalogue, environment: HubEnvironment,
        rules: GoverningRules?, executor: (any SerialExecutor)?, helper: MergeHelper
    ) throws(HubError) {
        self.store = store
        self.codec = codec
        self.catalogue = catalogue
        self.environment = environment
        self.rules = rules
        reader = SnapshotReader(store: store, executor: executor ?? StoreQueue(label: "gridsync.hub.reading"))
        pages = SnapshotReaders(store: store, executor: executor)
        committer = GroupCommitter(store: store, executor: executor ?? StoreQueue(label: "gridsync.hub.store"))
        tree = Mutex(AreaTree())
        self.helper = helper
        do {
            let result = try store.commit([prepare])
            for outcome in result { try outcome.get() }
        } catch { throw HubError.from(error) }
    }

    private func prepare(_ transaction: any HubTransaction) throws {
        let areas = AreaTree(try HubWork.areas(in: Documents(transaction: transaction, readings: readings)))
        tree.withLock { $0 = areas }
        let work = work(transaction)
        _ = try work.epoch()
        // A disk that lost its last commits may have lost a prohibition that no device can notice.
        try work.replay(try environment.ledger.lines())
        try work.finishImport()
        try work.documents.put(.meta, "catalogue/\(catalogue.version)", work.now)
    }

    private func work(_ transaction: any HubTransaction) -> HubWork {
        HubWork(
            transaction: transaction, catalogue: catalogue, tree: tree.withLock { $0 }, codec: codec,
            environment: environment, now: environment.clock(), readings: readings,
            recordReadings: recordReadings, helper: helper)
    }

    /// One job that only reads, beside the writer.
    private func look<Value: Sendable>(
        _ job: @escaping @Sendable (HubWork) throws -> Value
    ) async throws(HubError) -> Value {
        do {
            return try await pages.read { try job(self.work($0)) }
        } catch { throw HubError.from(error) }
    }

    /// One job; its refusals come back as they are, everything else as `internal` without what is inside.
    func perform<Value: Sendable>(
        _ job: @escaping @Sendable (HubWork) throws -> Value
    ) async throws(HubError) -> Value {
        do {
            return try await committer.perform { try job(self.work($0)) }
        } catch { throw HubError.from(error) }
    }

    package func session(token: String) async throws(HubError) -> DeviceSession {
        try await look { work in
            guard let id = try work.documents.get(.tokens, HubWork.hash(token: token), as: String.self),
                let device = try work.documents.get(.devices, id, as: DeviceDocument.self)
            else { throw HubError.unauthorized }
            try device.requireNotRevoked()
            return DeviceSession(device: DeviceID(device.id), worker: WorkerID(device.worker))
        }
    }

    package func enrol(_ request: EnrolRequest) async throws(HubError) -> Enrolment {
        try await perform { try $0.enrol(request) }
    }

    package func sync(_ request: SyncRequest, session: DeviceSession) async throws(HubError) -> SyncResponse {
        let prepared = PreparedRequest(
            request, from: session.device, at: environment.clock(), catalogue: catalogue, codec: codec)
        do {
            var response = try await exchange(prepared, session: session)
            response.authenticate(prepared, keys: environment.keys)
            return response
        } catch {
            if error.code == "wrong_device" {
                try await perform {
                    try $0.alarm(
                        "wrong_device", device: session.device.text,
                        "its token came with the hello of \(request.hello.device)")
                }
            }
            throw error
        }
    }

    private func exchange(_ prepared: PreparedRequest, session: DeviceSession) async throws(HubError) -> SyncResponse {
        if prepared.request.onlyPulls,
            let draft = try await look({ try $0.draftPull(prepared, session: session) })
        {
            return try await perform { try $0.finish(draft, prepared, session: session) }
        }
        do {
            return try await committer.perform {
                try self.work($0).exchange(prepared, session: session)
            }
        } catch let error as StoreError where error.code == .taken {
            return try await perform { try $0.exchange(prepared, session: session, usesDrafts: false) }
        } catch { throw HubError.from(error) }
    }

    package func descend(_ request: DescendRequest, session: DeviceSession) async throws(HubError) -> Enrolment {
        try await perform { work in
            let (device, _) = try work.admitted(session)
            guard try work.documents.get(.replicas, request.replica.hex, as: ReplicaDocument.self)?.device == device.id
            else {
                throw HubError("foreign_replica", status: 422, "replica \(request.replica) is not this device's")
            }
            guard try work.chain(of: request.replica, at: request.common) == request.commonChain else {
                throw HubError(
                    "no_common_counter", status: 422, "the chains do not meet at \(request.common)",
                    hint: "compare with /v1/chain and name the last counter at which they do")
            }
            return try work.descend(request, from: device)
        }
    }

    package func chain(_ request: ChainRequest, session: DeviceSession) async throws(HubError) -> ChainResponse {
        try await perform { work in
            let (device, _) = try work.admitted(session)
            guard try work.documents.get(.replicas, request.replica.hex, as: ReplicaDocument.self)?.device == device.id
            else {
                throw HubError("foreign_replica", status: 422, "replica \(request.replica) is not this device's")
            }
            let limit = Int(min(max(request.limit, 1), UInt32(Limits.recordsPerPage)))
            let links = try work.transaction.entries(of: request.replica, after: request.after, limit: limit).map {
                entry in
                let answer = try work.verdictEntry(of: entry)
                return ChainResponse.Link(
                    counter: entry.dot.counter, hash: entry.hash, chain: entry.chain, verdict: answer.verdict,
                    receipt: answer.receipt)
            }
            return ChainResponse(head: try work.head(request.replica), links: links)
        }
    }

    package func call(
        _ name: String, _ arguments: JSONValue, session: DeviceSession
    ) async throws(HubError) -> [JSONValue] {
        guard name == "office" else {
            return try await perform { try $0.call(name, Arguments(json: arguments), session: session) }
        }
        guard let rules else { throw HubError.withoutRules }
        return try await look { try $0.basis(Arguments(json: arguments), session: session, rules: rules) }
    }

    package func command(_ name: String, _ arguments: JSONValue) async throws(HubError) -> [JSONValue] {
        let parsed = Arguments(json: arguments)
        if let governing = GoverningCommand(rawValue: name) { return try await govern(governing, parsed) }
        switch name {
        case "areas.import": return try await importAreas(arguments["rows"]?.array ?? [])
        case "backup": return try await backup(to: try parsed.typed { try $0.text("directory") })
        case "verify": return try await verify()
        case "restore.finish":
            let ledger = arguments["ledger"]?.array?.compactMap(\.string)
            return try await perform { work in
                try work.finishRestore(ledger: ledger)
                return [["records": .integer(Int64(try work.transaction.countRecords()))]]
            }
        default:
            // Jobs of their own, so that pushes go on between them.
            if name.hasPrefix("duplicates.") { while try await perform({ try $0.followDuplicates() }) {} }
            return try await perform { try $0.command(name, parsed) }
        }
    }

    private func importAreas(_ rows: [JSONValue]) async throws(HubError) -> [JSONValue] {
        let imported = try await perform { try $0.importAreas(rows) }
        tree.withLock { $0 = imported }
        let moved = try await perform { try $0.followTree() }
        return [["areas": .integer(Int64(rows.count)), "moved": .integer(Int64(moved))]]
    }

    /// A consistent copy while work goes on; afterwards every replica knows up to where it is held.
    private func backup(to directory: String) async throws(HubError) -> [JSONValue] {
        let heads = try await perform { work in try work.transaction.heads() }
        do {
            let bytes = try store.backup(to: directory)
            return try await perform { work in
                for (replica, head) in heads { try work.documents.put(.meta, "backed_up/\(replica.hex)", head.counter) }
                try work.audit("admin", "backup", "", "\(bytes) bytes")
                return [["records": .integer(Int64(try work.transaction.countRecords())), "bytes": .integer(bytes)]]
            }
        } catch { throw HubError.from(error) }
    }

    private func verify() async throws(HubError) -> [JSONValue] {
        let own = try await perform { try $0.findings() }
        do {
            let findings = own + (try store.integrityFindings().map { ["finding": "store", "detail": .string($0)] })
            return [["ok": .bool(findings.isEmpty), "findings": .array(findings)]]
        } catch { throw HubError.from(error) }
    }

    package func gauges() async throws(HubError) -> [String: Double] {
        try await perform { work in
            try work.judgeOffers()
            let quarantined = try work.openQuarantine().count
            return [
                "gridsync_records": Double(try work.transaction.countRecords()),
                "gridsync_commits": Double(try work.transaction.lastCommit().position),
                "gridsync_devices": Double(try work.documents.count(.devices)),
                "gridsync_workers": Double(try work.documents.count(.workers)),
                "gridsync_conflicts_open": Double(try work.documents.count(.disputes)),
                "gridsync_quarantine_open": Double(quarantined),
                "gridsync_alarms_open": Double(
                    try work.documents.all(.alarms, as: AlarmDocument.self).filter { !$0.value.isAcknowledged }.count),
            ]
        }
    }
}

extension Arguments {
    func typed<Value>(_ read: (Arguments) throws -> Value) throws(HubError) -> Value {
        do { return try read(self) } catch { throw HubError.from(error) }
    }
}

extension HubError {
    /// Refusals as they are; failures of the store by their code; anything else without what is inside.
    static func from(_ error: any Error) -> HubError {
        switch error {
        case let error as HubError: return error
        case let error as GoverningError: return HubError(error)
        case let error as StoreError:
            switch error.code {
            case .busy:
                return HubError("store_busy", status: 503, "the store is busy", hint: error.hint, retryAfterSeconds: 5)
            case .full:
                return HubError(
                    "store_full", status: 503, "the hub's disk is full; nothing was taken",
                    hint: "the operator has to make room", retryAfterSeconds: 300)
            default:
                return HubError(
                    "internal", status: 500, "the hub could not do this: \(error.code.rawValue)", hint: error.hint)
            }
        default: return HubError("internal", status: 500, "the hub could not do this")
        }
    }
}
