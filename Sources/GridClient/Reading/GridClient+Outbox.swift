import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// What has no verdict yet, in the order it was made.
    public func outbox() throws(ClientError) -> [JSONValue] {
        try read { work in try work.allEntries(in: .pending).map { $0.line } }
    }

    /// Whole changesets, so that work can be carried out of a broken device by hand.
    public func exportOutbox() throws(ClientError) -> [JSONValue] {
        try read { work in
            try work.allEntries(in: .pending).map { entry in
                var members = entry.line.object ?? [:]
                members["worker"] = .string(work.manifest.worker.text)
                members["device"] = .string(work.identity.device.text)
                if let changeset = try work.changeset(of: entry) { members["changeset"] = changeset.json }
                members["canonical"] = .string(Hexadecimal.encode(entry.body))
                members["hash"] = .string(Hexadecimal.encode(entry.hash))
                return .object(members)
            }
        }
    }

    /// What the hub set aside and nobody here has dealt with, with the reason and what was decided on the hub.
    public func quarantined() throws(ClientError) -> [JSONValue] {
        try read { work in
            try work.allEntries(in: .quarantined).map { entry in
                var members = entry.line.object ?? [:]
                let verdict = StoredVerdict(bytes: entry.verdict)?.verdict
                members["reason"] = .string(verdict?.reason?.rawValue ?? "")
                members["detail"] = .string(verdict?.detail ?? "")
                if let decision = try work.transaction.document(Shelf.decisions, entry.dot.description) {
                    members["decision"] = try? JSONValue(parsing: decision)
                }
                return .object(members)
            }
        }
    }

    /// What happened to this worker's edits and nobody marked as seen yet.
    public func news(markSeen: Bool) throws(ClientError) -> [JSONValue] {
        guard markSeen else { return try read { work in try work.unseenNews().map(\.line) } }
        return try write { work in
            let items = try work.unseenNews()
            for item in items {
                try work.transaction.put(
                    Shelf.news, item.key, JSONValue.object(["seen": true, "line": item.line]).bytes)
            }
            return items.map(\.line)
        }
    }
}

extension DeviceWork {
    func unseenNews() throws -> [(key: String, line: JSONValue)] {
        try allDocuments(Shelf.news).compactMap { document in
            guard let json = try? JSONValue(parsing: document.body), json["seen"]?.bool != true, let line = json["line"]
            else { return nil }
            return (document.key, line)
        }
    }
}

extension JournalEntry {
    /// `{"dot","was"?,"at","records","bytes","state"}`.
    var line: JSONValue {
        var members: [String: JSONValue] = [
            "dot": .string(dot.description), "at": .string(at.time),
            "records": .array(records.map { .string($0.text) }), "bytes": .integer(Int64(body.count)),
            "state": .string(state.rawValue),
        ]
        if let was { members["was"] = .string(was.description) }
        return .object(members)
    }
}

extension Changeset {
    /// For people who carry work by hand; the canonical bytes beside it are what counts.
    var json: JSONValue {
        .object([
            "dot": .string(dot.description), "author": .string(author.text), "at": .string(deviceTime.time),
            "catalogue": .string(catalogueVersion), "changes": .array(changes.map(\.json)),
        ])
    }
}

extension Change {
    var json: JSONValue {
        .object([
            "record": .string(record.text), "kind": .string(kind), "context": context.json,
            "creation": .bool(isCreation), "resolution": .bool(isResolution), "writes": writesJSON,
        ])
    }

    /// From path to value; null for what was removed.
    var writesJSON: JSONValue {
        .object(
            Dictionary(
                writes.map { ($0.path.text, $0.value?.json ?? .null) }, uniquingKeysWith: { first, _ in first }))
    }
}
