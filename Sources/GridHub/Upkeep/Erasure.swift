import GridCausality
import GridRecords
import GridStore
import GridSync

/// Lawful erasure: it wins over everything and reaches every stored body.
extension HubWork {
    /// Erases a record: copy, history bodies, sealed values, quarantine. Returns the devices that hold or may hold it.
    @discardableResult
    func erase(_ id: RecordID, reason: String, by who: String, inLedger: Bool = true) throws -> [String] {
        let stored = try transaction.record(id)
        let isErased = try documents.has(.erased, id.text)
        guard stored != nil || isErased || !inLedger else {
            throw HubError.missing("record", id.text)
        }
        guard !isErased else { return [] }
        if inLedger {
            try environment.ledger.append(LedgerLine(at: now, what: .erased, subject: id.text, reason: reason).text)
        }
        let holders = try holders(of: stored?.areas ?? [])
        try documents.put(.erased, id.text, ErasedDocument(at: now, reason: reason, by: who))
        for entry in try transaction.entries(touching: id) { try forget(id, in: entry) }
        for shelf in [Shelf.sealed, .disputes, .assignments, .listed] {
            for document in try transaction.documents(shelf.rawValue, prefix: id.text + "/", after: nil, limit: .max) {
                try documents.remove(shelf, document.key)
            }
        }
        for (key, merge) in try documents.all(.merges, as: MergeDocument.self) where merge.record == id.text {
            try documents.remove(.merges, key)
        }
        for (key, item) in try documents.all(.news, as: NewsDocument.self) where item.record == id.text {
            try documents.remove(.news, key)
        }
        try forgetDuplicates(of: id)
        if stored != nil { try transaction.erase(id, position: try advance(Array("erase \(id)".utf8))) }
        known.forget(id)
        try audit(who, "record erased", id.text, reason)
        return holders
    }

    /// Takes the record's part out of a logged body; a body with nothing left goes whole, and its salt with it.
    private func forget(_ id: RecordID, in entry: LogEntry) throws {
        guard var changeset = try changeset(of: entry) else { return }
        var entry = entry
        changeset.changes.removeAll { $0.record == id }
        entry.pushedHash = entry.hash
        entry.body = changeset.changes.isEmpty ? [] : changeset.canonicalBytes
        entry.records.removeAll { $0 == id }
        try transaction.update(entry)
        for (key, fork) in try documents.all(.forks, prefix: entry.dot.description + "/", as: ForkDocument.self) {
            _ = fork
            try documents.remove(.forks, key)
        }
    }

    /// Devices whose scope holds one of the areas.
    private func holders(of areas: [AreaCode]) throws -> [String] {
        try documents.all(.devices, as: DeviceDocument.self).map(\.value).filter { device in
            guard let worker = try documents.get(.workers, device.worker, as: WorkerDocument.self) else { return false }
            return !scope(of: worker).isDisjoint(with: areas)
        }.map(\.id)
    }
}
