import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// Work that was set aside: kept word for word until a supervisor accepts, edits or drops it.
extension HubWork {
    func setAside(
        _ changeset: Changeset, verdict: Verdict, device: DeviceDocument, effectiveTime: Int64, areas: [AreaCode]
    ) throws {
        let id = "q-\(try nextNumber("quarantine"))"
        try documents.put(
            .quarantine, id,
            QuarantineDocument(
                id: id, dot: changeset.dot.description, worker: changeset.author.text, device: device.id,
                records: changeset.changes.map(\.record.text), kinds: changeset.changes.map(\.kind),
                areas: areas.map(\.text), reason: (verdict.reason ?? .internal).rawValue, detail: verdict.detail,
                at: now, effectiveTime: effectiveTime, clockOffset: device.clockOffset, state: .open))
        for change in changeset.changes where change.isCreation {
            try documents.put(.quarantinedRecords, change.record.text, id)
        }
    }

    func quarantined(_ id: String) throws -> QuarantineDocument {
        guard let item = try documents.get(.quarantine, id, as: QuarantineDocument.self) else {
            throw HubError.missing("quarantined changeset", id, hint: "gridsyncd quarantine list shows them")
        }
        return item
    }

    /// Open items, oldest first, filtered by reason and worker where given.
    func openQuarantine(reason: String? = nil, worker: String? = nil) throws -> [QuarantineDocument] {
        try documents.all(.quarantine, as: QuarantineDocument.self).map(\.value).filter {
            $0.state == .open && (reason == nil || $0.reason == reason) && (worker == nil || $0.worker == worker)
        }.sorted { Int($0.id.dropFirst(2)) ?? 0 < Int($1.id.dropFirst(2)) ?? 0 }
    }

    /// The items that a command names: one by id, or many by reason and worker.
    func selectedQuarantine(_ arguments: Arguments) throws -> [QuarantineDocument] {
        if let id = arguments.optionalText("id") {
            let item = try quarantined(id)
            guard item.state == .open else {
                throw HubError(
                    "already_decided", status: 409,
                    "\(id) was \(item.state.rawValue) by \(item.decidedBy ?? "someone")",
                    hint: "gridsyncd quarantine list shows what is open")
            }
            return [item]
        }
        guard arguments.optionalText("reason") != nil || arguments.optionalText("worker") != nil else {
            throw HubError.badInput("missing_argument", "name a quarantined changeset, or a reason or worker")
        }
        return try openQuarantine(reason: arguments.optionalText("reason"), worker: arguments.optionalText("worker"))
    }

    /// Issues the writes again on behalf of their author, then judges anew what was waiting for them.
    func accept(_ item: QuarantineDocument, by who: String, edited fields: JSONValue? = nil) throws -> Dot {
        let changeset = try body(of: item)
        let person = try reviewer(who, in: try areas(of: item, changeset))
        var changes = try changeset.changes.map { try withoutLaterWrites($0, of: changeset.dot) }
        if let fields { changes = try edit(changes, fields) }
        changes.removeAll { $0.writes.isEmpty }
        changes = try changes.map { try seeingAccepted($0) }
        // What nobody has written yet cannot have been seen: a claim to it would cover what others write later.
        for index in changes.indices {
            changes[index].context = try ContextCut.cut(changes[index].context) { try head($0) }.known
        }
        for change in changes {
            if let finding = Validation.check(LocatedChange(change, in: catalogue)).first(where: { !$0.isWarning }) {
                throw HubError.badInput(
                    finding.code.rawValue, "\(finding.path): \(finding.sentence.english)",
                    hint: "put it right with gridsyncd quarantine edit \(item.id) FILE")
            }
            guard try change.isCreation || stored(change.record) != nil else {
                throw HubError(
                    "depends", status: 409, "it builds on record \(change.record), which is not there",
                    hint: "accept the creation of that record first")
            }
        }
        let issued = try issue(
            changes, author: person.id, effectiveTime: item.effectiveTime,
            origin: Changeset.Origin(
                dot: changeset.dot, onBehalfOf: changeset.author, effectiveTime: item.effectiveTime))
        try decide(item, fields == nil ? .accepted : .edited, by: person.id, note: nil, issuedAs: issued.dot)
        try acceptDependents(of: changeset, by: who)
        return issued.dot
    }

