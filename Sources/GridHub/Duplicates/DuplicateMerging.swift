import GridCausality
import GridRecords
import GridStore
import GridSync

/// Merging: the later record gets an alias to the first, which takes over what only the later had.
///
/// Both are ordinary changes in one changeset of the reviewer's, so devices that hold either learn of it like of
/// anything else, and edits to the later one go on being kept there.
extension HubWork {
    func mergeDuplicates(_ arguments: Arguments) throws -> [JSONValue] {
        let (found, person) = try decided(arguments)
        let roots = try found.pair.both.map { try representative(of: $0) }
        let survivor = found.survivor
        // Merged before, then written to: what is new there is taken over now.
        let loser = roots[0] == roots[1] ? found.pair.second : max(roots[0], roots[1])
        for id in [survivor, loser] { _ = try reviewer(person.id, in: try stored(id)?.areas ?? []) }
        guard let near = try record(survivor), let far = try record(loser) else {
            throw HubError.missing("record", found.pair.name)
        }
        for record in [near, far] where record.isDeleted {
            throw HubError(
                "record_deleted", status: 409, "record \(record.id) is deleted",
                hint: "there is nothing to merge; bring it back first if it was deleted by mistake")
        }
        guard let alias = Record.aliasPath(to: survivor), catalogue.kind(near.kind)?.field(Record.aliasField) != nil
        else {
            throw HubError.badInput(
                "unknown_field", "the kind \(near.kind) has no field \(Record.aliasField)",
                hint: "add it to the catalogue, as common.yaml has it")
        }
        let taken = try TakeOver(from: far, into: near, catalogue: catalogue).writes(boxes: box)
        guard taken.count <= Limits.writesPerChange else {
            throw HubError.badInput(
                "too_large", "\(taken.count) values would be taken over, more than one change holds",
                hint: "move some over by hand first")
        }
        var mark = [Write(path: alias, value: .bool(true))]
        if let note = arguments.optionalText("note") { mark += self.note(note, about: mark, by: person.id) }
        var changes = [try administrativeChange(loser, writes: mark)]
        if !taken.isEmpty { changes.append(try administrativeChange(survivor, writes: taken)) }
        let dot = try issue(changes.sorted { $0.record < $1.record }, author: person.id, effectiveTime: nil).dot
        try documents.remove(.dismissals, found.pair.key)
        for id in Set(found.pair.both + [survivor, loser]).sorted() { try examine(id) }
        try audit(person.id, "duplicates merged", "\(survivor):\(loser)", arguments.optionalText("note") ?? "")
        return [line(survivor, loser, dot, "taken_over", taken.map(\.path))]
    }

    /// Takes the aliases between the two away, and with them the values taken over that nobody wrote over since.
    func unmergeDuplicates(_ arguments: Arguments) throws -> [JSONValue] {
        let (found, person) = try decided(arguments)
        guard !found.document.merged.isEmpty else {
            throw HubError(
                "already_decided", status: 409, "\(found.pair.name) is not merged",
                hint: "gridsyncd duplicates list --state merged shows what is")
        }
        var lines: [JSONValue] = []
        for loser in found.pair.both {
            let survivor = found.pair.other(than: loser)
            guard let alias = Record.aliasPath(to: survivor), let far = try record(loser),
                far.aliases.contains(survivor)
            else { continue }
            var changes = [try administrativeChange(loser, writes: [Write(path: alias, value: nil)])]
            let given = try record(survivor).map { $0.paths(writtenOnlyBy: far.siblings(at: alias).dots) } ?? []
            if !given.isEmpty {
                changes.append(
                    try administrativeChange(survivor, writes: given.map { Write(path: $0, value: nil) }))
            }
            let dot = try issue(changes.sorted { $0.record < $1.record }, author: person.id, effectiveTime: nil).dot
            lines.append(line(survivor, loser, dot, "given_back", given))
        }
        for id in found.pair.both { try examine(id) }
        try audit(
            person.id, "duplicates unmerged", found.pair.name, arguments.optionalText("note") ?? "")
        return lines
    }

    private func line(
        _ survivor: RecordID, _ loser: RecordID, _ dot: Dot, _ what: String, _ paths: [Path]
    ) -> JSONValue {
        .object([
            "id": .string(DuplicatePair(survivor, loser)?.name ?? ""), "survivor": .string(survivor.text),
            "duplicate": .string(loser.text), "dot": .string(dot.description),
            what: .array(paths.map { .string($0.text) }),
        ])
    }

    /// The box of a sealed value that a record shows; nil when the hub does not hold it.
    private func box(_ record: RecordID, _ path: Path, _ dot: Dot) throws -> [UInt8]? {
        try documents.get(.sealed, "\(record)/\(path)/\(dot)", as: SealedDocument.self)
            .flatMap { Hexadecimal.decode($0.box) }
    }
}

/// What the surviving record lacks and the other one shows.
struct TakeOver {
    let near: RecordReading
    let far: RecordReading

    init(from loser: Record, into survivor: Record, catalogue: Catalogue) {
        near = RecordReading(survivor, catalogue: catalogue)
        far = RecordReading(loser, catalogue: catalogue)
    }

    /// Sorted by path. Logs stay where they were written, for they tell of that record; so does the step of the work,
    /// what is in dispute, what is derived, and what only the office writes.
    ///
    /// - Parameter boxes: the box of a sealed value by record, path and dot; without its box it stays, too.
    func writes(boxes: (RecordID, Path, Dot) throws -> [UInt8]?) throws -> [Write] {
        try far.entries.compactMap { entry in
            guard isTaken(entry), let value = entry.shown.value else { return nil }
            guard case .sealed(let sealed) = value else { return Write(path: entry.path, value: value) }
            guard let dot = entry.shown.chosen, let box = try boxes(far.record.id, entry.path, dot) else { return nil }
            return Write(
                path: entry.path,
                value: .sealed(
                    SealedValue(
                        lastFour: sealed.lastFour, isChecksumValid: sealed.isChecksumValid, token: [], box: box)))
        }
    }

    private func isTaken(_ entry: RecordReading.Entry) -> Bool {
        guard entry.path != .area, entry.path.field != Record.aliasField, !entry.shown.isDisputed,
            let field = far.kind?.field(entry.path.field), field.policy.name != .entries, field.policy.name != .stage,
            !field.isDerived, !field.isAdministrative
        else { return false }
        guard let element = entry.path.element else { return near.shown(at: entry.path).value == nil }
        // An element that the survivor lost on purpose does not come back.
        return far.presence(of: element) == .present && near.presence(of: element) == .present
            && near.shown(at: entry.path).value == nil
    }
}

extension Record {
    /// Paths, elements as a whole, where nothing stands but what these changes wrote; sorted.
    fileprivate func paths(writtenOnlyBy dots: [Dot]) -> [Path] {
        let written = registers.filter { register in
            !register.path.isPresence && !register.siblings.isEmpty
                && register.siblings.dots.allSatisfy { dots.contains($0) }
        }.map(\.path)
        let elements = Set(written.filter(\.isElement))
        return written.filter { path in
            guard let element = path.element, element != path else { return true }
            return !elements.contains(element)
        }
    }
}
