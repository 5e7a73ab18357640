import GridCausality

/// What a change does that its author's role may not do to what he had seen.
package struct Breach: Hashable, Sendable {
    package enum Rule: Hashable, Sendable {
        /// A guard that the catalogue declares, or that the policy `once` brings with it (`replace`).
        case guarded(GuardDefinition.Action)
        /// Writing to a record whose deletion the author had seen, without restoring it.
        case recordDeleted
        /// Writing over an entry of a log, or removing one.
        case entryChanged
        /// Deciding a dispute without the right to.
        case resolution
    }

    package let path: Path
    package let rule: Rule

    package init(path: Path, rule: Rule) {
        self.path = path
        self.rule = rule
    }

    /// The reason by which the changeset is quarantined, from the table in SPEC.
    package var reason: String { rule == .recordDeleted ? "record_deleted" : "guarded" }

    /// What was done, in a word: an action of a guard, `entry` or `resolution`.
    package var detail: String {
        switch rule {
        case .guarded(let action): action.rawValue
        case .recordDeleted: "deleted"
        case .entryChanged: "entry"
        case .resolution: "resolution"
        }
    }
}

/// Judging a change against what its author had seen: on the device at entry, on the hub at admission.
package enum Guard {
    /// Every breach, sorted by path; none for a change that may be applied.
    ///
    /// Seen is what the record holds within the change's context and what the writes themselves say (`from`).
    ///
    /// - Parameters:
    ///   - role: nil for somebody to whom no guard gives way: what he may do, everybody may.
    ///   - areWritesGuarded: what `concerns` says of the change, where that is known already.
    package static func breaches(
        of located: LocatedChange, before record: Record, role: Role?, areWritesGuarded: Bool = true
    ) -> [Breach] {
        let change = located.change
        var breaches: [Breach] = []
        if change.isResolution, !(role?.mayReview ?? false) {
            breaches.append(Breach(path: change.writes.first?.path ?? .deleted, rule: .resolution))
        }
        if hasSeenDeletion(change, of: record), !change.writes.contains(where: { $0.path == .deleted }) {
            breaches.append(Breach(path: .deleted, rule: .recordDeleted))
        }
        let isNothingThere = record.registers.isEmpty
        for (index, place) in located.places.enumerated() where areWritesGuarded && place.mayBeGuarded {
            // Where nothing was seen, nothing can be replaced, lowered or stepped back.
            if isNothingThere, change.writes[index].from == nil, !place.mayForbidWriting { continue }
            let write = change.writes[index]
            guard let rule = breach(of: write, at: place, in: change, before: record, role: role) else { continue }
            breaches.append(Breach(path: write.path, rule: rule))
        }
        return breaches.sorted { $0.path < $1.path }
    }

    /// Whether a write of the change is at a path with a guard; whether it breaches one depends on role and record.
    package static func concerns(_ located: LocatedChange) -> Bool {
        zip(located.change.writes, located.places).contains { write, place in
            place.mayBeGuarded
                && GuardedPath(write.path, write.path.isPresence ? place.element : place) != nil
        }
    }

    private static func hasSeenDeletion(_ change: Change, of record: Record) -> Bool {
        let seen = seen(at: .deleted, by: change, in: record)
        return !seen.isEmpty && seen.allSatisfy { $0 == .bool(true) }
    }

    private static func breach(
        of write: Write, at place: FieldPlace, in change: Change, before record: Record, role: Role?
    ) -> Breach.Rule? {
        // Removing an element by its reserved path is removing the element.
        if write.path.isPresence {
            guard let element = write.path.element, write.value == .bool(true) else { return nil }
            let removal = Write(path: element, value: nil, from: write.from)
            return breach(of: removal, at: place.element, in: change, before: record, role: role)
        }
        guard let path = GuardedPath(write.path, place) else { return nil }
        let (definition, field) = (path.definition, path.field)
        let seen = valuesSeen(write, change, record)
        if path.isLog {
            if write.value == nil || seen.contains(where: { $0 != write.value }) { return .entryChanged }
        }
        let declared = definition.guards + (definition === field ? [] : field.guards.filter { $0.action == .write })
        for declaration in declared where !(role.map { declaration.roles.contains($0) } ?? false) {
            if does(declaration, write, seen: seen, definition) { return .guarded(declaration.action) }
        }
        let isDeclared = definition.guards.contains { $0.action == .replace }
        if definition.policy.name == .once, !isDeclared, !(role?.mayReview ?? false),
            isReplaced(write, seen: seen, definition)
        {
            return .guarded(.replace)
        }
        return nil
    }

    /// The values that the author had seen at the path of the write and that it replaces; nothing of what was removed.
    private static func valuesSeen(_ write: Write, _ change: Change, _ record: Record) -> [FieldValue] {
        if let reserved = write.path.presence {
            let presence = seen(at: reserved, by: change, in: record)
            if !presence.isEmpty, presence.allSatisfy({ $0 == .bool(true) }) { return write.from.map { [$0] } ?? [] }
        }
        return seen(at: write.path, by: change, in: record) + (write.from.map { [$0] } ?? [])
    }

    private static func seen(at path: Path, by change: Change, in record: Record) -> [FieldValue] {
        let kept = change.kept(at: path)
        return record.siblings(at: path).all.compactMap { sibling in
            change.context.covers(sibling.dot) && !kept.contains(sibling.dot) ? sibling.value.value : nil
        }
    }

    private static func isReplaced(_ write: Write, seen: [FieldValue], _ definition: FieldDefinition) -> Bool {
        let agreement = Agreement(definition.policy)
        return seen.contains { !agreement.holds($0, write.value) }
    }

    /// Whether the write does what the guard is about.
    private static func does(
        _ declaration: GuardDefinition, _ write: Write, seen: [FieldValue], _ definition: FieldDefinition
    ) -> Bool {
        var seen = seen
        if let part = declaration.condition {
            seen = seen.filter { if case .composite(let composite) = $0 { composite[part] != nil } else { false } }
            if seen.isEmpty { return false }
        }
        switch declaration.action {
        case .write: return true
        case .clear: return write.value == nil && !seen.isEmpty
        case .replace: return write.value != nil && isReplaced(write, seen: seen, definition)
        case .lower:
            let order = ValueOrder(definition)
            return seen.contains { order.compare(write.value, $0) < 0 }
        case .stepBack:
            return seen.contains { definition.steps.isBack(from: $0, to: write.value) }
        }
    }
}

