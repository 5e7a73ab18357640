import GridCausality

/// A record read with a catalogue: what each path shows, and where people have to decide.
///
/// Worked out from the record alone, so every copy with the same record and catalogue reads the same.
package struct RecordReading: Sendable {
    /// One path that holds a value, with what its policy makes of it.
    package struct Entry: Sendable {
        package let path: Path
        /// Nil for a path that the catalogue does not know.
        package let definition: FieldDefinition?
        package let shown: Shown
    }

    /// Whether an element is there.
    package enum Presence: Sendable {
        case present, removed
        /// Removed by one side and written by another that had not seen it; shown meanwhile.
        case contested
    }

    package let record: Record
    package let kind: KindDefinition?
    /// All paths with values but the reserved ones of deletion, sorted; those of removed elements too.
    package let entries: [Entry]

    package init(_ record: Record, catalogue: Catalogue) {
        self.init(record, catalogue.kind(record.kind), of: record.registers)
    }

    private init(_ record: Record, _ kind: KindDefinition?, of registers: [Register]) {
        self.record = record
        self.kind = kind
        entries = registers.compactMap { register in
            guard !register.path.isPresence else { return nil }
            let definition = FieldPlace(register.path, in: kind).definition
            return Entry(
                path: register.path, definition: definition,
                shown: RecordReading.shown(register, definition, record, kind))
        }
    }

    /// A reading for questions about disputes alone: without the paths at which one value stands, where none of these can be
    /// in dispute or belong to what is.
    init(contestedIn record: Record, catalogue: Catalogue) {
        let kind = catalogue.kind(record.kind)
        let isContested = { (register: Register) in register.siblings.count > 1 }
        let isMore = record.registers.contains {
            isContested($0) && ($0.path.isWithinElement || $0.path.isPresence && $0.path != .deleted)
        }
        guard !isMore, kind?.asksOfLoneValues != true else {
            self.init(record, catalogue: catalogue)
            return
        }
        self.init(record, kind, of: record.registers.filter(isContested))
    }

    package func shown(at path: Path) -> Shown { entry(at: path)?.shown ?? .nothing }

    /// What one path of a record shows, without a look at all others.
    package static func shown(at path: Path, in record: Record, _ catalogue: Catalogue) -> Shown {
        let siblings = record.siblings(at: path)
        guard !siblings.isEmpty, !path.isPresence else { return .nothing }
        let kind = catalogue.kind(record.kind)
        return shown(
            Register(path: path, siblings: siblings), FieldPlace(path, in: kind).definition, record, kind)
    }

    package func entry(at path: Path) -> Entry? {
        let index = entries.place { $0.path < path }
        return index < entries.count && entries[index].path == path ? entries[index] : nil
    }

    package func presence(of element: Path) -> Presence {
        guard let reserved = element.presence else { return .present }
        return record.presence(at: reserved)
    }

    /// Whether one side deleted the record and another wrote to it without having seen that.
    package var isDeletionContested: Bool { record.presence(at: .deleted) == .contested }

    /// Whether a removal of the element beside a write to it is a question; in plain sets the write just wins.
    func asksAboutRemoval(of element: Path) -> Bool {
        guard let definition = kind?.field(element.field) else { return false }
        return definition.elementType == .composite && definition.type != .entries
            && definition.policy.name != .entries && definition.policy.parameters["element"] != "latest"
    }

    private static func shown(
        _ register: Register, _ definition: FieldDefinition?, _ record: Record, _ kind: KindDefinition?
    ) -> Shown {
        if register.siblings.count == 1, definition?.asksOfLoneValues != true {
            return Shown(
                value: register.siblings.all[0].value.value, isDisputed: false, chosen: register.siblings.all[0].dot)
        }
        let claims = record.claims(of: register.siblings)
        guard let definition else { return MergePolicy.unknown(claims) }
        let shown = MergePolicy(definition, of: kind) { shownAlone($0, record, kind) }.shown(claims)
        guard !shown.isDisputed, definition.policy.says("later_edits", "review"), shown.value != nil,
            !record.laterEdits(than: shown.chosen, at: register.path).isEmpty
        else { return shown }
        return Shown(value: shown.value, isDisputed: true, chosen: shown.chosen)
    }

    /// What another field shows, by its policy without looking at further fields; so rules cannot go in circles.
    private static func shownAlone(_ field: String, _ record: Record, _ kind: KindDefinition?) -> FieldValue? {
        guard let path = Path(field) else { return nil }
        let claims = record.claims(at: path)
        guard let definition = FieldPlace(path, in: kind).definition else { return MergePolicy.unknown(claims).value }
        return MergePolicy(definition, of: kind).shown(claims).value
    }
}

extension Catalogue {
    /// Whether what a path shows, or asks, may depend on what was written to other fields.
    package func looksAround(at path: Path, of kind: String) -> Bool {
        FieldPlace(path, in: self.kind(kind)).definition?.policy.looksAround ?? false
    }
}

extension FieldDefinition {
    /// Whether a value that nobody contradicts may be a question all the same, by what stands elsewhere.
    var asksOfLoneValues: Bool { policy.name == .assert || policy.says("later_edits", "review") }
}

extension PolicyDefinition {
    /// Parameters that name another field or are about one.
    private static let aboutOthers = [
        "by_identity", "evidence", "later_edits", "review_if_above", "review_if_after", "unless",
    ]

    fileprivate var looksAround: Bool {
        name == .assert || PolicyDefinition.aboutOthers.contains { parameters[$0] != nil }
    }
}

extension Record {
    /// What the siblings at a reserved path of deletion come to.
    func presence(at reserved: Path) -> RecordReading.Presence {
        let siblings = siblings(at: reserved)
        let removals = siblings.all.count { $0.value.value == .bool(true) }
        if removals == 0 { return .present }
        return removals == siblings.count ? .removed : .contested
    }

    /// The changes at a reserved path of deletion that say removed, or that say the opposite; sorted.
    func dots(at reserved: Path, saying isRemoved: Bool) -> [Dot] {
        siblings(at: reserved).all.filter { ($0.value.value == .bool(true)) == isRemoved }.map(\.dot)
    }

    /// Changes at other paths that are concurrent with the one of the dot and later by order time; sorted by dot.
    ///
    /// Every change leaves its mark at the reserved path `deleted`; two that stand there had not seen each other.
    func laterEdits(than dot: Dot?, at path: Path) -> [Dot] {
        let marks = dots(at: .deleted, saying: false)
        guard let dot, marks.contains(dot), let time = stamp(of: dot)?.orderTime else { return [] }
        let here = siblings(at: path).dots
        return marks.filter { !here.contains($0) && (stamp(of: $0)?.orderTime ?? .min) > time }
    }
}
