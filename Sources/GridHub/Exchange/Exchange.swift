import GridCausality
import GridRecords
import GridStore
import GridSync

/// One exchange: identity first, then the push, then the page. SPEC, "The exchange".
extension HubWork {
    func exchange(_ request: SyncRequest, session: DeviceSession) throws -> SyncResponse {
        var (device, worker) = try admitted(session)
        let hello = request.hello
        guard hello.device == session.device else {
            throw HubError("wrong_device", status: 403, "the token belongs to another device than the hello names")
        }
        guard hello.replica.hex == device.replica else {
            throw HubError(
                "foreign_replica", status: 422, "replica \(hello.replica) is not this device's",
                hint: "ask for one of your own with /v1/descend")
        }
        let epoch = try epoch()
        let head = try transaction.head(of: hello.replica) ?? ReplicaHead(counter: 0, chain: hello.replica.bytes)
        let cursor = try openCursor(request.pull, device: hello.device, epoch: epoch)
        let incoming = try Incoming(
            request.changesets, of: hello, head: head.counter, chainAt: { try chain(of: hello.replica, at: $0) })
        var response = SyncResponse(
            hubTime: now, epoch: epoch, standing: .normal, head: head.counter, headChain: head.chain,
            catalogueVersion: catalogue.version)
        switch try judge(hello, cursor: cursor, head: head, incoming: incoming, epoch: epoch) {
        case .normal: break
        case .copied:
            response.standing = .copied
            return response
        case .hubWentBack:
            let isStale = try hello.epoch.map { try $0 != epoch && knows($0) } ?? false
            if !isStale {
                response.epoch = try noticeRegression(by: device)
                // The ledger may say that this device is not to speak any more.
                _ = try admitted(session)
            }
            response.standing = .wentBack
            return response
        }
        if let gap = incoming.gap { throw HubError.gap(head: gap) }

        device.lastSync = now
        device.unsent = hello.unsent >= UInt64(incoming.items.count) ? hello.unsent - UInt64(incoming.items.count) : 0
        device.clockOffset = EffectiveTime.offset(deviceTime: hello.deviceTime, hubTime: now)
        device.software = String(hello.software.prefix(Limits.codeBytes))
        let admission = Admission(
            work: self, device: device, worker: worker, scope: scope(of: worker), epoch: epoch, receipt: try tick())
        for item in incoming.items { response.verdicts.append(try admission.take(item, head: head.counter)) }
        if let moved = try transaction.head(of: hello.replica) {
            response.head = moved.counter
            response.headChain = moved.chain
        }
        if let pull = request.pull {
            try fill(&response, pull: pull, cursor: cursor, device: &device, worker: worker)
        }
        let manifest = manifest(of: worker)
        if manifest.version != hello.manifestVersion { response.manifest = manifest }
        response.backedUp = try documents.get(.meta, "backed_up/\(device.replica)", as: UInt64.self) ?? 0
        try documents.put(.devices, device.id, device)
        return response
    }

    private func judge(
        _ hello: Hello, cursor: Cursor?, head: ReplicaHead, incoming: Incoming, epoch: EpochID
    ) throws -> HelloJudgement {
        if let known = hello.epoch, known != epoch { return .hubWentBack }
        if let cursor, try transaction.commitChain(at: cursor.position) != cursor.commitChain, cursor.position > 0 {
            return .hubWentBack
        }
        var chains: [UInt64: [UInt8]] = [:]
        for counter in [hello.acknowledged, head.counter] + incoming.chains.keys where counter <= head.counter {
            chains[counter] = try chain(of: hello.replica, at: counter)
        }
        return HelloJudgement.judge(
            hello, head: head.counter, chainAt: { chains[$0] },
            pushed: incoming.isConsistent(with: hello) ? incoming.chains : [:])
    }

    /// The chain hash at a counter of a replica; at 0 the replica's bytes; nil beyond its head.
    func chain(of replica: ReplicaID, at counter: UInt64) throws -> [UInt8]? {
        counter == 0 ? replica.bytes : try transaction.chain(of: Dot(replica: replica, counter: counter))
    }

    /// The hub's own time for what happens now: never back, whatever the wall clock does. Milliseconds since 1970.
    func tick() throws -> Int64 {
        let last = try documents.get(.meta, "clock", as: Int64.self) ?? now
        var clock = HybridClock(
            now: HybridTimestamp(milliseconds: last), maximumDriftMilliseconds: Limits.clockDriftMilliseconds)
        // A wall clock that was set back by more than the drift is believed: standing still for years would be worse.
        let time = (try? clock.tick(wall: now))?.milliseconds ?? now
        if time != last { try documents.put(.meta, "clock", time) }
        return time
    }
}

/// The changesets of one push with what is computed from their canonical bytes.
struct Incoming {
    struct Item {
        let pushed: PushedChangeset
        let body: [UInt8]
        let hash: [UInt8]
        /// Nil beyond a gap.
        let chain: [UInt8]?

        var dot: Dot { pushed.changeset.dot }
    }

    private(set) var items: [Item] = []
    /// The chain hash at each counter, as the device's own changesets make it.
    private(set) var chains: [UInt64: [UInt8]] = [:]
    /// The hub's head, when the first changeset does not follow it.
    private(set) var gap: UInt64?

    init(
        _ changesets: [PushedChangeset], of hello: Hello, head: UInt64, chainAt: (UInt64) throws -> [UInt8]?
    ) throws {
        guard changesets.count <= Limits.changesetsPerMessage else {
            throw HubError(
                "too_many", status: 413, "\(changesets.count) changesets in one message",
                hint: "send at most \(Limits.changesetsPerMessage)")
        }
        guard let first = changesets.first else { return }
        var chain: Chain?
        if first.changeset.dot.counter <= head + 1 {
            chain = try chainAt(first.changeset.dot.counter - 1).map {
                Chain(replica: hello.replica, counter: first.changeset.dot.counter - 1, hash: $0)
            }
        } else {
            gap = head
        }
        for (index, pushed) in changesets.enumerated() {
            let dot = pushed.changeset.dot
            guard dot.replica == hello.replica, dot.counter == first.changeset.dot.counter + UInt64(index) else {
                throw HubError(
                    "foreign_replica", status: 422, "changeset \(dot) does not belong to this push",
                    hint: "a push holds the changesets of its own replica in the order of their counters, without gaps")
            }
            let body = pushed.changeset.canonicalBytes
            let hash = pushed.withheldHash ?? sha256(body)
            chain?.append(hash, sha256: sha256)
            chains[dot.counter] = chain?.hash
            items.append(Item(pushed: pushed, body: body, hash: hash, chain: chain?.hash))
        }
    }

    /// Whether what was pushed is what the hello announced; if not, it is judged changeset by changeset.
    func isConsistent(with hello: Hello) -> Bool { chains[hello.head].map { $0 == hello.headChain } ?? true }
}

extension HubError {
    static func gap(head: UInt64) -> HubError {
        HubError(
            "gap", status: 409, "changesets are missing before these; the hub has up to \(head)",
            hint: "send again from \(head + 1)", head: head)
    }
}
