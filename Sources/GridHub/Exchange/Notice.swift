import GridCausality
import GridRecords
import GridStore
import GridSync

/// Tells who has to know what a change did: the inbox of conflicts, the list of silent merges, the authors' news.
struct Notice {
    let work: HubWork
    let position: UInt64
    let author: WorkerID
    let stamp: Stamp

    /// - Parameter new: the disputes of the record as it is after the change.
    func tell(
        _ change: Change, before: Record, after: RecordReading, disputes new: [Dispute], encounter: Record.Encounter
    ) throws {
        let old = before.disputes(work.catalogue)
        guard encounter == .concurrent || !old.isEmpty || !new.isEmpty else { return }
        try index(old: old, new: new, record: after.record, areas: after.record.areas(work.catalogue))
        let resolved = old.filter { dispute in !new.contains { $0.path == dispute.path } }
        let merged =
            encounter == .concurrent ? Record.silentMerges(of: change, before: before, after: after) : []
        guard !resolved.isEmpty || !merged.isEmpty else { return }
        let view = RecordView(after)
        for dispute in resolved { try tellResolved(dispute, change: change, view: view) }
        for path in merged { try tellMerged(path, before: before, after: after.record, view: view) }
    }

    private func index(old: [Dispute], new: [Dispute], record: Record, areas: [AreaCode]) throws {
        for dispute in old where !new.contains(where: { $0.path == dispute.path }) {
            try work.documents.remove(.disputes, dispute.key)
            try work.documents.remove(.assignments, dispute.key)
            try work.documents.remove(.listed, dispute.key)
        }
        for dispute in new {
            let known =
                old.contains { $0.path == dispute.path }
                ? try work.documents.get(.disputes, dispute.key, as: DisputeDocument.self) : nil
            try work.documents.put(
                .disputes, dispute.key,
                DisputeDocument(
                    record: record.id.text, path: dispute.path.text, kind: record.kind, areas: areas.map(\.text),
                    openedAt: known?.openedAt ?? stamp.effectiveTime))
        }
    }

    private func tellResolved(_ dispute: Dispute, change: Change, view: RecordView) throws {
        let now = view.value(at: dispute.path)
        for side in dispute.sides {
            try news(
                to: side.stamp.author, .resolved, record: change.record, path: dispute.path, yours: side.json, now: now,
                dot: side.stamp.dot)
        }
    }

    private func tellMerged(_ path: Path, before: Record, after: Record, view: RecordView) throws {
        let others = before.siblings(at: path).all.filter { $0.dot != stamp.dot }
        try work.documents.put(
            .merges, "\(ordered(position))/\(after.id)/\(path)",
            MergeDocument(
                record: after.id.text, path: path.text, kind: after.kind, areas: view.areas.map(\.text),
                dot: stamp.dot.description, others: others.map(\.dot.description), at: stamp.effectiveTime))
        let now = view.value(at: path)
        let mine = after.siblings(at: path).value(at: stamp.dot)?.value
        try news(
            to: author, .merged, record: after.id, path: path, yours: mine?.json ?? .null, now: now, dot: stamp.dot)
        for other in others {
            guard let author = before.stamp(of: other.dot)?.author, author != self.author else { continue }
            try news(
                to: author, .merged, record: after.id, path: path, yours: other.value.value?.json ?? .null, now: now,
                dot: other.dot)
        }
    }

    private func news(
        to worker: WorkerID, _ what: NewsItem.What, record: RecordID, path: Path, yours: JSONValue, now: JSONValue,
        dot: Dot
    ) throws {
        try work.news(
            to: worker.text,
            NewsDocument(
                what: what.rawValue, record: record.text, path: path.text, by: author.text, at: stamp.effectiveTime,
                yours: yours.text, now: now.text, dot: dot.description, note: ""))
    }
}

extension HubWork {
    func news(to worker: String, _ item: NewsDocument) throws {
        try documents.put(.news, "\(worker)/\(ordered(try nextNumber("news")))", item)
    }
}

extension Dispute {
    /// The key of the dispute's documents: record, then path.
    var key: String { "\(record.text)/\(path.text)" }
}

extension RecordView {
    /// What people see at a path; null for nothing.
    func value(at path: Path) -> JSONValue {
        if path == .deleted { return .bool(isDeleted) }
        if path == .area { return area.map { .string($0.text) } ?? .null }
        var value = field(path.field)
        for segment in path.segments.dropFirst() { value = value?[String(segment)] }
        return value ?? .null
    }
}
