import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// One record as it is shown: the hub's copy with the own work on top.
    public func show(_ id: String) throws(ClientError) -> JSONValue {
        let record = try GridClient.recordID(id)
        return try read { work in
            let marks = try Marks(work)
            if try work.transaction.document(Shelf.erased, record.text) != nil {
                throw ClientError(code: "erased", message: "The record \(record) was erased by law.")
            }
            if let shown = try work.shown(record) {
                return try work.line(shown, view: RecordView(shown, catalogue: work.catalogue), marks)
            }
            // A creation in quarantine has left the sum; what can be said of it is that it waits.
            guard let waiting = marks.quarantined[record], let entry = try work.transaction.entry(waiting[0].dot),
                let change = try work.changeset(of: entry)?.changes.first(where: { $0.record == record })
            else { throw ClientError.noSuchRecord(record.text) }
            let empty = Record(id: record, kind: change.kind)
            return try work.line(empty, view: RecordView(empty, catalogue: work.catalogue), marks)
        }
    }

    /// Records that are not deleted, by id, that show these values.
    public func list(
        kind: String?, where filters: [(field: String, value: String)], limit: Int?
    ) throws(ClientError) -> [JSONValue] {
        try read { work in
            let catalogue = try work.catalogue
            if let kind, catalogue.kind(kind) == nil { throw ClientError.unknownKind(kind, catalogue) }
            let marks = try Marks(work)
            var lines: [JSONValue] = []
            guard limit ?? 1 > 0 else { return lines }
            try work.forEachShown(kind: kind) { record in
                let view = RecordView(record, catalogue: catalogue)
                guard !view.isDeleted, filters.allSatisfy({ view.shows($0.value, at: $0.field) }) else { return true }
                lines.append(try work.line(record, view: view, marks))
                return lines.count < limit ?? .max
            }
            return lines
        }
    }

    /// Lines of `export --format jsonl` without their line feeds, sorted by id: what `show` says less `pending`,
    /// `quarantined` and `seen`.
    public func exportLines() throws(ClientError) -> [String] {
        try read { work in
            let catalogue = try work.catalogue
            var lines: [String] = []
            try work.forEachShown { record in
                lines.append(RecordView(record, catalogue: catalogue).json.text)
                return true
            }
            return lines
        }
    }

    /// A field a line; `kind` nil for all kinds.
    public func catalogueLines(kind: String?) throws(ClientError) -> [JSONValue] {
        try read { work in
            let catalogue = try work.catalogue
            if let kind, catalogue.kind(kind) == nil { throw ClientError.unknownKind(kind, catalogue) }
            let language: Language = environment.isChinese ? .chinese : .english
            return catalogue.kinds.filter { kind == nil || Text($0.id) == Text(kind ?? "") }.flatMap { kind in
                kind.fields.map { $0.line(kind: kind.id, language: language) }
            }
        }
    }

    /// `{"worker","replica","head","outbox","quarantined","conflicts","last_sync","clock_offset_ms"}` and more.
    public func status() throws(ClientError) -> JSONValue {
        try read { work in
            let state = try work.exchangeState()
            let head = try work.transaction.lastEntry(of: work.identity.replica)?.dot.counter ?? 0
            var members: [String: JSONValue] = [
                "worker": .string(work.manifest.worker.text), "name": .string(work.manifest.name),
                "role": .string(work.role.rawValue), "device": .string(work.identity.device.text),
                "replica": .string(work.identity.replica.hex), "head": .integer(Int64(clamping: head)),
                "areas": .array(work.manifest.assigned.map { .string($0.text) }),
                "hub": .string(work.identity.hub),
                "records": .integer(Int64(try work.transaction.countRecords())),
                "outbox": .integer(Int64(try work.transaction.countEntries(in: .pending))),
                "quarantined": .integer(Int64(try work.transaction.countEntries(in: .quarantined))),
                "conflicts": .integer(Int64(try work.openDisputes().count)),
                "news": .integer(Int64(try work.unseenNews().count)),
                "last_sync": state.lastSync.map { .string($0.time) } ?? .null,
                "clock_offset_ms": state.clockOffset.map { .integer($0) } ?? .null,
                "catalogue": .string(try work.catalogueVersion),
            ]
            if let change = state.scopeChange {
                members["scope_changed"] = [
                    "at": .string(change.at.time), "dropped": .integer(Int64(change.dropped)),
                    "unsent": .integer(Int64(change.unsent)),
                ]
            }
            return .object(members)
        }
    }
}

extension Int64 {
    /// The instant as people read it, RFC 3339 in Shanghai's zone.
    var time: String { Timestamp.shanghai(milliseconds: self).text }
}

extension RecordView {
    /// Whether a filter's value is what is shown at a field, or one of the elements there.
    func shows(_ value: String, at field: String) -> Bool {
        let wanted = Text(value)
        switch field {
        case "id": return Text(id.text) == wanted
        case "kind": return Text(kind) == wanted
        case "area": return areas.contains { Text($0.text) == wanted }
        default: break
        }
        var place: JSONValue? = .object(fields)
        for segment in field.split(separator: "/") { place = place?[String(segment)] }
        guard let place else { return value.isEmpty }
        if let text = place.string { return Text(text) == wanted }
        if let members = place.object {
            return members.contains { Text($0.key) == wanted || $0.value.string.map { Text($0) == wanted } == true }
        }
        return Text(place.text) == wanted
    }
}
