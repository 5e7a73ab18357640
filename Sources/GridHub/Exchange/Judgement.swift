import GridCausality
import GridRecords
import GridStore
import GridSync

/// Whether a changeset may be applied. Nil means yes; everything else is the verdict under which it is set aside.
extension Admission {
    /// The first objection decides: size, erasure, role, then change by change.
    ///
    /// - Parameter wasApplied: whether the sender proved that a hub had applied it before. That hub judged it by what
    ///   was there then; here much of that may not have come back yet, so only what holds for ever is judged.
    func judge(_ item: Incoming.Item, _ changeset: inout Changeset, wasApplied: Bool) throws -> Verdict? {
        if item.pushed.withheldHash != nil {
            return Verdict(
                .quarantined, reason: .tooLarge, detail: "its body is too large to travel and stays on the device")
        }
        if let verdict = tooLarge(changeset, bytes: item.body.count) { return verdict }
        if let verdict = try erased(&changeset) { return verdict }
        if wasApplied {
            for change in changeset.changes {
                if let verdict = try otherKind(change) { return verdict }
            }
            return nil
        }
        guard worker.knownRole.mayWrite else {
            return Verdict(.quarantined, reason: .guarded, detail: "the role \(worker.role) writes no records")
        }
        for change in changeset.changes {
            if let verdict = try judge(change, of: changeset, item.prepared) { return verdict }
        }
        return nil
    }

    private func judge(_ change: Change, of changeset: Changeset, _ prepared: PreparedChangeset) throws -> Verdict? {
        let stored = try work.stored(change.record)
        if let verdict = outOfScope(change, stored) { return verdict }
        // Without an area it is there in part only: its creation was lost and has not come back.
        let isKnown = stored.map { !$0.areas.isEmpty } ?? false
        if let verdict = try dependent(change, isKnown: isKnown) { return verdict }
        if let verdict = try unknownContext(change) { return verdict }
        if let verdict = try otherKind(change) { return verdict }
        if stored == nil, prepared.creation != nil { return nil }
        let located = LocatedChange(change, in: work.catalogue)
        if let verdict = try invalid(located, of: changeset, isValid: prepared.isValid) { return verdict }
        return try guarded(located, areWritesGuarded: prepared.isGuarded)
    }

    private func otherKind(_ change: Change) throws -> Verdict? {
        guard let stored = try work.stored(change.record), stored.kind != change.kind else { return nil }
        return Verdict(
            .quarantined, reason: .invalidField, detail: "the record is a \(stored.kind), not a \(change.kind)")
    }

    private func tooLarge(_ changeset: Changeset, bytes: Int) -> Verdict? {
        let isTooLarge =
            bytes > Limits.changesetBytes || changeset.changes.count > Limits.changesPerChangeset
            || changeset.changes.contains {
                $0.writes.count > Limits.writesPerChange || $0.keeps.count > Limits.keptSiblingsPerChange
                    || $0.context.entries.count > Limits.contextEntries
            }
        return isTooLarge ? Verdict(.quarantined, reason: .tooLarge, detail: "the changeset is beyond the limits") : nil
    }

    /// Takes changes to erased records out; a verdict when nothing is left.
    private func erased(_ changeset: inout Changeset) throws -> Verdict? {
        guard try !work.documents.isEmpty(.erased) else { return nil }
        let isErased = { (change: Change) in try work.documents.has(.erased, change.record.text) }
        guard try changeset.changes.contains(where: isErased) else { return nil }
        let remaining = try changeset.changes.filter { try !isErased($0) }
        changeset.changes = remaining
        return remaining.isEmpty
            ? Verdict(.erased, reason: .erased, detail: "the record was erased by law; nothing was stored") : nil
    }

