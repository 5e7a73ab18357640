import GridCausality
import GridRecords
import GridStore
import GridSync

/// One person's desk inside one job: every question goes through the areas that the person has now.
struct Desk {
    let work: HubWork
    let worker: WorkerDocument
    /// Everything below the assigned areas.
    let scope: Set<AreaCode>

    /// Refuses somebody who may act no more, and a role that may not ask.
    init(_ work: HubWork, of id: WorkerID, for question: DeskQuestion? = nil) throws {
        guard let worker = try work.documents.get(.workers, id.text, as: WorkerDocument.self), !worker.isDisabled,
            worker.validTo.map({ $0 > work.now }) ?? true
        else {
            throw HubError("unauthorized", status: 401, "this worker is disabled", hint: "ask your supervisor")
        }
        guard question?.isFor(worker.knownRole) ?? DeskQuestion.deskRoles.contains(worker.knownRole) else {
            throw HubError.forbidden("the role \(worker.role) may not see this", hint: "ask your supervisor")
        }
        self.work = work
        self.worker = worker
        scope = work.tree.scope(of: worker.areas.map { AreaCode($0) })
    }

    var person: DeskPerson {
        DeskPerson(
            id: WorkerID(worker.id), name: worker.name, role: worker.knownRole,
            areas: worker.areas.compactMap { work.tree.areas[AreaCode($0)] })
    }

    func answer(_ question: DeskQuestion, _ arguments: Arguments) throws -> [JSONValue] {
        switch question {
        case .conflicts: return try conflicts(arguments)
        case .conflict: return try mine(try work.conflicts(named: try arguments.text("id")), arguments).map(told)
        case .decide: return try decide(arguments)
        case .quarantine: return try quarantine()
        case .accept:
            let item = try quarantined(arguments)
            let dot = try work.accept(item, by: worker.id)
            return [["id": .string(item.id), "dot": .string(dot.description)]]
        case .drop:
            let item = try quarantined(arguments)
            try work.drop(item, by: worker.id, note: try arguments.text("note"))
            return [["id": .string(item.id)]]
        case .fleet: return try fleet()
        case .record: return try record(try arguments.record("id"))
        case .overdue, .reports, .report, .cell, .build: throw HubError.unknownCommand(question.rawValue)
        }
    }

    /// Areas as the person may name them; one beyond his own is as one that is not there.
    func areas(_ arguments: Arguments) throws -> [String] {
        guard let area = arguments.optionalText("area") else { return worker.areas }
        return [try inScope(area)]
    }

    func inScope(_ area: String) throws -> String {
        guard scope.contains(AreaCode(area)) else { throw HubError.missing("area", area) }
        return area
    }
}

/// Conflicts.
extension Desk {
    private func conflicts(_ arguments: Arguments) throws -> [JSONValue] {
        let area = try arguments.optionalText("area").map { try inScope($0) }
        let open = try work.conflicts(area: area, kind: arguments.optionalText("kind"))
        return try open.filter { isMine($0.document.areas) }.map(told)
    }

    private func mine(_ found: [HubWork.OpenConflict], _ arguments: Arguments) throws -> [HubWork.OpenConflict] {
        let mine = found.filter { isMine($0.document.areas) }
        guard !mine.isEmpty else { throw HubError.missing("open conflict", arguments.optionalText("id") ?? "") }
        return mine
    }

    private func isMine(_ areas: [String]) -> Bool { areas.contains { scope.contains(AreaCode($0)) } }

    private func decide(_ arguments: Arguments) throws -> [JSONValue] {
        let id = try arguments.text("id")
        _ = try mine(try work.conflicts(named: id), arguments)
        guard let take = arguments.json["take"]?.integer else {
            throw HubError.badInput("missing_argument", "say which side to take")
        }
        var members: [String: JSONValue] = [
            "id": .string(id), "seen": .string(try arguments.text("seen")), "take": .integer(take),
            "as": .string(worker.id),
        ]
        members["note"] = arguments.optionalText("note").map { .string($0) }
        return try work.resolve(Arguments(json: .object(members)))
    }

