import GridCausality
import GridRecords
import GridStore
import GridSync

/// What an exchange begins with: who speaks, and whether device and hub know the same past.
struct Opening {
    var device: DeviceDocument
    let worker: WorkerDocument
    let cursor: Cursor?
    let incoming: Incoming
    let judgement: HelloJudgement
    /// Without verdicts and page as yet.
    var response: SyncResponse
}

/// One exchange: identity first, then the push, then the page. SPEC, "The exchange".
extension HubWork {
    /// - Parameter usesDrafts: whether records that changesets create are taken for new without a look, which nearly all
    ///   are; where one is not, the job fails with `taken` and is to be done again without drafts.
    func exchange(
        _ prepared: PreparedRequest, session: DeviceSession, usesDrafts: Bool = true
    ) throws -> SyncResponse {
        let request = prepared.request
        var opening = try opening(of: prepared, session: session)
        switch opening.judgement {
        case .normal: break
        case .copied:
            opening.response.standing = .copied
            return opening.response
        case .hubWentBack:
            let isStale = try request.hello.epoch.map { try $0 != opening.response.epoch && knows($0) } ?? false
            if !isStale {
                opening.response.epoch = try noticeRegression(by: opening.device.id)
                // The ledger may say that this device is not to speak any more.
                _ = try admitted(session)
            }
            opening.response.standing = .wentBack
            return opening.response
        }
        if let gap = opening.incoming.gap { throw HubError.gap(head: gap) }
        opening.device.note(prepared, received: opening.incoming.items.count, at: now)
        try take(request.hello, &opening, usesDrafts: usesDrafts)
        if let pull = request.pull {
            let seen = try fill(&opening.response, pull: pull, opening)
            opening.device.cursorPosition = max(opening.device.cursorPosition, seen)
        }
        try close(&opening, request.hello)
        try documents.put(.devices, opening.device.id, opening.device)
        return opening.response
    }

    /// Only reads.
    func opening(of prepared: PreparedRequest, session: DeviceSession) throws -> Opening {
        let request = prepared.request
        let (device, worker) = try admitted(session)
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
            prepared, head: head.counter, chainAt: { try chain(of: hello.replica, at: $0) })
        return Opening(
            device: device, worker: worker, cursor: cursor, incoming: incoming,
            judgement: try judge(hello, cursor: cursor, head: head, incoming: incoming, epoch: epoch),
            response: SyncResponse(
                hubTime: now, epoch: epoch, standing: .normal, head: head.counter, headChain: head.chain,
                catalogueVersion: catalogue.version))
    }

    /// The push: a verdict for each changeset.
    private func take(_ hello: Hello, _ opening: inout Opening, usesDrafts: Bool) throws {
        guard !opening.incoming.items.isEmpty else { return }
        let head = opening.response.head
        var admission = Admission(
            work: self, device: opening.device, worker: opening.worker, scope: scope(of: opening.worker),
            epoch: opening.response.epoch, receipt: try tick(), usesDrafts: usesDrafts)
        try fetch(opening.incoming.records { !usesDrafts || !$0.isDrafted(beyond: head) })
        if usesDrafts { expectNew(opening.incoming.records { $0.isDrafted(beyond: head) }) }
        admission.ahead = try admission.foresee(opening.incoming.items, beyond: head)
        for item in opening.incoming.items { opening.response.verdicts.append(try admission.take(item, head: head)) }
        admission.keepForeseen()
        if let moved = try transaction.head(of: hello.replica) {
            opening.response.head = moved.counter
            opening.response.headChain = moved.chain
        }
    }

    /// What an answer ends with; only reads.
    func close(_ opening: inout Opening, _ hello: Hello) throws {
        let manifest = manifest(of: opening.worker)
        if manifest.version != hello.manifestVersion { opening.response.manifest = manifest }
        opening.response.backedUp =
            try documents.get(.meta, "backed_up/\(opening.device.replica)", as: UInt64.self) ?? 0
    }

    private func judge(
        _ hello: Hello, cursor: Cursor?, head: ReplicaHead, incoming: Incoming, epoch: EpochID
    ) throws -> HelloJudgement {
        if let known = hello.epoch, known != epoch { return .hubWentBack }
        if let cursor, try !holds(cursor) { return .hubWentBack }
        let repeated = incoming.isConsistent(with: hello) ? incoming.links(upTo: head.counter) : []
        var chains: [UInt64: [UInt8]] = [:]
        for counter in [hello.acknowledged, head.counter] + repeated.map(\.counter) where counter <= head.counter {
            chains[counter] = try chain(of: hello.replica, at: counter)
        }
        return HelloJudgement.judge(
            hello, head: head.counter, chainAt: { chains[$0] }, repeated: repeated)
    }

    /// The chain hash at a counter of a replica; at 0 the replica's bytes; nil beyond its head.
    func chain(of replica: ReplicaID, at counter: UInt64) throws -> [UInt8]? {
        guard counter > 0 else { return replica.bytes }
        if let head = try transaction.head(of: replica), head.counter == counter { return head.chain }
        return try transaction.chain(of: Dot(replica: replica, counter: counter))
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
        let prepared: PreparedChangeset
        /// Nil beyond a gap.
        let chain: [UInt8]?

        var pushed: PushedChangeset { prepared.pushed }
        var body: [UInt8] { prepared.body }
        var hash: [UInt8] { prepared.hash }
        var dot: Dot { prepared.pushed.changeset.dot }

        /// Whether it is no repeat, and all that it does is to create a record.
        func isDrafted(beyond head: UInt64) -> Bool { prepared.creation != nil && dot.counter > head }
    }

    private(set) var items: [Item] = []
    /// The hub's head, when the first changeset does not follow it.
    private(set) var gap: UInt64?

    init(_ prepared: PreparedRequest, head: UInt64, chainAt: (UInt64) throws -> [UInt8]?) throws {
        let (changesets, hello) = (prepared.request.changesets, prepared.request.hello)
        guard changesets.count <= Limits.changesetsPerMessage else {
            throw HubError(
                "too_many", status: 413, "\(changesets.count) changesets in one message",
                hint: "send at most \(Limits.changesetsPerMessage)")
        }
        guard let first = changesets.first else { return }
        items.reserveCapacity(changesets.count)
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
            chain?.append(prepared.changesets[index].hash, sha256: sha256)
            items.append(Item(prepared: prepared.changesets[index], chain: chain?.hash))
        }
    }

    /// The records that some of the changesets write to, as often as they do.
    func records(where isMeant: (Item) -> Bool) -> [RecordID] {
        var records: [RecordID] = []
        records.reserveCapacity(items.count)
        for item in items where isMeant(item) {
            for change in item.pushed.changeset.changes { records.append(change.record) }
        }
        return records
    }

    /// The chain hash at each counter up to one, as the device's own changesets make it.
    func links(upTo counter: UInt64) -> [(counter: UInt64, chain: [UInt8])] {
        items.prefix { $0.dot.counter <= counter }.compactMap { item in item.chain.map { (item.dot.counter, $0) } }
    }

    /// Whether what was pushed is what the hello announced; if not, it is judged changeset by changeset.
    func isConsistent(with hello: Hello) -> Bool {
        guard let last = items.last(where: { $0.dot.counter == hello.head }), let chain = last.chain else {
            return true
        }
        return chain == hello.headChain
    }
}

extension HubError {
    static func gap(head: UInt64) -> HubError {
        HubError(
            "gap", status: 409, "changesets are missing before these; the hub has up to \(head)",
            hint: "send again from \(head + 1)", head: head)
    }
}
