import GridCausality
import GridRecords
import GridStore

/// What a record's past says: the bases of its disputes, and its history.
extension HubWork {
    /// What was shown at each disputed path of a record for the common past of all sides.
    ///
    /// Worked out of the record's history only when the sides saw different things, and not lately. A past that comes
    /// again after the hub lost it comes in any order, so each change takes away what it covers, come before it or after
    /// it.
    func bases(of merge: Merge) throws -> [Base] {
        let (record, incoming) = (merge.after.record, merge.incoming)
        return try merge.disputes.compactMap { dispute in
            switch KnownBase(of: dispute, in: record, merge.after.past, catalogue) {
            case .none: return nil
            case .told(let base): return base
            case .inLog:
                let field = catalogue.looksAround(at: dispute.path, of: record.kind) ? nil : dispute.path.field
                let writing = (change: incoming.logged.writing(in: field), stamp: incoming.stamp)
                return base(of: dispute, of: record.kind, outOf: try writings(of: record.id, in: field) + [writing])
            }
        }
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

extension Change {
    /// The change with its writes to a field alone; all of them for none.
    fileprivate func writing(in field: String?) -> Change {
        guard let field else { return self }
        var change = self
        change.writes.removeAll { !$0.path.isIn(field: field) }
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
