import GridCausality
import GridRecords
import GridStore
import GridSync

/// The inbox of conflicts: listing, showing, deciding, assigning, reopening.
extension HubWork {
    /// One open conflict with what the inbox knows of it.
    struct OpenConflict {
        let dispute: Dispute
        let document: DisputeDocument
        let record: Record
        let assignee: String?
        /// The token of what is shown here.
        let seen: String

        var json: JSONValue {
            guard case .object(var members) = dispute.json(openedAt: document.openedAt) else { return .null }
            members["assigned"] = assignee.map { .string($0) } ?? .null
            members["seen"] = .string(seen)
            return .object(members)
        }
    }

    /// Open conflicts in the order of records and paths; areas include everything below them.
    func conflicts(area: String?, kind: String?, record: RecordID? = nil) throws -> [OpenConflict] {
        let scope = area.map { tree.scope(of: [AreaCode($0)]) }
        var result: [OpenConflict] = []
        let epoch = try epoch()
        var current: (record: Record, disputes: [Dispute], seen: String)?
        for (key, document) in try documents.all(
            .disputes, prefix: record.map { $0.text + "/" } ?? "", as: DisputeDocument.self)
        {
            if let kind, document.kind != kind { continue }
            if let scope, scope.isDisjoint(with: document.areas.map { AreaCode($0) }) { continue }
            guard let id = RecordID(text: document.record) else { continue }
            if current?.record.id != id {
                current = try self.record(id).map {
                    ($0, $0.disputes(catalogue), SeenToken($0, epoch: epoch, catalogue: catalogue).text(codec))
                }
            }
            guard let current, let dispute = current.disputes.first(where: { $0.path.text == document.path }) else {
                continue
            }
            let assignment = try documents.get(.assignments, key, as: AssignmentDocument.self)
            result.append(
                OpenConflict(
                    dispute: dispute, document: document, record: current.record, assignee: assignment?.worker,
                    seen: current.seen))
        }
        return result
    }

    /// The conflict of an id, or every conflict of a record.
    func conflicts(named id: String) throws -> [OpenConflict] {
        let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
        guard let first = parts.first, let record = RecordID(text: first) else {
            throw HubError.badInput(
                "bad_id", "\(id) is no conflict's id", hint: "<record>:<path>, as conflicts list prints it")
        }
        let found = try conflicts(area: nil, kind: nil, record: record).filter {
            parts.count < 2 || $0.dispute.path.text == parts[1]
        }
        guard !found.isEmpty else {
            throw HubError.missing(
                "open conflict", id, hint: "it may have been decided meanwhile: see gridsyncd conflicts list")
        }
        return found
    }

    /// Decides conflicts as a person; each is a change of its own, those of one record together.
    func resolve(_ arguments: Arguments) throws -> [JSONValue] {
        let who = try arguments.text("as")
        let selected = try selection(arguments)
        var lines: [JSONValue] = []
        for group in Dictionary(grouping: selected, by: { $0.record.id }).sorted(by: { $0.key < $1.key }) {
            guard let first = group.value.first else { continue }
            let view = RecordView(first.record, catalogue: catalogue)
            let person = try reviewer(who, in: view.areas)
            let paths = group.value.map(\.dispute.path)
            let before = try self.before(first.record, arguments)
            let disputes = before.disputes(catalogue).filter { paths.contains($0.path) }
            if arguments.optionalText("seen") == nil, arguments.json["take"] != nil { try refuseMoved(disputes) }
            let resolution = try decision(disputes, of: before, arguments)
            let writes = resolution.writes
            var all = writes
            if let note = arguments.optionalText("note") { all += self.note(note, about: writes, by: person.id) }
            var change = try administrativeChange(
                first.record.id, writes: all, keeps: resolution.keeps, isResolution: true)
            change.context = before.context
            let issued = try issue([change], author: person.id, effectiveTime: nil)
            try audit(
                person.id, "conflict resolved", first.record.id.text, writes.map(\.path.text).joined(separator: " "))
            lines.append(["id": .string(first.record.id.text), "dot": .string(issued.dot.description)])
        }
        return lines
    }

