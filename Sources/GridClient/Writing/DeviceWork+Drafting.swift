import GridCausality
import GridRecords
import GridStore
import GridSync

/// From what a person enters to the changes of a draft, with every check that can be made here.
extension DeviceWork {
    func draftCreation(
        kind id: String, area: String, items: [Entry.Item], into draft: inout Draft
    ) throws -> RecordID {
        try requireWriter()
        let kind = try definition(of: id)
        guard let code = area.isEmpty ? nil : FieldValue.area(area), manifest.holds(AreaCode(area)) else {
            throw ClientError.outOfScope("The area \(area) is not one of yours.", manifest)
        }
        let items = items + [Entry.Item.json("area", code.json)]
        let surroundings = Entry.Surroundings(
            author: manifest.worker, area: AreaCode(area), now: localTime, mintElement: mintElement, seal: seal)
        let result = try validated { () throws(ValidationError) in
            try Entry.creation(of: kind, items: items, in: surroundings)
        }
        let change = Change(
            record: mint(), kind: id, context: .empty, epoch: identity.epoch, isCreation: true, writes: result.writes)
        try refuseBreaches(of: change, before: Record(id: change.record, kind: id))
        try refuseUnfinished(change, before: Record(id: change.record, kind: id))
        draft.add(change)
        return change.record
    }

    func draftEdit(_ id: RecordID, items: [Entry.Item], seen: String?, into draft: inout Draft) throws {
        try requireWriter()
        guard !items.isEmpty else {
            throw ClientError(code: "bad_input", message: "There is nothing to write.", exitCode: 65)
        }
        let (current, before, epoch) = try copies(of: id, seen: seen, draft)
        let kind = try definition(of: current.kind)
        let present = preview(current, draft)
        if present.isDeleted { throw ClientError.recordDeleted(id) }
        let view = try RecordView(present, catalogue: catalogue)
        let surroundings = Entry.Surroundings(
            author: manifest.worker, area: nil, now: localTime, mintElement: mintElement, seal: seal,
            elements: { view.elements(of: $0) }, shown: { view.reading.shown(at: $0).value })
        let result = try validated { () throws(ValidationError) in
            try Entry.edit(of: kind, items: items, in: surroundings)
        }
        try draftWrites(result.writes, to: current, before: before, in: epoch, into: &draft)
    }

    private func definition(of kind: String) throws -> KindDefinition {
        let catalogue = try catalogue
        guard let definition = catalogue.kind(kind) else { throw ClientError.unknownKind(kind, catalogue) }
        return definition
    }

    /// Deletes a record, or takes its deletion back.
    func draftPresence(_ id: RecordID, deleted: Bool, seen: String?, into draft: inout Draft) throws {
        try requireWriter()
        let (current, before, epoch) = try copies(of: id, seen: seen, draft)
        if deleted, preview(current, draft).isDeleted { throw ClientError.recordDeleted(id) }
        let write = Write(path: .deleted, value: .bool(deleted))
        try draftWrites([write], to: current, before: before, in: epoch, into: &draft)
    }

    /// Adds writes with the context, the kept dots and the values seen that belong to what was shown.
    func draftWrites(
        _ writes: [Write], to current: Record, before: Record, in epoch: EpochID, isResolution: Bool = false,
        keeps: [KeptSibling]? = nil, into draft: inout Draft
    ) throws {
        let catalogue = try catalogue
        let view = RecordView(current, catalogue: catalogue)
        guard draft.creates(current.id) || view.areas.isEmpty || view.areas.contains(where: { manifest.holds($0) })
        else {
            throw ClientError.outOfScope("The record lies in an area that is not yours.", manifest)
        }
        let reading = RecordReading(before, catalogue: catalogue)
        let writes = writes.map { write in
            var write = write
            write.from =
                catalogue.needsFrom(kind: before.kind, path: write.path) ? reading.shown(at: write.path).value : nil
            return write
        }
        let change = Change(
            record: before.id, kind: before.kind, context: before.context, epoch: epoch,
            isResolution: isResolution, writes: writes,
            keeps: keeps ?? before.keeps(editing: writes.map(\.path), catalogue))
        try refuseBreaches(of: change, before: before)
        try refuseUnfinished(change, before: preview(before, draft))
        draft.add(change)
    }

    /// The record as it is shown now, as it was when the person decided, and the epoch in which that was.
    func copies(
        of id: RecordID, seen: String?, _ draft: Draft
    ) throws -> (current: Record, before: Record, epoch: EpochID) {
        if let change = draft.changes[id], change.isCreation {
            let fresh = Record(id: id, kind: change.kind)
            return (fresh, fresh, identity.epoch)
        }
        if try transaction.document(Shelf.erased, id.text) != nil {
            throw ClientError(code: "erased", message: "The record \(id) was erased by law.")
        }
        guard let current = try shown(id) else { throw ClientError.noSuchRecord(id.text) }
        guard let seen else { return (current, current, try epoch(of: id)) }
        let token = try SeenToken(entered: seen, of: id, codec)
        return (current, token.record, token.epoch)
    }

    /// The record as it will be once the draft so far is written.
    func preview(_ record: Record, _ draft: Draft) -> Record {
        draft.applied(
            to: record,
            stamp: Stamp(
                dot: Dot(replica: identity.replica, counter: .max), author: manifest.worker, device: identity.device,
                deviceTime: now, effectiveTime: now))
    }

    private func refuseBreaches(of change: Change, before record: Record) throws {
        let breaches = try Guard.breaches(of: LocatedChange(change, in: catalogue), before: record, role: role)
        guard let breach = breaches.first else { return }
        if breach.rule == .recordDeleted { throw ClientError.recordDeleted(record.id) }
        throw ClientError(
            code: breach.reason,
            message: breach.rule == .resolution
                ? "Your role (\(role.rawValue)) may not resolve conflicts."
                : "Your role (\(role.rawValue)) may not do this at \(breach.path): \(breach.detail).",
            hint: "Ask a reviewer of your township or the supervisor.")
    }

    /// Closing takes what the catalogue requires at close.
    private func refuseUnfinished(_ change: Change, before record: Record) throws {
        let missing = try Validation.missingAtClose(LocatedChange(change, in: catalogue), before: record)
        guard !missing.isEmpty else { return }
        throw validationFailure(ValidationError(missing))
    }

    private func requireWriter() throws {
        guard role.mayWrite else {
            throw ClientError(code: "not_allowed", message: "Your role (\(role.rawValue)) does not write records.")
        }
    }

    private func validated(_ job: () throws(ValidationError) -> Entry.Result) throws -> Entry.Result {
        do {
            return try job()
        } catch {
            throw validationFailure(error)
        }
    }

    private func validationFailure(_ error: ValidationError) -> ClientError {
        ClientError(
            code: error.code.rawValue, message: error.message(in: environment.isChinese ? .chinese : .english),
            hint: "`gridsync catalogue KIND` lists the fields and their codes.")
    }

    private func seal(_ number: SealedNumber) -> SealedValue? { Sealing.seal(number, to: identity.sealingKey) }

    var localTime: Timestamp { Timestamp(milliseconds: now, offsetMinutes: environment.offsetMinutes) }
}
