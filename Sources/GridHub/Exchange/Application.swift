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
        let known = try work.record(change.record)
        let stamp = stamp.observing(change)
        let before = known ?? Record(id: change.record, kind: change.kind)
        let asLogged = change.withoutBoxes
        var change = change
        var lost = VersionVector.empty
        if change.epoch != epoch {
            (change.context, lost) = try ContextCut.cut(change.context) { try work.head($0) }
            lost = lost.without(changeset.dot.replica)
        }
        try seal(&change)
        var after = before
        let encounter = after.apply(change, stamp: stamp, unmet: lost, isProven: isProven)
        let reading = after.isContested ? RecordReading(after, catalogue: work.catalogue) : nil
        let disputes = reading?.disputes ?? []
        after.bases = try disputes.compactMap { try work.base(of: $0, in: after, adding: asLogged, stamp: stamp) }
        let row = work.codec.encode(after)
        try put(after, row, after.areas(work.catalogue))
        work.recordReadings.keep(after, row)
        let notice = Notice(work: work, position: position, author: changeset.author, stamp: stamp)
        if encounter == .concurrent || before.isContested || reading != nil {
            let reading = reading ?? RecordReading(after, catalogue: work.catalogue)
            try notice.tell(change, before: before, after: reading, disputes: disputes, encounter: encounter)
        }
        return (encounter, disputes.filter { $0.involves(changeset.dot) }.map(\.id))
    }

    private func put(_ record: Record, _ row: [UInt8], _ areas: [AreaCode]) throws {
        let stored = StoredRecord(
            id: record.id, kind: record.kind, body: row, position: position, areas: areas, isDeleted: record.isDeleted)
        try work.put(stored, record)
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

    /// What was shown at a disputed path for the common past of all sides; nil when the sides themselves tell it.
    ///
    /// Worked out from the record's history only when the sides saw different things. A past that comes again after
    /// the hub lost it comes in any order, so each change takes away what it covers, come before it or after it.
    func base(of dispute: Dispute, in record: Record, adding change: Change, stamp: Stamp) throws -> Base? {
        guard dispute.path != .deleted else { return nil }
        let claims = record.claims(at: dispute.path)
        if let first = claims.first, first.from != nil, claims.allSatisfy({ $0.from == first.from }) {
            return Base(path: dispute.path, value: first.from)
        }
        let field = catalogue.looksAround(at: dispute.path, of: record.kind) ? nil : dispute.path.field
        return base(
            of: dispute, of: record.kind,
            outOf: try writings(of: record.id, in: field) + [(change: change.writing(in: field), stamp: stamp)])
    }

    /// - Parameter history: the applied changes of the record, or of each its writes to the field in dispute.
    func base(of dispute: Dispute, of kind: String, outOf history: [(change: Change, stamp: Stamp)]) -> Base? {
        let dots = Set(dispute.sides.flatMap(\.dots))
        let contexts = history.filter { dots.contains($0.stamp.dot) }.map(\.change.context)
        guard var common = contexts.first else { return nil }
        for context in contexts.dropFirst() { common = common.intersection(context) }
        var past = Record(id: dispute.record, kind: kind)
        for (change, stamp) in history where common.covers(stamp.dot) {
            past.apply(change, stamp: stamp, unmet: change.context, isProven: true)
        }
        return Base(path: dispute.path, value: RecordReading(past, catalogue: catalogue).shown(at: dispute.path).value)
    }

    /// The applied changes of a record in the order of their commits, sealed values as the record holds them.
    func history(of id: RecordID) throws -> [(change: Change, stamp: Stamp, entry: LogEntry)] {
        try transaction.entries(touching: id).filter(\.isApplied).compactMap { entry in
            guard let changeset = try changeset(of: entry),
                let change = changeset.changes.first(where: { $0.record == id })
            else { return nil }
            return (change.withoutBoxes, changeset.stamp(of: change, as: entry.writing), entry)
        }
    }

    /// The applied changes of a record in the order of their commits, of each its writes to a field: those that have none
    /// are mostly not read.
    ///
    /// - Parameter field: nil for all.
    private func writings(of id: RecordID, in field: String?) throws -> [(change: Change, stamp: Stamp)] {
        let name = field.map { Array($0.utf8) } ?? []
        return try transaction.writings(of: id).filter { $0.body.contains(name) }.compactMap { writing in
            guard let changeset = try changeset(writing.dot, writing.body),
                let change = changeset.changes.first(where: { $0.record == id })
            else { return nil }
            return (change.withoutBoxes.writing(in: field), changeset.stamp(of: change, as: writing))
        }
    }

    /// The changeset behind an entry of the log; nil when its body was erased or withheld.
    func changeset(of entry: LogEntry) throws -> Changeset? { try changeset(entry.dot, entry.body) }

    private func changeset(_ dot: Dot, _ body: [UInt8]) throws -> Changeset? {
        guard !body.isEmpty else { return nil }
        do {
            return try Changeset(canonical: body)
        } catch {
            throw StoreError(
                .corrupt, operation: "read changeset \(dot)", detail: "at \(error.offset): \(error.expected)",
                hint: "run gridsyncd verify; restore from the last backup if it finds more")
        }
    }
}

extension Changeset {
    fileprivate func stamp(of change: Change, as line: LogWriting) -> Stamp {
        Stamp(
            dot: line.dot, author: origin?.onBehalfOf ?? line.author, device: line.device, deviceTime: deviceTime,
            effectiveTime: line.effectiveTime, clockOffset: line.clockOffset
        ).observing(change)
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
    /// The change with its writes to a field alone; all of them for none.
    fileprivate func writing(in field: String?) -> Change {
        guard let field else { return self }
        var change = self
        change.writes.removeAll { !$0.path.isIn(field: field) }
        return change
    }

    /// Whether an identity number lies in it, sealed for the hub.
    var hasBoxes: Bool { writes.indices.contains { writes[$0].value?.hasBoxes ?? false } }

    var withoutBoxes: Change {
        guard hasBoxes else { return self }
        var change = self
        for index in change.writes.indices { change.writes[index].value = change.writes[index].value?.withoutBoxes }
        return change
    }
}

extension [UInt8] {
    /// Whether the bytes stand in these.
    fileprivate func contains(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            if rest[start...].starts(with: bytes) { return true }
            rest = rest[(start + 1)...]
        }
        return false
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
