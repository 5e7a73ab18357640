import GridCausality
import GridRecords
import GridStore
import GridSync

/// Pairs of duplicates as persons look at them, and their word that two are two.
extension HubWork {
    enum DuplicateState: String, CaseIterable {
        case open, dismissed, merged
        /// Merged, and written to since by somebody who did not know.
        case edited
    }

    /// One pair with what stands about it.
    struct FoundPair {
        let pair: DuplicatePair
        let document: DuplicatePairDocument
        let dismissal: DismissalDocument?
        /// The first of all records that are one with these: the one that stays, or would.
        let survivor: RecordID
        /// The areas of each; nil for a record that is not there.
        let areas: [[AreaCode]?]

        var state: DuplicateState {
            if !document.edited.isEmpty { return .edited }
            if !document.merged.isEmpty { return .merged }
            return dismissal == nil ? .open : .dismissed
        }

        /// `records` and `areas` with null for what lies outside the scope.
        func json(in scope: Set<AreaCode>?) -> JSONValue {
            let records = zip(pair.both, areas).map { id, areas -> JSONValue in
                if let scope, scope.isDisjoint(with: areas ?? []) { return .null }
                return .string(id.text)
            }
            var members: [String: JSONValue] = [
                "id": .string(pair.name), "kind": .string(document.kind), "state": .string(state.rawValue),
                "fields": .array(document.fields.map { .string($0) }), "records": .array(records),
                "areas": .array(areas.map { .string(($0 ?? []).map(\.text).joined(separator: " ")) }),
                "survivor": .string(survivor.text),
                "found_at": .string(Timestamp.shanghai(milliseconds: document.foundAt).text),
            ]
            if let dismissal {
                members["decided_by"] = .string(dismissal.by)
                members["decided_at"] = .string(Timestamp.shanghai(milliseconds: dismissal.at).text)
                members["note"] = .string(dismissal.note)
            }
            return .object(members)
        }
    }

    /// Pairs in the order of their first records; of a worker's those that he holds one record of, or both.
    func duplicateLines(_ arguments: Arguments) throws -> [JSONValue] {
        let scope = try reach(arguments)
        let area = arguments.optionalText("area").map { tree.scope(of: [AreaCode($0)]) }
        let states = try duplicateStates(arguments.optionalText("state"))
        var lines: [JSONValue] = []
        for (key, document) in try documents.all(.duplicates, as: DuplicatePairDocument.self) {
            if let kind = arguments.optionalText("kind"), document.kind != kind { continue }
            guard let pair = DuplicatePair(key: key) else { continue }
            let found = try found(pair, document)
            guard states.contains(found.state) else { continue }
            let all = found.areas.flatMap { $0 ?? [] }
            if let scope, scope.isDisjoint(with: all) { continue }
            if let area, area.isDisjoint(with: all) { continue }
            lines.append(found.json(in: scope))
        }
        return lines
    }

    /// The areas of the worker who asks; nil for the operator at the hub, who sees all.
    private func reach(_ arguments: Arguments) throws -> Set<AreaCode>? {
        guard let who = arguments.optionalText("as") else { return nil }
        return scope(of: try worker(who))
    }

    /// What waits for a person, unless one state or `all` is asked for.
    private func duplicateStates(_ text: String?) throws -> [DuplicateState] {
        guard let text else { return [.open, .edited] }
        if text == "all" { return DuplicateState.allCases }
        guard let state = DuplicateState(rawValue: text) else {
            let known = DuplicateState.allCases.map(\.rawValue).joined(separator: ", ")
            throw HubError.badInput("bad_choice", "\(text) is no state of a pair", hint: "one of \(known), all")
        }
        return [state]
    }

    private func found(_ pair: DuplicatePair, _ document: DuplicatePairDocument) throws -> FoundPair {
        FoundPair(
            pair: pair, document: document, dismissal: try documents.get(.dismissals, pair.key),
            survivor: min(try representative(of: pair.first), try representative(of: pair.second)),
            areas: try pair.both.map { try stored($0)?.areas })
    }

