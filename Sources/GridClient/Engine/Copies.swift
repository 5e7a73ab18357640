import GridCausality
import GridRecords
import GridStore
import GridSync

/// What the worker sees: the hub's copies with the own changesets on top that they do not cover yet.
extension DeviceWork {
    /// The record as it is shown; nil when this device has none of it.
    func shown(_ id: RecordID) throws -> Record? {
        let copy = try transaction.record(id).map { try decode($0) }
        return try overlaid(copy, id)
    }

    func overlaid(_ copy: Record?, _ id: RecordID) throws -> Record? {
        guard let kind = try transaction.document(Shelf.overlay, id.text) else { return copy }
        var record = copy ?? Record(id: id, kind: String(decoding: kind, as: UTF8.self))
        for own in try uncovered(id, by: copy) {
            record.apply(own.change, stamp: own.stamp)
        }
        return copy == nil && record.registers.isEmpty ? nil : record
    }

    struct OwnChange {
        let entry: JournalEntry
        let changeset: Changeset
        let change: Change
        let stamp: Stamp
    }

    /// Own changes of a record that count and that the hub's copy does not cover, in the order they were made.
    ///
    /// What a former replica of this device wrote and the hub acknowledged counts until everything was pulled once: from
    /// then on the hub's copies alone tell what became of it, also when the hub goes back later.
    func uncovered(_ id: RecordID, by copy: Record?) throws -> [OwnChange] {
        let state = try exchangeState()
        let offset = state.clockOffset ?? 0
        return try transaction.entries(touching: id).compactMap { entry in
            let isCounted =
                entry.state == .pending
                || (entry.state == .acknowledged
                    && (entry.dot.replica == identity.replica || state.unpulled.contains(entry.dot.replica)))
            guard isCounted,
                copy?.context.covers(entry.dot) != true, let changeset = try changeset(of: entry),
                let change = changeset.changes.first(where: { $0.record == id })
            else { return nil }
            return OwnChange(
                entry: entry, changeset: changeset, change: change,
                stamp: stamp(of: changeset, change: change, entry: entry, offset: offset))
        }
    }

    /// Forgets that a record has changes of one's own on top once it has none.
    func refreshOverlay(_ id: RecordID) throws {
        let copy = try transaction.record(id).map { try decode($0) }
        if try uncovered(id, by: copy).isEmpty {
            try transaction.removeDocument(Shelf.overlay, id.text)
        } else if try transaction.document(Shelf.overlay, id.text) == nil, let copy {
            try transaction.put(Shelf.overlay, id.text, Array(copy.kind.utf8))
        }
    }

    /// Visits every shown record in the order of ids until the visitor answers false.
    func forEachShown(
        kind: String? = nil, onlyDisputed: Bool = false, _ visit: (Record) throws -> Bool
    ) throws {
        var own = try overlayIDs(kind: kind)[...]
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: kind, onlyDisputed: onlyDisputed, limit: 500)
            for copy in batch {
                while let first = own.first, first < copy.id {
                    own.removeFirst()
                    if let record = try shown(first), try !visit(record) { return }
                }
                if own.first == copy.id { own.removeFirst() }
                if let record = try overlaid(try decode(copy), copy.id), try !visit(record) { return }
            }
            guard batch.count == 500 else { break }
            last = batch.last?.id
        }
        for id in own { if let record = try shown(id), try !visit(record) { return } }
    }

    /// Ids of the records with changes of one's own on top, sorted.
    func overlayIDs(kind: String?) throws -> [RecordID] {
        try allDocuments(Shelf.overlay).compactMap { document in
            if let kind, Text(String(decoding: document.body, as: UTF8.self)) != Text(kind) { return nil }
            return RecordID(text: document.key)
        }
    }

    func allDocuments(_ shelf: String, prefix: String = "") throws -> [Document] {
        var result: [Document] = []
        while true {
            let batch = try transaction.documents(shelf, prefix: prefix, after: result.last?.key, limit: 1_000)
            result += batch
            if batch.count < 1_000 { return result }
        }
    }

    /// Entries in a state, all of them, however many.
    func allEntries(in state: JournalEntry.State) throws -> [JournalEntry] {
        try transaction.entries(in: state, limit: .max)
    }
}
