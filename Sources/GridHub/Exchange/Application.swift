import GridCausality
import GridRecords
import GridStore
import GridSync

/// Brings an admitted changeset into the records: merge, feed, open conflicts, news.
struct Application {
    let work: HubWork
    let changeset: Changeset
    let position: UInt64
    let epoch: EpochID
    /// Whether a hub took this changeset before and vouched for it.
    let isProven: Bool
    let stamp: Stamp
    /// The merge of its only change, worked out beforehand.
    var foreseen: MergesAhead.Foreseen?

    /// Applies every change and says how the changeset met what was there.
    func run() throws -> Verdict {
        var isConcurrent = false
        var conflicts: [String] = []
        for change in changeset.changes {
            let outcome = try apply(change)
            isConcurrent = isConcurrent || outcome.encounter == .concurrent
            conflicts += outcome.conflicts
        }
        if !conflicts.isEmpty { return Verdict(.conflict, conflicts: conflicts) }
        return Verdict(isConcurrent ? .merged : .applied)
    }

    private func apply(_ change: Change) throws -> (encounter: Record.Encounter, conflicts: [String]) {
        let foreseen = try foreseen(change)
        let merge = try foreseen ?? merge(change)
        try put(merge, isKept: foreseen != nil)
        try Notice(work: work, position: position, author: changeset.author).tell(merge)
        return (merge.encounter, merge.disputes.filter { $0.involves(changeset.dot) }.map(\.id))
    }

    /// The merge that was worked out beforehand, if the record lies in the store as it did then.
    private func foreseen(_ change: Change) throws -> Merge? {
        guard let foreseen, try work.stored(change.record) == foreseen.stored,
            foreseen.merge.incoming.stamp == stamp.observing(change)
        else { return nil }
        return foreseen.merge
    }

    private func merge(_ change: Change) throws -> Merge {
        let before =
            try work.knownRecord(change.record) ?? KnownRecord(Record(id: change.record, kind: change.kind))
        return Merge(try incoming(change), onto: before, work.catalogue, work.codec)
    }

    private func incoming(_ change: Change) throws -> IncomingChange {
        let logged = change.withoutBoxes
        var change = change
        var lost = VersionVector.empty
        if change.epoch != epoch {
            (change.context, lost) = try ContextCut.cut(change.context) { try work.head($0) }
            lost = lost.without(changeset.dot.replica)
        }
        try seal(&change)
        return IncomingChange(
            logged: logged, change: change, lost: lost, stamp: stamp.observing(change), isProven: isProven)
    }

    /// - Parameter isKept: whether the record is among those that are kept decoded.
    private func put(_ merge: Merge, isKept: Bool) throws {
        var (record, row) = (merge.after.record, merge.row)
        if row == nil { record.bases = try work.bases(of: merge) }
        let body = row ?? work.codec.encode(record)
        let known = KnownRecord(record: record, past: merge.after.past)
        try work.put(
            StoredRecord(
                id: record.id, kind: record.kind, body: body, position: position, areas: merge.areas,
                isDeleted: record.isDeleted), known)
        if !isKept || row == nil { work.recordReadings.keep(known, body) }
    }

    /// Moves the boxes of identity numbers into the sealed table; the record keeps a token to know equals by.
    private func seal(_ change: inout Change) throws {
        guard change.hasBoxes else { return }
        for index in change.writes.indices {
            guard let value = change.writes[index].value else { continue }
            change.writes[index].value = try work.sealed(
                value, record: change.record, path: change.writes[index].path, dot: changeset.dot)
        }
    }
}

extension HubWork {
    func head(_ replica: ReplicaID) throws -> UInt64 { try transaction.head(of: replica)?.counter ?? 0 }

    /// The value without its boxes; each box goes to the sealed table. A box that this hub cannot open stays there all
    /// the same and has no token, so it equals nothing.
    func sealed(_ value: FieldValue, record: RecordID, path: Path, dot: Dot) throws -> FieldValue {
        switch value {
        case .sealed(let sealed) where !sealed.box.isEmpty:
            let token = environment.keys.open(box: sealed.box).map {
                Array(environment.keys.mac($0, for: .match).prefix(16))
            }
            try documents.put(
                .sealed, "\(record)/\(path)/\(dot)",
                SealedDocument(box: Hexadecimal.encode(sealed.box), token: Hexadecimal.encode(token ?? [])))
            return .sealed(
                SealedValue(
                    lastFour: sealed.lastFour, isChecksumValid: sealed.isChecksumValid, token: token ?? [], box: []))
        case .composite(let composite):
            return .composite(
                Composite(
                    try composite.parts.map {
                        Composite.Part(
                            name: $0.name, value: try self.sealed($0.value, record: record, path: path, dot: dot))
                    }))
        default: return value
        }
    }
}

extension Stamp {
    /// The stamp with the time of observation that the change itself tells.
    func observing(_ change: Change) -> Stamp {
        guard let observed = change.observedTime else { return self }
        return Stamp(
            dot: dot, author: author, device: device, deviceTime: deviceTime, effectiveTime: effectiveTime,
            observedTime: observed, clockOffset: clockOffset)
    }
}

extension Change {
    /// Whether an identity number lies in it, sealed for the hub.
    var hasBoxes: Bool { writes.indices.contains { writes[$0].value?.hasBoxes ?? false } }

    var withoutBoxes: Change {
        guard hasBoxes else { return self }
        var change = self
        for index in change.writes.indices { change.writes[index].value = change.writes[index].value?.withoutBoxes }
        return change
    }
}

extension FieldValue {
    var hasBoxes: Bool {
        switch self {
        case .sealed(let sealed): !sealed.box.isEmpty
        case .composite(let composite): composite.parts.contains { $0.value.hasBoxes }
        default: false
        }
    }

    var withoutBoxes: FieldValue {
        switch self {
        case .sealed(let sealed):
            .sealed(
                SealedValue(
                    lastFour: sealed.lastFour, isChecksumValid: sealed.isChecksumValid, token: sealed.token, box: []))
        case .composite(let composite):
            .composite(Composite(composite.parts.map { .init(name: $0.name, value: $0.value.withoutBoxes) }))
        default: self
        }
    }
}

extension VersionVector {
    func without(_ replica: ReplicaID) -> VersionVector { VersionVector(entries.filter { $0.replica != replica }) }
}