    func drop(_ item: QuarantineDocument, by who: String, note: String) throws {
        let person = try reviewer(who, in: try areas(of: item, try? body(of: item)))
        try decide(item, .dropped, by: person.id, note: note, issuedAs: nil)
    }

    /// Closes what its own author has put right and sent again, so that nobody accepts the old beside the new.
    func closeReplaced(_ dot: Dot, of worker: String, by new: Dot) throws {
        for item in try openQuarantine(worker: worker) where item.dot == dot.description {
            try decide(item, .edited, by: worker, note: nil, issuedAs: new)
        }
    }

    private func decide(
        _ item: QuarantineDocument, _ state: QuarantineDocument.State, by who: String, note: String?, issuedAs: Dot?
    ) throws {
        var item = item
        item.state = state
        item.decidedBy = who
        item.note = note
        item.issuedAs = issuedAs?.description
        try documents.put(.quarantine, item.id, item)
        for record in item.records where try documents.get(.quarantinedRecords, record, as: String.self) == item.id {
            try documents.remove(.quarantinedRecords, record)
        }
        try audit(who, "quarantine \(state.rawValue)", item.id, note ?? "")
        try news(
            to: item.worker,
            NewsDocument(
                what: state.rawValue, record: item.records.first ?? RecordID(bits: Bits128(high: 0, low: 0)).text,
                path: "",
                by: who, at: now, yours: "", now: "", dot: item.dot, note: note ?? ""))
    }

    /// What waits for the records that an accepted changeset created, in the order of the counters.
    private func acceptDependents(of accepted: Changeset, by who: String) throws {
        let created = Set(accepted.changes.filter(\.isCreation).map(\.record))
        guard !created.isEmpty else { return }
        for item in try openQuarantine(reason: Reason.depends.rawValue) {
            let changeset = try body(of: item)
            let isWaiting = changeset.changes.contains { change in
                created.contains(change.record)
                    || change.writes.contains { !created.isDisjoint(with: $0.value?.references ?? []) }
            }
            guard isWaiting, try isReady(changeset) else { continue }
            _ = try accept(item, by: who)
        }
    }

    private func isReady(_ changeset: Changeset) throws -> Bool {
        for change in changeset.changes {
            guard try change.isCreation || stored(change.record) != nil else { return false }
            for reference in change.writes.flatMap({ $0.value?.references ?? [] })
            where try documents.has(.quarantinedRecords, reference.text) { return false }
        }
        return true
    }

    /// Where an item belongs: what it touched when it came, what it touches now, else the areas of its author.
    func areas(of item: QuarantineDocument, _ changeset: Changeset?) throws -> [AreaCode] {
        let areas = item.areas.map { AreaCode($0) } + (try changeset.map { try self.areas(touchedBy: $0) } ?? [])
        if !areas.isEmpty { return areas }
        return try documents.get(.workers, item.worker, as: WorkerDocument.self)?.areas.map { AreaCode($0) } ?? []
    }

    /// The changeset behind an item.
    func body(of item: QuarantineDocument) throws -> Changeset {
        if let body = item.body.flatMap({ Hexadecimal.decode($0) }), let changeset = try? Changeset(canonical: body) {
            return changeset
        }
        guard let dot = Dot(text: item.dot), let entry = try transaction.entry(dot),
            let changeset = try changeset(of: entry)
        else {
            throw HubError(
                "not_found", status: 404, "the body of \(item.id) is not on the hub",
                hint: "it was too large to travel, or was erased: ask for it with gridsync outbox export on the device")
        }
        return changeset
    }

    /// The change less the paths that the same device has written again since in applied changesets.
    private func withoutLaterWrites(_ change: Change, of dot: Dot) throws -> Change {
        var change = change
        let later = try history(of: change.record).filter { step in
            let written = try acceptedDot(of: step.entry) ?? step.entry.dot
            return written.replica == dot.replica && written.counter > dot.counter
        }
        let rewritten = Set(later.flatMap { $0.change.writes.map(\.path) })
        change.writes.removeAll { rewritten.contains($0.path) }
        return change
    }