    /// What the person decides on: the record as it was seen, else as it is.
    private func before(_ record: Record, _ arguments: Arguments) throws -> Record {
        guard let text = arguments.optionalText("seen") else { return record }
        guard let token = SeenToken(text: text, of: record.id, codec) else {
            throw HubError.badInput("bad_input", "this is no token of the record", hint: "take it from conflicts show")
        }
        guard token.epoch == (try epoch()) else { throw HubError.conflictMoved }
        return token.record
    }

    /// Sides are counted in the order last listed; when they changed since, a number says nothing.
    private func refuseMoved(_ disputes: [Dispute]) throws {
        for dispute in disputes {
            guard let listed = try documents.get(.listed, dispute.key, as: String.self) else { continue }
            if listed != dispute.order { throw HubError.conflictMoved }
        }
    }

    /// Notes the order in which the sides were shown to a person.
    func noteListed(_ conflicts: [OpenConflict]) throws {
        for conflict in conflicts {
            let key = conflict.dispute.key
            if try documents.get(.listed, key, as: String.self) != conflict.dispute.order {
                try documents.put(.listed, key, conflict.dispute.order)
            }
        }
    }

    private func selection(_ arguments: Arguments) throws -> [OpenConflict] {
        if let id = arguments.optionalText("id") ?? arguments.optionalText("record") { return try conflicts(named: id) }
        guard let filter = arguments.json["where"]?.object else {
            throw HubError.badInput("missing_argument", "name a conflict, a record, or a filter with where")
        }
        let area = filter["area"]?.string ?? arguments.optionalText("area")
        let kind = filter["kind"]?.string ?? arguments.optionalText("kind")
        return try conflicts(area: area, kind: kind).filter { conflict in
            let fields = RecordView(conflict.record, catalogue: catalogue).fields
            return filter.allSatisfy { key, value in
                switch key {
                case "area", "kind": true
                case "path": conflict.dispute.path.text == value.string
                default: fields[key]?.matches(value.string ?? value.text) ?? false
                }
            }
        }
    }

    private func decision(_ disputes: [Dispute], of record: Record, _ arguments: Arguments) throws -> Resolution {
        do {
            if let text = arguments.optionalText("take_changeset") {
                guard let dot = Dot(text: text) else { throw HubError.badInput("bad_id", "\(text) is no dot") }
                return try Resolution(takingChangeset: dot, of: record, catalogue: catalogue)
            }
            return try Resolution(disputes.map { ($0, try choice(for: $0, arguments)) }, in: record)
        } catch let failure as Resolution.Failure {
            throw HubError.badInput(
                "bad_choice", "this conflict cannot be decided so: \(failure)",
                hint: "conflicts show lists the sides, counted from 1")
        }
    }

    private func choice(for dispute: Dispute, _ arguments: Arguments) throws -> Resolution.Choice {
        if let side = arguments.json["take"]?.integer { return .side(Int(clamping: side)) }
        guard let value = arguments.json["value"] else {
            throw HubError.badInput("missing_argument", "say which side to take, or a value")
        }
        if value.isNull { return .removed }
        if dispute.path == .deleted { return .value(.bool(value.bool ?? (value.string == "true"))) }
        guard let definition = catalogue.definition(kind: dispute.kind, path: dispute.path) else {
            throw HubError.badInput(
                "unknown_field", "the catalogue does not know \(dispute.path)", hint: "take a side instead")
        }
        do {
            let isElement = dispute.path.isElement
            if let text = value.string {
                return .value(try definition.value(text: text, asElement: isElement, at: dispute.path.text))
            }
            return .value(try definition.value(json: value, asElement: isElement, at: dispute.path.text))
        } catch {
            throw HubError.badInput(error.code.rawValue, error.message(in: .english))
        }
    }

    /// A remark of the reviewer's for the record's own log.
    func note(_ note: String, about writes: [Write], by worker: String) -> [Write] {
        writes.prefix(1).compactMap { write in
            Path("review_log/\(Hexadecimal.encode(random(8)))").map { path in
                Write(
                    path: path,
                    value: .composite(
                        Composite([
                            .init(name: "at", value: .timestamp(.shanghai(milliseconds: now))),
                            .init(name: "by", value: .text(Text(worker))),
                            .init(name: "note", value: .text(Text(note))),
                            .init(name: "path", value: .text(Text(write.path.text))),
                        ])))
            }
        }
    }