    private func outOfScope(_ change: Change, _ stored: StoredRecord?) -> Verdict? {
        let verdict = Verdict(
            .quarantined, reason: .outOfScope,
            detail: "the record lies outside the areas of this worker; kept as a proposal")
        // One without areas waits for its creation, which the hub lost.
        if let stored, !stored.areas.isEmpty { return scope.isDisjoint(with: stored.areas) ? verdict : nil }
        guard change.isCreation else { return scope.isEmpty ? verdict : nil }
        let areas = change.writtenAreas
        return areas.isEmpty || scope.isDisjoint(with: areas) ? verdict : nil
    }

    private func dependent(_ change: Change, isKnown: Bool) throws -> Verdict? {
        let isNoneInQuarantine = try work.documents.isEmpty(.quarantinedRecords)
        let references = isNoneInQuarantine ? [] : change.writes.flatMap { $0.value.map(\.references) ?? [] }
        for record in references + (isKnown ? [] : [change.record]) where record != change.record || !change.isCreation
        {
            if try work.documents.has(.quarantinedRecords, record.text) {
                return Verdict(
                    .quarantined, reason: .depends,
                    detail: "it builds on record \(record), whose creation is in quarantine")
            }
        }
        guard isKnown || change.isCreation else {
            return Verdict(.quarantined, reason: .depends, detail: "record \(change.record) is not known here")
        }
        return nil
    }

    /// Nobody can suppress what he has not seen: every foreign dot in the context was committed at or before the
    /// position of the last cursor that this device was given.
    private func unknownContext(_ change: Change) throws -> Verdict? {
        guard change.epoch == epoch, try !isSent(change.context, of: change.record) else { return nil }
        for entry in change.context.entries where entry.replica.hex != device.replica {
            let dot = Dot(replica: entry.replica, counter: entry.counter)
            guard try work.wasTold(dot, upTo: device.cursorPosition) else {
                if try work.isOwn(entry.replica, of: device) { continue }
                return Verdict(
                    .quarantined, reason: .unknownContext,
                    detail: "it claims to have seen \(dot), which this device was never sent")
            }
        }
        return nil
    }

    /// Whether the device was sent the record as it is, and with it all that the context names: most edits are of such.
    private func isSent(_ context: VersionVector, of id: RecordID) throws -> Bool {
        guard let stored = try work.stored(id), stored.position <= device.cursorPosition,
            let record = try work.record(id)
        else { return false }
        return record.context.covers(context)
    }

    private func invalid(_ located: LocatedChange, of changeset: Changeset, isValid: Bool) throws -> Verdict? {
        let change = located.change
        guard located.kind != nil else {
            return Verdict(
                .quarantined, reason: .unknownKind, detail: "there is no kind \(change.kind) in the catalogue")
        }
        let record = try work.record(change.record) ?? Record(id: change.record, kind: change.kind)
        var findings = isValid ? [] : try flaws(of: located, in: changeset)
        findings += Validation.missingAtClose(located, before: record)
        guard let first = findings.first else { return nil }
        return Verdict(
            .quarantined, reason: Reason(rawValue: first.code.rawValue) ?? .invalidField,
            detail: "\(first.path): \(first.sentence.english)")
    }

    private func flaws(of change: LocatedChange, in changeset: Changeset) throws -> [ValidationFinding] {
        let isVersionKnown = try work.knows(catalogueVersion: changeset.catalogueVersion)
        return Validation.check(change, isVersionKnown: isVersionKnown)
            .filter { !$0.isWarning }
    }

    private func guarded(_ located: LocatedChange, areWritesGuarded: Bool) throws -> Verdict? {
        let change = located.change
        let record = try work.record(change.record) ?? Record(id: change.record, kind: change.kind)
        let breaches = Guard.breaches(
            of: located, before: record, role: worker.knownRole, areWritesGuarded: areWritesGuarded)
        guard let first = breaches.first else { return nil }
        return Verdict(
            .quarantined, reason: Reason(rawValue: first.reason) ?? .guarded, detail: "\(first.path): \(first.detail)")
    }
}

extension FieldValue {
    /// The records that this value points at.
    var references: [RecordID] {
        switch self {
        case .reference(let record): [record]
        case .composite(let composite): composite.parts.flatMap(\.value.references)
        default: []
        }
    }
}
