import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// Sends quarantined work again with other values: a new changeset under today's contexts.
    ///
    /// - Parameter fields: from path to value, for the only record; or from record id to such an object.
    /// - Returns: `{"dot"}` of the new changeset.
    public func editQuarantined(_ dot: String, fields: JSONValue) throws(ClientError) -> JSONValue {
        guard let members = fields.object, !members.isEmpty else {
            throw ClientError.badInput("The edit must be an object from path to value.")
        }
        return try sendAgain(dot, edits: members)
    }

    /// Sends quarantined work again as it is, under today's contexts.
    public func retry(_ dot: String) throws(ClientError) -> JSONValue { try sendAgain(dot, edits: [:]) }

    /// Takes quarantined work back: it stays in the journal and is not shown as waiting any more.
    public func withdraw(_ dot: String) throws(ClientError) -> JSONValue {
        try write { work in
            var entry = try work.quarantinedEntry(dot)
            entry.state = .withdrawn
            try work.transaction.update(entry)
            return ["dot": .string(entry.dot.description)]
        }
    }

    private func sendAgain(_ dot: String, edits: [String: JSONValue]) throws(ClientError) -> JSONValue {
        let (new, records) = try write { work in
            var entry = try work.quarantinedEntry(dot)
            guard let changeset = try work.changeset(of: entry) else {
                throw ClientError.badInput("The body of \(dot) is not on this device any more.")
            }
            var draft = Draft()
            for change in changeset.changes {
                try work.draftAgain(change, items: work.items(edits, for: change, in: changeset), into: &draft)
            }
            try work.refuseInvalid(draft)
            let new = try work.commit(
                draft.sorted, origin: .init(dot: entry.dot, onBehalfOf: changeset.origin?.onBehalfOf), was: entry.dot)
            entry.state = .withdrawn
            try work.transaction.update(entry)
            return (new, entry.records)
        }
        observers.tell(Set(records))
        return ["dot": .string(new.description)]
    }
}

extension DeviceWork {
    func quarantinedEntry(_ text: String) throws -> JournalEntry {
        guard let dot = Dot(text: text), let entry = try transaction.entry(dot), entry.state == .quarantined else {
            throw ClientError(
                code: "no_such_entry", message: "There is no quarantined changeset \(text) on this device.",
                hint: "`gridsync quarantined list` shows them.")
        }
        return entry
    }

    func items(_ edits: [String: JSONValue], for change: Change, in changeset: Changeset) throws -> [Entry.Item] {
        var members = edits
        if edits.keys.contains(where: { RecordID(text: $0) != nil }) {
            members = edits.first { RecordID(text: $0.key) == change.record }?.value.object ?? [:]
        } else if changeset.changes.count > 1, !edits.isEmpty {
            throw ClientError.badInput(
                "The changeset touches several records: say which.",
                hint: "{\"<record id>\": {\"path\": value}}")
        }
        return members.sorted { Text($0.key) < Text($1.key) }.map { .json($0.key, $0.value) }
    }

    /// Writes what a change wrote once more, on top of what is shown now.
    func draftAgain(_ change: Change, items: [Entry.Item], into draft: inout Draft) throws {
        if change.isCreation, try shown(change.record) == nil {
            let area = change.writes.first { $0.path == .area }?.value
            let edited = items.first { $0.path == Path.area.text }
            if edited == nil, case .code(let code)? = area, !manifest.holds(AreaCode(code.string)) {
                throw ClientError.outOfScope("The area \(code) is not one of yours.", manifest)
            }
            draft.add(
                Change(
                    record: change.record, kind: change.kind, context: .empty, epoch: identity.epoch,
                    isCreation: true, writes: change.writes))
        } else {
            let (current, before, epoch) = try copies(of: change.record, seen: nil, draft)
            try draftWrites(
                change.writes, to: current, before: before, in: epoch, isResolution: change.isResolution,
                into: &draft)
        }
        if !items.isEmpty { try draftEdit(change.record, items: items, seen: nil, into: &draft) }
    }

    func refuseInvalid(_ draft: Draft) throws {
        let catalogue = try catalogue
        let findings = draft.sorted.flatMap { Validation.check(LocatedChange($0, in: catalogue)) }.filter {
            !$0.isWarning
        }
        guard !findings.isEmpty else { return }
        let error = ValidationError(findings)
        throw ClientError(
            code: error.code.rawValue, message: error.message(in: environment.isChinese ? .chinese : .english),
            hint: "Edit it: `gridsync quarantined edit DOT FILE`.")
    }
}