    /// The pair of this name; one that nobody found stands open with no field in common.
    private func found(named text: String) throws -> FoundPair {
        let pair = try DuplicatePair(named: text)
        let records = try pair.both.map { id in
            guard let record = try stored(id) else { throw HubError.missing("record", id.text) }
            return record
        }
        guard records[0].kind == records[1].kind else {
            throw HubError.badInput(
                "bad_choice", "a \(records[0].kind) and a \(records[1].kind) are not the same thing")
        }
        let document = try documents.get(.duplicates, pair.key, as: DuplicatePairDocument.self)
        return try found(pair, document ?? DuplicatePairDocument(kind: records[0].kind, foundAt: now))
    }

    /// The first of the records that are one with this: through every alias that the index knows.
    func representative(of id: RecordID) throws -> RecordID {
        Aliases(try aliases(around: id)).representative(of: id)
    }

    /// The other records that are one with this, sorted.
    func mergedWith(_ id: RecordID) throws -> [RecordID] {
        Set(try aliases(around: id).flatMap { [$0.0, $0.1] }).subtracting([id]).sorted()
    }

    private func aliases(around id: RecordID) throws -> [(RecordID, RecordID)] {
        var pairs: [(RecordID, RecordID)] = []
        var pending = [id]
        var known: Set<RecordID> = []
        while let next = pending.popLast() {
            guard known.insert(next).inserted,
                let document = try documents.get(.duplicateRecords, next.text, as: DuplicateRecordDocument.self)
            else { continue }
            for other in document.others.compactMap({ RecordID(text: $0) }) {
                guard let pair = DuplicatePair(next, other),
                    let document = try documents.get(.duplicates, pair.key, as: DuplicatePairDocument.self),
                    !document.merged.isEmpty
                else { continue }
                pairs.append((next, other))
                pending.append(other)
            }
        }
        return pairs
    }

    /// Field by field what both show, in the order of paths; of a record outside a worker's scope nothing.
    func comparison(_ arguments: Arguments) throws -> [JSONValue] {
        let found = try found(named: try arguments.text("id"))
        let scope = try reach(arguments)
        if let scope, scope.isDisjoint(with: found.areas.flatMap { $0 ?? [] }) {
            throw HubError.missing("pair", found.pair.name)
        }
        var fields: [[String: JSONValue]] = []
        for (id, areas) in zip(found.pair.both, found.areas) {
            let isHidden = scope.map { $0.isDisjoint(with: areas ?? []) } ?? false
            let record = isHidden ? nil : try record(id)
            fields.append(record.map { RecordView($0, catalogue: catalogue).fields } ?? [:])
        }
        let names = Set(fields.flatMap { $0.keys.map { Text($0) } }).sorted().map(\.string)
        return names.map { name in
            let (first, second) = (fields[0][name] ?? .null, fields[1][name] ?? .null)
            return .object([
                "field": .string(name), "first": first, "second": second, "same": .bool(first == second),
                "agrees": .bool(found.document.fields.contains(name)),
            ])
        }
    }

    /// The pair and who decides: somebody who reviews in the areas of both records.
    func decided(_ arguments: Arguments) throws -> (found: FoundPair, person: WorkerDocument) {
        let found = try found(named: try arguments.text("id"))
        let who = try arguments.text("as")
        do {
            let people = try found.areas.map { try reviewer(who, in: $0 ?? []) }
            return (found, people[0])
        } catch let error as HubError where error.code == "forbidden" {
            throw HubError.forbidden(
                "\(who) may not decide on both records",
                hint: "a supervisor or township desk in whose areas both lie may: it goes a level up")
        }
    }

    /// Notes that the two are two things; they are not proposed again.
    func dismissDuplicate(_ arguments: Arguments) throws -> [JSONValue] {
        let note = try arguments.text("note")
        let (found, person) = try decided(arguments)
        guard found.document.merged.isEmpty else {
            throw HubError(
                "already_decided", status: 409, "\(found.pair.name) was merged",
                hint: "take that back first: gridsyncd duplicates unmerge")
        }
        try documents.put(.dismissals, found.pair.key, DismissalDocument(by: person.id, at: now, note: note))
        try audit(person.id, "duplicate dismissed", found.pair.name, note)
        return [try self.found(named: found.pair.name).json(in: nil)]
    }
}
