import GridCausality
import GridRecords
import GridStore
import GridSync

/// The device's own changesets, from the draft to the journal.
extension DeviceWork {
    /// Signs a draft with the next dot and puts it into the journal, in the outbox.
    func commit(
        _ changes: [Change], origin: Changeset.Origin? = nil, was: Dot? = nil
    ) throws -> Dot {
        guard changes.count <= Limits.changesPerChangeset else {
            throw ClientError(
                code: "too_large", message: "A changeset may touch \(Limits.changesPerChangeset) records at most.",
                hint: "Leave out --atomic, or split the file.")
        }
        let changeset = Changeset(
            dot: try nextDot(), author: manifest.worker, deviceTime: now,
            offsetMinutes: environment.offsetMinutes, catalogueVersion: try catalogueVersion,
            salt: environment.random(16), changes: changes, origin: origin)
        let entry = try append(changeset, was: was, at: now)
        guard entry.body.count <= Limits.changesetBytes else {
            throw ClientError(
                code: "too_large",
                message: "The changeset has \(entry.body.count) bytes; the limit is \(Limits.changesetBytes).",
                hint: "Split it into smaller ones.")
        }
        return changeset.dot
    }

    func nextDot() throws -> Dot {
        Dot(replica: identity.replica, counter: (try transaction.lastEntry(of: identity.replica)?.dot.counter ?? 0) + 1)
    }

    /// Appends a changeset whose dot is the next one of its replica.
    @discardableResult
    func append(_ changeset: Changeset, was: Dot?, at: Int64) throws -> JournalEntry {
        let last = try transaction.lastEntry(of: changeset.dot.replica)
        var chain = Chain(replica: changeset.dot.replica)
        if let last { chain = Chain(replica: last.dot.replica, counter: last.dot.counter, hash: last.chain) }
        let body = changeset.canonicalBytes
        let hash = sha256(body)
        chain.append(hash, sha256: sha256)
        let entry = JournalEntry(
            dot: changeset.dot, body: body, hash: hash, chain: chain.hash, state: .pending, at: at,
            records: changeset.changes.map(\.record), was: was)
        try transaction.append(entry)
        for change in changeset.changes {
            try transaction.put(Shelf.overlay, change.record.text, Array(change.kind.utf8))
        }
        return entry
    }

    /// The changeset of an entry; nil when its body was dropped.
    func changeset(of entry: JournalEntry) throws -> Changeset? {
        guard !entry.body.isEmpty else { return nil }
        do {
            return try Changeset(canonical: entry.body)
        } catch {
            throw StoreError(
                .corrupt, operation: "read changeset \(entry.dot)",
                detail: "expected \(error.expected) at \(error.offset)",
                hint: "Run `gridsync doctor`.")
        }
    }

    /// The stamp that a change of one's own has until the hub fixes one.
    func stamp(of changeset: Changeset, change: Change, entry: JournalEntry, offset: Int64) -> Stamp {
        let settled = StoredVerdict(bytes: entry.verdict)
        return Stamp(
            dot: changeset.dot, author: changeset.origin?.onBehalfOf ?? changeset.author, device: identity.device,
            deviceTime: changeset.deviceTime,
            effectiveTime: changeset.origin?.effectiveTime ?? settled?.receipt.effectiveTime
                ?? changeset.deviceTime &- offset,
            observedTime: change.observedTime, clockOffset: offset)
    }
}
