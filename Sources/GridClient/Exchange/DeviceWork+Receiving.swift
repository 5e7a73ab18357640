import GridCausality
import GridRecords
import GridStore
import GridSync

/// What comes back from the hub, taken in as one transaction.
extension DeviceWork {
    /// Takes an answer in and says what it was.
    ///
    /// - Parameters:
    ///   - sent: the request that it answers.
    ///   - midpoint: the device's clock halfway between request and answer.
    func take(
        _ response: SyncResponse, to sent: SyncRequest, midpoint: Int64, report: inout ExchangeReport
    ) throws -> SyncSession.Event {
        var work = self
        var state = try exchangeState()
        state.clockOffset = EffectiveTime.offset(deviceTime: midpoint, hubTime: response.hubTime)
        guard response.standing != .copied else {
            state.isCopied = true
            try put(state)
            return .answered(
                .copied, sent: 0, left: try countUnsent(), pageIsLast: nil, catalogueIsOld: false, historyIsNew: false)
        }
        let isNewHistory = response.epoch != identity.epoch || response.standing == .wentBack
        if isNewHistory {
            work = try work.entering(response.epoch, &state)
            state.acknowledged = min(state.acknowledged, response.head)
            report.hasNewEpoch = true
        }
        for entry in response.verdicts { try work.settle(entry, &state, &report) }
        if response.standing == .normal { state.acknowledged = min(state.acknowledged, max(response.head, 0)) }
        if let manifest = response.manifest { work = try work.adopting(manifest, &state, &report) }
        for item in response.news { try work.take(item) }
        state.backedUp = response.backedUp
        if response.standing == .normal { state.lastSync = now }
        try work.put(state)
        let catalogueIsOld = try response.catalogueVersion != catalogueVersion
        var pageIsLast: Bool?
        if let page = response.page, response.standing == .normal {
            try work.stage(page, at: response.hubTime)
            pageIsLast = !page.hasMore
            report.more = page.hasMore
            // Records are counted and shown by the catalogue in force: what is complete waits for it.
            if !page.hasMore, !catalogueIsOld { try work.showStaged(&report, isCurrent: true) }
        }
        let left = try work.countUnsent()
        report.left = left
        return .answered(
            response.standing, sent: response.verdicts.count, left: left, pageIsLast: pageIsLast,
            catalogueIsOld: catalogueIsOld, historyIsNew: isNewHistory)
    }

    /// Begins to follow another history of the hub: from where that one is, with a pull from the beginning.
    private func entering(_ epoch: EpochID, _ state: inout ExchangeState) throws -> DeviceWork {
        state.cursor = []
        state.refill = .offering
        if epoch != identity.epoch { state.copiesEpoch = state.copiesEpoch ?? identity.epoch }
        try dropStaged()
        var identity = identity
        identity.epoch = epoch
        try transaction.put(DeviceIdentity.key, identity.json)
        return with(identity: identity)
    }

    func settle(_ entry: VerdictEntry, _ state: inout ExchangeState, _ report: inout ExchangeReport) throws {
        let dot = Dot(replica: identity.replica, counter: entry.counter)
        guard var own = try transaction.entry(dot) else { return }
        own.verdict = StoredVerdict(verdict: entry.verdict, receipt: entry.receipt).bytes
        let wasWithdrawn = own.state == .withdrawn
        switch entry.verdict.kind {
        // Its body was erased or trimmed here: what became of it is known.
        case _ where own.body.isEmpty: break
        case .applied, .merged, .conflict: own.state = .acknowledged
        case .quarantined: own.state = wasWithdrawn ? .withdrawn : .quarantined
        case .erased:
            own.state = .erased
            own.body = []
        case .forked: own.state = .forked
        }
        // What the hub applied of it without an erased record's part comes back with the next page.
        if try own.records.contains(where: { try transaction.document(Shelf.erased, $0.text) != nil }) { own.body = [] }
        try transaction.update(own)
        if entry.counter == state.acknowledged + 1 { state.acknowledged = entry.counter }
        report.add(entry.verdict, of: dot)
        if own.state != .acknowledged {
            for record in own.records {
                try refreshOverlay(record)
                report.touched.insert(record)
            }
        }
    }

