import GridCausality
import GridRecords
import GridStore
import GridSync

/// What is written at the hub itself: a changeset like any other, under the hub's own replica.
extension HubWork {
    /// A change to a record as the hub has it now.
    func administrativeChange(
        _ id: RecordID, writes: [Write], keeps: [KeptSibling] = [], isResolution: Bool = false
    ) throws -> Change {
        guard let record = try record(id) else {
            throw HubError.missing("record", id.text, hint: "gridsyncd export shows what is there")
        }
        return Change(
            record: id, kind: record.kind, context: record.context, epoch: try epoch(), isResolution: isResolution,
            writes: writes, keeps: keeps)
    }

    /// Logs and applies changes under the hub's replica.
    ///
    /// - Parameter origin: the changeset whose writes these are, when they were set aside before.
    @discardableResult
    func issue(
        _ changes: [Change], author: String, effectiveTime: Int64?, origin: Changeset.Origin? = nil
    ) throws -> (dot: Dot, verdict: Verdict) {
        let epoch = try epoch()
        let replica = try hubReplica()
        let head = try transaction.head(of: replica) ?? ReplicaHead(counter: 0, chain: replica.bytes)
        let dot = Dot(replica: replica, counter: head.counter + 1)
        let receivedTime = try tick()
        let changeset = Changeset(
            dot: dot, author: WorkerID(author), deviceTime: now, offsetMinutes: Timestamp.shanghaiOffsetMinutes,
            catalogueVersion: catalogue.version, salt: random(16), changes: changes, origin: origin)
        let body = changeset.canonicalBytes
        var chain = Chain(replica: replica, counter: head.counter, hash: head.chain)
        let hash = sha256(body)
        chain.append(hash, sha256: sha256)
        let position = try advance(dot.canonical + hash)
        let fixed = effectiveTime ?? receivedTime
        let stamp = Stamp(
            dot: dot, author: origin?.onBehalfOf ?? WorkerID(author), device: DeviceID("hub"), deviceTime: now,
            effectiveTime: fixed)
        let verdict = try Application(
            work: self, changeset: changeset, position: position, epoch: epoch, isProven: false, stamp: stamp
        ).run()
        try transaction.append(
            LogEntry(
                dot: dot, position: position, pushedHash: [], chain: chain.hash, body: body, device: DeviceID("hub"),
                author: WorkerID(author), effectiveTime: fixed, receivedTime: receivedTime, clockOffset: 0,
                verdict: VerdictText.text(of: verdict), epoch: epoch, isApplied: true,
                records: changes.map(\.record)))
        for change in changes where namesOldCode(change) { try follow(change.record) }
        return (dot, verdict)
    }
}
