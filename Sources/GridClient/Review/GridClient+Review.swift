import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// Open conflicts, by record and path.
    public func conflicts(area: String?, kind: String?) throws(ClientError) -> [JSONValue] {
        let listed = try read { work in try work.openDisputes(area: area, kind: kind) }
        if !listed.isEmpty { try write { work in try work.remember(listed) } }
        return listed.map(\.json)
    }

    /// One conflict by its id, or all of a record with the changesets in dispute, each with `seen`.
    public func conflict(_ id: String) throws(ClientError) -> [JSONValue] {
        let (record, path) = try GridClient.conflictID(id)
        return try write { work in
            guard let shown = try work.shown(record) else { throw ClientError.noSuchRecord(record.text) }
            let open = try work.disputes(of: shown).filter { path == nil || $0.dispute.path == path }
            guard !open.isEmpty else { throw ClientError.noSuchConflict(id) }
            try work.remember(open)
            let epoch = try work.epoch(of: record)
            let seen = try SeenToken(shown, epoch: epoch, catalogue: work.catalogue).text(codec)
            return open.map { dispute in
                var members = dispute.json.object ?? [:]
                members["seen"] = .string(seen)
                members["changesets"] = .array(
                    dispute.dispute.sides.flatMap(\.dots).sorted().map { .string($0.description) })
                return .object(members)
            }
        }
    }

    /// Decides conflicts by changes like any other; each record's in one changeset.
    ///
    /// - Parameters:
    ///   - note: why; it stands in the record's review log.
    ///   - seen: the token of what was on the screen; without one the sides must be as they were last listed.
    public func resolve(
        _ selection: ConflictSelection, by decision: Decision, note: String?, seen: String?
    ) throws(ClientError) -> [Written] {
        let written = try write { work in
            try work.resolve(selection, by: decision, note: note, seen: seen)
        }
        observers.tell(Set(written.map(\.id)))
        return written
    }

    static func conflictID(_ text: String) throws(ClientError) -> (record: RecordID, path: Path?) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard let first = parts.first, let record = RecordID(text: first) else {
            throw ClientError.noSuchConflict(text)
        }
        guard parts.count == 2 else { return (record, nil) }
        guard let path = Path(parts[1]) else { throw ClientError.noSuchConflict(text) }
        return (record, path)
    }
}

extension ClientError {
    static func noSuchConflict(_ id: String) -> ClientError {
        ClientError(
            code: "no_such_conflict", message: "There is no open conflict \(id) on this device.",
            hint: "`gridsync conflicts list` shows the open ones.")
    }

    static func conflictMoved(_ id: String) -> ClientError {
        ClientError(
            code: "conflict_moved", message: "The sides of \(id) changed since they were listed; nothing was written.",
            hint: "List the conflict again and decide on what it shows, or give --seen.")
    }
}