    /// Takes a new scope: copies that lie outside of it go, unsent work stays.
    private func adopting(
        _ manifest: ScopeManifest, _ state: inout ExchangeState, _ report: inout ExchangeReport
    ) throws -> DeviceWork {
        let work = with(manifest: manifest)
        try transaction.put(ScopeManifest.key, manifest.json)
        try transaction.put(DocumentKey.manifestVersion, .string(manifest.version))
        guard manifest.assigned != self.manifest.assigned || manifest.areas != self.manifest.areas else { return work }
        if manifest.assigned != self.manifest.assigned { try StoredBasis.forget(work) }
        var dropped = 0
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: nil, onlyDisputed: false, limit: 500)
            for copy in batch where work.isOutOfScope(copy) {
                try work.drop(copy.id)
                report.touched.insert(copy.id)
                dropped += 1
            }
            guard batch.count == 500 else { break }
            last = batch.last?.id
        }
        try work.dropDepartedOverlays(try work.overlayIDs(kind: nil))
        report.removed += dropped
        state.scopeChange = .init(at: now, dropped: dropped, unsent: try countUnsent())
        return work
    }

    /// Whether none of the areas that a copy belongs to is this device's.
    func isOutOfScope(_ copy: DeviceRecord) -> Bool {
        !copy.areas.isEmpty && !copy.areas.contains { manifest.holds($0) }
    }

    /// What is shown only for one's own changes goes once it lies outside of the scope and everything was sent: the hub
    /// has it, and brings no copy.
    ///
    /// - Parameter isComplete: whether everything has been pulled that the hub had when it acknowledged these changes.
    ///   Then what it has and did not bring lies elsewhere, whatever the changes say: a hub that went back and got a
    ///   record's creation and its move again in one go has no departure to tell of.
    func dropDepartedOverlays(_ ids: some Sequence<RecordID>, isComplete: Bool = false) throws {
        for id in ids where try transaction.record(id) == nil {
            guard let record = try shown(id) else { continue }
            let areas = try RecordReading(record, catalogue: catalogue).areas
            guard !areas.isEmpty, isComplete || !areas.contains(where: { manifest.holds($0) }) else { continue }
            if try !isToBeSent(id) { try transaction.removeDocument(Shelf.overlay, id.text) }
        }
    }

    /// Whether a change of one's own to the record still has to reach the hub, for the first time or again.
    private func isToBeSent(_ id: RecordID) throws -> Bool {
        let acknowledged = try exchangeState().acknowledged
        return try transaction.entries(touching: id).contains { entry in
            entry.state == .pending
                || entry.state == .acknowledged && entry.dot.replica == identity.replica
                    && entry.dot.counter > acknowledged
        }
    }

    private func take(_ item: NewsItem) throws {
        let key = Digits.padded(Int(clamping: item.position), 18)
        if try transaction.document(Shelf.news, key) != nil { return }
        try transaction.put(Shelf.news, key, JSONValue.object(["seen": false, "line": item.line]).bytes)
        if let dot = item.dot, [.accepted, .edited, .dropped].contains(item.what) {
            try transaction.put(Shelf.decisions, dot.description, item.decision.bytes)
        }
    }

    /// The copy goes, and with it what was shown on top of it.
    func drop(_ id: RecordID) throws {
        try transaction.removeRecord(id)
        try transaction.removeDocument(Shelf.overlay, id.text)
        try transaction.removeDocument(Shelf.epochs, id.text)
    }

    func with(identity: DeviceIdentity? = nil, manifest: ScopeManifest? = nil) -> DeviceWork {
        DeviceWork(
            transaction: transaction, identity: identity ?? self.identity, manifest: manifest ?? self.manifest,
            codec: codec, environment: environment, readings: readings, now: now, memory: memory)
    }
}

extension NewsItem {
    /// `{"record","path","what","by","at","yours","now"}` and more.
    var line: JSONValue {
        var members: [String: JSONValue] = [
            "record": .string(record.text), "path": .string(path), "what": .string(what.rawValue),
            "by": .string(by), "at": .string(at.time), "yours": NewsItem.value(yours), "now": NewsItem.value(now),
        ]
        if let dot { members["dot"] = .string(dot.description) }
        if !note.isEmpty { members["note"] = .string(note) }
        return .object(members)
    }

    var decision: JSONValue {
        var members: [String: JSONValue] = [
            "what": .string(what.rawValue), "by": .string(by), "at": .string(at.time),
        ]
        if !note.isEmpty { members["note"] = .string(note) }
        return .object(members)
    }

    private static func value(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }
}
