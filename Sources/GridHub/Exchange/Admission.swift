import GridCausality
import GridRecords
package import GridStore
import GridSync

/// Takes the changesets of one push, one after the other: judges each, applies it or sets it aside, answers.
struct Admission {
    let work: HubWork
    let device: DeviceDocument
    let worker: WorkerDocument
    let scope: Set<AreaCode>
    let epoch: EpochID
    /// The hub's time of this receipt, milliseconds since 1970.
    let receipt: Int64
    /// Whether what was drafted beforehand may be stored as it is.
    let usesDrafts: Bool
    /// What is worked out beside the writer while it takes the changesets before.
    var ahead: MergesAhead?

    /// The verdict for one changeset: the earlier one for a repeat, a new one for the next of the replica.
    func take(_ item: Incoming.Item, head: UInt64) throws -> VerdictEntry {
        if item.dot.counter <= (try work.head(item.dot.replica)), let known = try work.transaction.entry(item.dot) {
            return try again(item, known)
        }
        if item.pushed.changeset.author.text != worker.id {
            throw HubError(
                "foreign_author", status: 422, "changeset \(item.dot) names another author than this device's worker")
        }
        let (effectiveTime, proven) = try time(of: item)
        var changeset = item.pushed.changeset
        let foreseen = ahead?.merge(of: item.dot)
        if let foreseen { work.know(foreseen) }
        var verdict = try judge(item, &changeset, wasApplied: proven?.isApplied ?? false)
        let position = try work.advance(item.dot.canonical + item.hash)
        let stamp = stamp(of: changeset, effectiveTime)
        let isAsDrafted = usesDrafts && verdict == nil && changeset == item.pushed.changeset
        let created =
            isAsDrafted
            ? try item.prepared.creation?.record(of: changeset, stamp: stamp, position: position, work) : nil
        if created == nil { try work.confirmNew(changeset.changes.map(\.record)) }
        if created == nil, verdict == nil {
            verdict = try Application(
                work: work, changeset: changeset, position: position, epoch: epoch, isProven: proven != nil,
                stamp: stamp, foreseen: foreseen
            ).run()
            if let replaced = changeset.origin?.dot {
                try work.closeReplaced(replaced, of: worker.id, by: item.dot)
            }
        }
        let answer = try log(item, changeset, verdict ?? Verdict(.applied), position, effectiveTime, creating: created)
        if answer.verdict.kind != .quarantined {
            for change in changeset.changes where work.namesOldCode(change) { try work.follow(change.record) }
        }
        return answer
    }

    func stamp(of changeset: Changeset, _ effectiveTime: Int64) -> Stamp {
        Stamp(
            dot: changeset.dot, author: changeset.author, device: DeviceID(device.id),
            deviceTime: changeset.deviceTime, effectiveTime: effectiveTime, clockOffset: device.clockOffset)
    }

    /// The time that counts, and the verdict that the sender proved a hub to have given before.
    func time(of item: Incoming.Item) throws -> (effectiveTime: Int64, proven: Verdict.Kind?) {
        if let proof = item.pushed.receipt {
            let expected = work.environment.keys.mac(
                Receipt.authenticated(
                    epoch: proof.epoch, dot: item.dot, hash: item.hash, effectiveTime: proof.effectiveTime,
                    verdict: proof.verdict), for: .receipt)
            if expected == proof.mac { return (proof.effectiveTime, proof.verdict) }
        }
        let fixed = EffectiveTime.fix(
            deviceTime: item.pushed.changeset.deviceTime, clockOffset: device.clockOffset, receipt: receipt)
        return (fixed, nil)
    }

    private func again(_ item: Incoming.Item, _ known: LogEntry) throws -> VerdictEntry {
        if known.hash == item.hash { return try work.verdictEntry(of: known) }
        try work.documents.put(
            .forks, "\(item.dot)/\(Hexadecimal.encode(item.hash))",
            ForkDocument(
                dot: item.dot.description, device: device.id, at: work.now, body: Hexadecimal.encode(item.body)))
        try work.alarm("forked", device: device.id, "\(item.dot) came again with other bytes; both are kept")
        let verdict = Verdict(
            .forked, reason: .forked, detail: "this number was used for another changeset before; both are kept")
        return entry(item, verdict, known.effectiveTime)
    }

    private func log(
        _ item: Incoming.Item, _ changeset: Changeset, _ verdict: Verdict, _ position: UInt64, _ effectiveTime: Int64,
        creating created: StoredRecord?
    ) throws -> VerdictEntry {
        let answer = entry(item, verdict, effectiveTime)
        let isApplied = verdict.kind.isApplied
        let isAsPushed = verdict.kind != .erased && changeset == item.pushed.changeset
        let body = verdict.kind == .erased ? [] : isAsPushed ? item.body : changeset.canonicalBytes
        let isHashOfBody = isAsPushed && item.pushed.withheldHash == nil
        let logged = LogEntry(
            dot: item.dot, position: position, pushedHash: isHashOfBody ? [] : item.hash, chain: item.chain ?? [],
            body: body,
            device: DeviceID(device.id), author: changeset.author, effectiveTime: effectiveTime,
            receivedTime: receipt, clockOffset: device.clockOffset, verdict: VerdictText.text(of: verdict),
            epoch: epoch, isApplied: isApplied, records: changeset.changes.map(\.record))
        if let created { try work.append(logged, creating: created) } else { try work.transaction.append(logged) }
        if verdict.kind == .quarantined {
            try work.setAside(
                changeset, verdict: verdict, device: device, effectiveTime: effectiveTime,
                areas: try work.areas(touchedBy: changeset))
        }
        return answer
    }

    /// Its receipt gets its code after the commit (`SyncResponse.authenticate`).
    private func entry(_ item: Incoming.Item, _ verdict: Verdict, _ effectiveTime: Int64) -> VerdictEntry {
        VerdictEntry(
            counter: item.dot.counter, verdict: verdict,
            receipt: Receipt(epoch: epoch, effectiveTime: effectiveTime, verdict: verdict.kind, mac: []))
    }
}

extension LogEntry {
    /// SHA-256 of the canonical bytes that were pushed: what chains and receipts go over.
    package var hash: [UInt8] { pushedHash.isEmpty ? sha256(body) : pushedHash }
}

extension HubWork {
    func receipt(
        _ dot: Dot, hash: [UInt8], _ effectiveTime: Int64, _ verdict: Verdict.Kind, epoch: EpochID
    ) -> Receipt {
        Receipt(
            epoch: epoch, effectiveTime: effectiveTime, verdict: verdict,
            mac: environment.keys.mac(
                Receipt.authenticated(
                    epoch: epoch, dot: dot, hash: hash, effectiveTime: effectiveTime, verdict: verdict),
                for: .receipt))
    }

    /// The areas that a changeset concerns: of the records it touches and those it writes.
    func areas(touchedBy changeset: Changeset) throws -> [AreaCode] {
        var areas: Set<AreaCode> = []
        for change in changeset.changes {
            areas.formUnion(try stored(change.record)?.areas ?? [])
            areas.formUnion(change.writtenAreas)
        }
        return areas.sorted()
    }
}

extension Change {
    /// The areas that this change puts its record into.
    var writtenAreas: [AreaCode] {
        if case .code(let code)? = write(at: .area)?.value { [AreaCode(code.string)] } else { [] }
    }
}

extension Dot {
    var canonical: [UInt8] {
        var writer = CanonicalWriter(capacity: 64)
        writer.append(self)
        return writer.bytes
    }
}