    /// The change with what was accepted of the changesets in its context, which stand under dots of the hub's now.
    ///
    /// A context holds whole stretches of a replica: what else lies in the stretch is kept.
    private func seeingAccepted(_ change: Change) throws -> Change {
        guard let record = try record(change.record) else { return change }
        var accepted: Set<Dot> = []
        for step in try history(of: change.record) {
            if let dot = try acceptedDot(of: step.entry), change.context.covers(dot) { accepted.insert(step.entry.dot) }
        }
        guard !accepted.isEmpty else { return change }
        var seeing = change
        for dot in accepted { seeing.context.include(dot) }
        let unseen = Record.effects(of: change).flatMap { write in
            record.siblings(at: write.path).dots.filter {
                seeing.context.covers($0) && !change.context.covers($0) && !accepted.contains($0)
            }.map { KeptSibling($0, at: write.path) }
        }
        seeing.keeps = Set(change.keeps + unseen).sorted()
        return seeing
    }

    /// The changeset that a supervisor accepted under this entry of the hub's; nil for every other entry.
    private func acceptedDot(of entry: LogEntry) throws -> Dot? {
        guard entry.device == DeviceID("hub"), let origin = try changeset(of: entry)?.origin, origin.onBehalfOf != nil
        else {
            return nil
        }
        return origin.dot
    }

    /// Fields of a file over those of the changeset; with several records each under its id.
    private func edit(_ changes: [Change], _ fields: JSONValue) throws -> [Change] {
        try changes.map { change in
            guard let kind = catalogue.kind(change.kind) else { return change }
            let own: JSONValue? = fields[change.record.text] ?? (changes.count == 1 ? fields : nil)
            guard let members = own?.object else { return change }
            let elements: (String) -> [String] = { field in
                change.writes.filter { $0.path.field == field }.compactMap(\.path.elementID)
            }
            let surroundings = Entry.Surroundings(
                author: WorkerID(""), area: nil, now: .shanghai(milliseconds: now),
                mintElement: { Hexadecimal.encode(random(8)) }, seal: { _ in nil }, elements: elements,
                shown: { path in change.writes.first { $0.path == path }?.value })
            do {
                let area = members["area"]?.string
                let items = members.filter { $0.key != "area" }.map { Entry.Item.json($0.key, $0.value) }
                var writes = try Entry.edit(of: kind, items: items, in: surroundings).writes
                if let area { writes.append(Write(path: .area, value: .code(Text(area)))) }
                let paths = Set(writes.map(\.path))
                let known = Set(change.writes.map(\.path))
                let kept = change.writes.filter { !paths.contains($0.path) }
                return change.replacing(kept + writes.filter { $0.value != nil || known.contains($0.path) })
            } catch let error as ValidationError {
                throw HubError.badInput(error.code.rawValue, error.message(in: .english))
            }
        }
    }

    func json(_ item: QuarantineDocument, whole: Bool) throws -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(item.id), "dot": .string(item.dot), "worker": .string(item.worker),
            "device": .string(item.device), "record": item.records.first.map { .string($0) } ?? .null,
            "records": .array(item.records.map { .string($0) }), "reason": .string(item.reason),
            "detail": .string(item.detail), "at": .string(Timestamp.shanghai(milliseconds: item.at).text),
            "state": .string(item.state.rawValue),
        ]
        if whole, let changeset = try? body(of: item) { members["changeset"] = changeset.json }
        return .object(members)
    }
}

extension Change {
    /// The same change with other writes.
    func replacing(_ writes: [Write]) -> Change {
        Change(
            record: record, kind: kind, context: context, epoch: epoch, isResolution: isResolution,
            isCreation: isCreation, writes: writes, keeps: keeps)
    }
}

extension Changeset {
    /// For people and programs: who, when, and what is written to which record.
    var json: JSONValue {
        .object([
            "dot": .string(dot.description), "author": .string(author.text),
            "at": .string(Timestamp(milliseconds: deviceTime, offsetMinutes: offsetMinutes).text),
            "catalogue": .string(catalogueVersion),
            "changes": .array(
                changes.map { change in
                    .object([
                        "id": .string(change.record.text), "kind": .string(change.kind),
                        "op": .string(change.isCreation ? "new" : "set"), "context": change.context.json,
                        "fields": change.writesJSON,
                    ])
                }),
        ])
    }
}

extension Change {
    /// `{path: value or null}`.
    var writesJSON: JSONValue {
        .object(
            Dictionary(
                writes.map { ($0.path.text, $0.value?.json ?? .null) }, uniquingKeysWith: { first, _ in first }))
    }
}
