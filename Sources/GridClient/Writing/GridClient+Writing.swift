import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// A new record of a kind in one of the worker's areas.
    public func create(kind: String, area: String, fields: [FieldEntry]) throws(ClientError) -> Written {
        try record { work, draft in
            try work.draftCreation(kind: kind, area: area, items: fields.map(\.item), into: &draft)
        }
    }

    /// - Parameter seen: the token of what was on the screen; nil for the copy as it is now.
    public func set(_ id: String, fields: [FieldEntry], seen: String? = nil) throws(ClientError) -> Written {
        try record { work, draft in
            let record = try GridClient.recordID(id)
            try work.draftEdit(record, items: fields.map(\.item), seen: seen, into: &draft)
            return record
        }
    }

    public func remove(_ id: String, seen: String? = nil) throws(ClientError) -> Written {
        try setPresence(id, deleted: true, seen: seen)
    }

    public func restoreRecord(_ id: String, seen: String? = nil) throws(ClientError) -> Written {
        try setPresence(id, deleted: false, seen: seen)
    }

    /// Lines of `new`, `set` and `remove`; without `atomic` a bad line leaves those before it written.
    public func apply(_ lines: [JSONValue], atomic: Bool) throws(ClientError) -> [Written] {
        var result: [Written] = []
        try apply(lines, atomic: atomic) { result.append($0) }
        return result
    }

    /// The same, telling what was written line by line.
    public func apply(_ lines: [JSONValue], atomic: Bool, written: (Written) -> Void) throws(ClientError) {
        var names: [String: RecordID] = [:]
        if atomic {
            guard !lines.isEmpty else { return }
            let (dot, records) = try write { work in
                var draft = Draft()
                var records: [RecordID] = []
                for (index, line) in lines.enumerated() {
                    records.append(try work.take(line, number: index + 1, names: &names, into: &draft))
                }
                return (try work.commit(draft.sorted), records)
            }
            observers.tell(Set(records))
            for record in records { written(Written(record, dot)) }
            return
        }
        for (index, line) in lines.enumerated() {
            let known = names
            let (result, updated) = try write { work in
                var names = known
                var draft = Draft()
                let record = try work.take(line, number: index + 1, names: &names, into: &draft)
                return (Written(record, try work.commit(draft.sorted)), names)
            }
            names = updated
            observers.tell([result.id])
            written(result)
        }
    }

    static func recordID(_ text: String) throws(ClientError) -> RecordID {
        guard let id = RecordID(text: text) else {
            throw ClientError.badInput("\(text) is not the id of a record.", hint: "`gridsync list` shows the ids.")
        }
        return id
    }

    private func setPresence(_ id: String, deleted: Bool, seen: String?) throws(ClientError) -> Written {
        try record { work, draft in
            let record = try GridClient.recordID(id)
            try work.draftPresence(record, deleted: deleted, seen: seen, into: &draft)
            return record
        }
    }

    private func record(_ job: (DeviceWork, inout Draft) throws -> RecordID) throws(ClientError) -> Written {
        let result = try write { work in
            var draft = Draft()
            let record = try job(work, &draft)
            return Written(record, try work.commit(draft.sorted))
        }
        observers.tell([result.id])
        return result
    }
}

extension FieldEntry {
    var item: Entry.Item {
        switch value {
        case .json(let json): .json(path, json)
        case .text(let text): .text(path, text)
        case .removed: .json(path, nil)
        }
    }
}
