import GridCausality
import GridRecords
import GridStore
import GridSync

/// Tells who has to know what a change did: the inbox of conflicts, the list of silent merges, the authors' news.
struct Notice {
    let work: HubWork
    let position: UInt64
    let author: WorkerID

    func tell(_ merge: Merge) throws {
        try index(merge)
        guard !merge.settled.isEmpty || !merge.silentlyMerged.isEmpty else { return }
        let view = RecordView(merge.after.record, catalogue: work.catalogue)
        for dispute in merge.settled { try tellResolved(dispute, merge, view: view) }
        for path in merge.silentlyMerged { try tellMerged(path, merge, view: view) }
    }

    private func index(_ merge: Merge) throws {
        for dispute in merge.settled {
            try work.documents.remove(.disputes, dispute.key)
            try work.documents.remove(.assignments, dispute.key)
            try work.documents.remove(.listed, dispute.key)
        }
        for (key, body) in merge.opened { try work.documents.put(.disputes, key, body: body) }
        for dispute in merge.disputes where !merge.opened.contains(where: { $0.key == dispute.key }) {
            let known = try work.documents.get(.disputes, dispute.key, as: DisputeDocument.self)
            try work.documents.put(
                .disputes, dispute.key,
                DisputeDocument(
                    dispute, in: merge.areas, openedAt: known?.openedAt ?? merge.incoming.stamp.effectiveTime))
        }
    }

    private func tellResolved(_ dispute: Dispute, _ merge: Merge, view: RecordView) throws {
        let now = view.value(at: dispute.path)
        for side in dispute.sides {
            try news(to: side.stamp.author, .resolved, merge, dispute.path, yours: side.json, now: now, side.stamp.dot)
        }
    }

    private func tellMerged(_ path: Path, _ merge: Merge, view: RecordView) throws {
        let (before, after, dot) = (merge.before.record, merge.after.record, merge.incoming.stamp.dot)
        let others = before.siblings(at: path).all.filter { $0.dot != dot }
        try work.documents.put(
            .merges, "\(ordered(position))/\(after.id)/\(path)",
            MergeDocument(
                record: after.id.text, path: path.text, kind: after.kind, areas: view.areas.map(\.text),
                dot: dot.description, others: others.map(\.dot.description), at: merge.incoming.stamp.effectiveTime))
        let now = view.value(at: path)
        let mine = after.siblings(at: path).value(at: dot)?.value
        try news(to: author, .merged, merge, path, yours: mine?.json ?? .null, now: now, dot)
        for other in others {
            guard let author = before.stamp(of: other.dot)?.author, author != self.author else { continue }
            try news(to: author, .merged, merge, path, yours: other.value.value?.json ?? .null, now: now, other.dot)
        }
    }

    private func news(
        to worker: WorkerID, _ what: NewsItem.What, _ merge: Merge, _ path: Path, yours: JSONValue, now: JSONValue,
        _ dot: Dot
    ) throws {
        try work.news(
            to: worker.text,
            NewsDocument(
                what: what.rawValue, record: merge.after.record.id.text, path: path.text, by: author.text,
                at: merge.incoming.stamp.effectiveTime, yours: yours.text, now: now.text, dot: dot.description, note: ""
            ))
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
