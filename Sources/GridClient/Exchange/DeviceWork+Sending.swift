import GridCausality
import GridRecords
import GridStore
import GridSync

/// What goes to the hub.
extension DeviceWork {
    /// Bytes of bodies in one request, unless a single one has more.
    static let batchBytes = 2 * 1_048_576

    /// - Parameters:
    ///   - limit: changesets at most.
    ///   - withheld: counters whose bodies are too large for the hub.
    func request(limit: Int, pull: Bool, withheld: Set<UInt64>) throws -> SyncRequest {
        let state = try exchangeState()
        let batch = try limit > 0 ? nextBatch(after: state.acknowledged, limit: limit, withheld: withheld) : []
        let cursor = try transaction.document(Shelf.staging, StagedPage.cursorKey) ?? state.cursor
        return SyncRequest(
            hello: try hello(state), changesets: batch,
            pull: pull ? PullRequest(cursor: cursor, limit: environment.pageRecords) : nil)
    }

    private func hello(_ state: ExchangeState) throws -> Hello {
        let last = try transaction.lastEntry(of: identity.replica)
        let head = last?.dot.counter ?? 0
        var acknowledgedChain = identity.replica.bytes
        if state.acknowledged > 0 {
            let dot = Dot(replica: identity.replica, counter: state.acknowledged)
            guard let entry = try transaction.entry(dot) else {
                throw StoreError(.corrupt, operation: "read entry \(dot)", detail: "it is not in the journal")
            }
            acknowledgedChain = entry.chain
        }
        return Hello(
            device: identity.device, replica: identity.replica, head: head,
            headChain: last?.chain ?? identity.replica.bytes, acknowledged: state.acknowledged,
            acknowledgedChain: acknowledgedChain, epoch: identity.epoch, catalogueVersion: try catalogueVersion,
            manifestVersion: manifest.version, deviceTime: now, unsent: head - min(head, state.acknowledged),
            software: environment.software)
    }

    private func nextBatch(
        after counter: UInt64, limit: Int, withheld: Set<UInt64>
    ) throws -> [PushedChangeset] {
        var batch: [PushedChangeset] = []
        var bytes = 0
        let count = min(limit, Limits.changesetsPerMessage)
        for entry in try transaction.entries(of: identity.replica, after: counter, limit: count) {
            let pushed = try pushed(entry, isWithheld: withheld.contains(entry.dot.counter))
            bytes += pushed.withheldHash == nil ? entry.body.count : 64
            if !batch.isEmpty, bytes > DeviceWork.batchBytes { break }
            batch.append(pushed)
        }
        return batch
    }

    private func pushed(_ entry: JournalEntry, isWithheld: Bool) throws -> PushedChangeset {
        // What another epoch acknowledged goes with its proof.
        let receipt = StoredVerdict(bytes: entry.verdict)?.receipt
        guard var changeset = try changeset(of: entry) else {
            let empty = Changeset(
                dot: entry.dot, author: manifest.worker, deviceTime: entry.at, offsetMinutes: 0,
                catalogueVersion: try catalogueVersion, salt: Array(repeating: 0, count: 16), changes: [])
            return PushedChangeset(changeset: empty, receipt: receipt, withheldHash: entry.hash)
        }
        guard isWithheld || entry.body.count > Limits.changesetBytes else {
            return PushedChangeset(changeset: changeset, receipt: receipt)
        }
        changeset.changes = []
        return PushedChangeset(changeset: changeset, receipt: receipt, withheldHash: entry.hash)
    }

    /// Changesets that a request may still carry.
    func countUnsent() throws -> Int {
        let head = try transaction.lastEntry(of: identity.replica)?.dot.counter ?? 0
        return Int(clamping: head - min(head, try exchangeState().acknowledged))
    }
}