    private func told(_ conflict: HubWork.OpenConflict) throws -> JSONValue {
        var members = conflict.json.object ?? [:]
        let view = RecordView(conflict.record, catalogue: work.catalogue)
        members["caption"] = .string(RecordCaption.text(view))
        members["area"] = view.area.map { .string($0.text) } ?? .null
        members["sides"] = .array(try (members["sides"]?.array ?? []).map { try named($0) })
        return try named(.object(members))
    }
}

/// Work that was set aside, devices, records.
extension Desk {
    private func quarantine() throws -> [JSONValue] {
        try work.judgeOffers()
        return try work.openQuarantine().filter { try isMine($0) }.map { item in
            var members = try work.json(item, whole: false).object ?? [:]
            members["area"] = item.areas.first.map { .string($0) } ?? .null
            members["kinds"] = .array(item.kinds.map { .string($0) })
            members["changes"] = .array(((try? work.body(of: item))?.changes ?? []).map { masked($0) })
            return try named(.object(members))
        }
    }

    private func masked(_ change: Change) -> JSONValue {
        let fields: [JSONValue] = change.writes.filter { !$0.path.isPresence }.map { write in
            let definition = work.catalogue.definition(kind: change.kind, path: write.path)
            return [
                "path": .string(write.path.text),
                "value": RecordCaption.masked(write.value, as: definition, at: write.path),
            ]
        }
        return [
            "record": .string(change.record.text), "kind": .string(change.kind), "created": .bool(change.isCreation),
            "fields": .array(fields),
        ]
    }

    private func isMine(_ item: QuarantineDocument) throws -> Bool {
        !scope.isDisjoint(with: try work.areas(of: item, try? work.body(of: item)))
    }

    private func quarantined(_ arguments: Arguments) throws -> QuarantineDocument {
        let id = try arguments.text("id")
        guard let item = try work.documents.get(.quarantine, id, as: QuarantineDocument.self), try isMine(item) else {
            throw HubError.missing("quarantined changeset", id)
        }
        return try work.selectedQuarantine(Arguments(json: ["id": .string(id)]))[0]
    }

    /// Devices of the people who are assigned to areas of this desk; an administrator's desk has them all.
    private func fleet() throws -> [JSONValue] {
        try work.deviceLines().compactMap { line in
            guard let device = try line["device"]?.string.flatMap({ try work.device($0) }) else { return nil }
            let owner = try work.documents.get(.workers, device.worker, as: WorkerDocument.self)
            guard worker.knownRole == .admin || isMine(owner?.areas ?? []) else { return nil }
            var members = line.object ?? [:]
            members["silent_ms"] = .integer(work.now - (device.lastSync ?? device.enrolledAt))
            members["area"] = owner?.areas.first.map { .string($0) } ?? .null
            members["worker_role"] = owner.map { .string($0.role) } ?? .null
            return try named(.object(members))
        }
    }

    private func record(_ id: RecordID) throws -> [JSONValue] {
        guard let stored = try work.transaction.record(id), !scope.isDisjoint(with: stored.areas) else {
            throw HubError.missing("record", id.text)
        }
        let view = RecordView(try work.decode(stored), catalogue: work.catalogue)
        let head = try named(RecordCaption.masked(view))
        let history = try work.historyLines(of: id, role: worker.knownRole).map { line in
            var members = line.object ?? [:]
            members["paths"] = .array((members["writes"]?.object ?? [:]).keys.sorted().map { .string($0) })
            members["writes"] = nil
            return try named(.object(members))
        }
        return [head] + history
    }

    /// The line with the names of its worker, author and area beside their ids.
    func named(_ line: JSONValue) throws -> JSONValue {
        guard var members = line.object else { return line }
        for key in ["worker", "author"] {
            guard let id = members[key]?.string else { continue }
            let person = try work.documents.get(.workers, id, as: WorkerDocument.self)
            members[key + "_name"] = .string(person?.name ?? id)
        }
        if let area = members["area"]?.string {
            members["area_name"] = .string(work.tree.areas[AreaCode(area)]?.name ?? area)
        }
        if let holder = members["holder"]?.string, let colon = holder.firstIndex(of: ":") {
            let code = String(holder[holder.index(after: colon)...])
            members["holder_name"] = .string(work.tree.areas[AreaCode(code)]?.name ?? code)
        }
        return .object(members)
    }
}