/// A path of which the catalogue says who may write there, or how.
private struct GuardedPath {
    let definition: FieldDefinition
    /// The field of the element within which the path lies; `definition` itself for others.
    let field: FieldDefinition
    /// Entries are only added.
    let isLog: Bool

    /// Nil where everybody may write who may write at all.
    init?(_ path: Path, _ place: FieldPlace) {
        guard let definition = place.definition else { return nil }
        self.definition = definition
        field = path.isWithinElement ? place.field ?? definition : definition
        isLog = field.policy.name == .entries || field.type == .entries
        guard isLog || definition.policy.name == .once || !definition.guards.isEmpty || !field.guards.isEmpty else {
            return nil
        }
    }
}

extension FieldPlace {
    /// Whether a look at the path is worth while: false at most of them.
    fileprivate var mayBeGuarded: Bool { field?.mayBeGuarded ?? false || definition?.mayBeGuarded ?? false }

    /// Whether a look is worth while even where nobody wrote before.
    fileprivate var mayForbidWriting: Bool {
        field?.mayForbidWriting ?? false || definition?.mayForbidWriting ?? false
    }
}

extension Catalogue {
    /// Whether a write at the path says what its author saw; the area's always does.
    package func needsFrom(kind: String, path: Path) -> Bool {
        guard !path.isPresence else { return false }
        return FieldPlace(path, in: self.kind(kind)).definition?.needsSeenValue ?? false
    }
}