    func assignConflict(_ id: String, to worker: String, areas allowed: Set<AreaCode>? = nil) throws -> [JSONValue] {
        _ = try self.worker(worker)
        return try conflicts(named: id).map { conflict in
            if let allowed, allowed.isDisjoint(with: conflict.document.areas.map { AreaCode($0) }) {
                throw HubError.missing("open conflict", id)
            }
            try documents.put(.assignments, conflict.dispute.key, AssignmentDocument(worker: worker, at: now))
            return OpenConflict(
                dispute: conflict.dispute, document: conflict.document, record: conflict.record, assignee: worker,
                seen: conflict.seen
            ).json
        }
    }

    /// What was joined without a person, newest first.
    func merged(in areas: Set<AreaCode>?, limit: Int = 1000) throws -> [JSONValue] {
        try documents.all(.merges, as: MergeDocument.self).reversed().lazy.map(\.value).filter { merge in
            areas.map { !$0.isDisjoint(with: merge.areas.map { AreaCode($0) }) } ?? true
        }.prefix(limit).map { merge in
            .object([
                "id": .string("\(merge.record):\(merge.path)"), "record": .string(merge.record),
                "kind": .string(merge.kind), "path": .string(merge.path), "dot": .string(merge.dot),
                "others": .array(merge.others.map { .string($0) }),
                "at": .string(Timestamp.shanghai(milliseconds: merge.at).text),
            ])
        }
    }

    /// Brings the values that once stood side by side at a path back as sides of a conflict, for a person to decide.
    ///
    /// Each value of the history that lost without its author having seen the winner is issued again on behalf of its
    /// author, under the context that he had; the newest stands beside it.
    func reopen(_ id: String, by who: String) throws -> [JSONValue] {
        let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let record = RecordID(text: parts[0]), let path = Path(parts[1]) else {
            throw HubError.badInput("bad_id", "\(id) is no conflict's id", hint: "<record>:<path>")
        }
        guard let stored = try transaction.record(record) else { throw HubError.missing("record", parts[0]) }
        let person = try reviewer(who, in: stored.areas)
        let steps = try history(of: record).filter { step in
            !step.change.isResolution && step.change.writes.contains { $0.path == path }
        }
        guard let last = steps.last,
            let rival = steps.dropLast().last(where: { !last.change.context.covers($0.stamp.dot) })
        else {
            throw HubError.missing("earlier conflict at", id, hint: "gridsync history shows what was written there")
        }
        let current = try self.record(record)
        guard let value = rival.change.writes.first(where: { $0.path == path }) else {
            throw HubError.missing("value at", id)
        }
        // The context is what the author had seen, so the value stands beside everything written since.
        let change = Change(
            record: record, kind: stored.kind, context: rival.change.context, epoch: try epoch(),
            writes: [Write(path: path, value: value.value, from: value.from)])
        let issued = try issue(
            [change], author: person.id, effectiveTime: rival.stamp.effectiveTime,
            origin: Changeset.Origin(
                dot: rival.stamp.dot, onBehalfOf: rival.stamp.author, effectiveTime: rival.stamp.effectiveTime))
        try audit(person.id, "conflict reopened", id, issued.dot.description)
        _ = current
        return try conflicts(area: nil, kind: nil, record: record).filter { $0.dispute.path == path }.map(\.json)
    }
}

extension Dispute {
    /// The sides in their order, each by its dots.
    var order: String { sides.map { $0.dots.map(\.description).joined(separator: "+") }.joined(separator: " ") }
}

extension HubError {
    static let conflictMoved = HubError(
        "conflict_moved", status: 409, "the sides changed since they were listed; nothing was written",
        hint: "look again with conflicts show, then decide")
}

extension JSONValue {
    /// Whether a filter's text names this value: equal as text, or one of a set's keys.
    func matches(_ text: String) -> Bool {
        switch self {
        case .string(let value): value == text
        case .object(let members): members.keys.contains(text)
        default: self.text == text
        }
    }
}
