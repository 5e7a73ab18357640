package import GridCausality

/// What a person decided, as what a change has to write.
package struct Resolution: Equatable, Sendable {
    /// An answer to a dispute.
    package enum Choice: Equatable, Sendable {
        /// One of the sides, counted from 1 in the order in which the dispute lists them.
        case side(Int)
        /// Another value than those.
        case value(FieldValue)
        /// That there is to be nothing.
        case removed
    }

    package enum Failure: Error, Equatable, Sendable {
        /// The dispute has no side of that number.
        case noSuchSide
        /// At `deleted` only true and false can be decided.
        case notAboutDeletion
        /// The changeset stands on no side of any dispute of the record.
        case notInDispute
    }

    /// Sorted by path, each with the value that was shown as `from`.
    package let writes: [Write]
    /// What has to stay in dispute although the change covers it, sorted.
    package let keeps: [KeptSibling]

    /// Decides disputes of the record, all in one change; whatever else is in dispute there stays so.
    package init(_ choices: [(Dispute, Choice)], in record: Record) throws(Failure) {
        var writes: [Write] = []
        for (dispute, choice) in choices { writes.append(try Resolution.write(dispute, choice)) }
        self.writes = writes.sorted { $0.path < $1.path }
        keeps = record.contestedRemovals(beside: writes.map(\.path))
    }

    /// Decides one dispute of the record.
    package init(_ dispute: Dispute, taking choice: Choice, in record: Record) throws(Failure) {
        try self.init([(dispute, choice)], in: record)
    }

    /// Decides every dispute of the record in which the changeset has a side as it did, so that no row comes about
    /// that neither person entered.
    package init(takingChangeset dot: Dot, of record: Record, catalogue: Catalogue) throws(Failure) {
        var choices: [(Dispute, Choice)] = []
        for dispute in record.disputes(catalogue) {
            guard let index = dispute.sides.firstIndex(where: { $0.dots.contains(dot) }) else { continue }
            choices.append((dispute, .side(index + 1)))
        }
        guard !choices.isEmpty else { throw .notInDispute }
        try self.init(choices, in: record)
    }

    private static func write(_ dispute: Dispute, _ choice: Choice) throws(Failure) -> Write {
        switch choice {
        case .side(let number):
            guard dispute.sides.indices.contains(number - 1) else { throw .noSuchSide }
            let side = dispute.sides[number - 1]
            return write(side.value, isRemoval: side.json == Dispute.removed, dispute)
        case .value(let value):
            if dispute.path == .deleted { guard case .bool = value else { throw .notAboutDeletion } }
            return write(value, isRemoval: false, dispute)
        case .removed: return write(nil, isRemoval: true, dispute)
        }
    }

    private static func write(_ value: FieldValue?, isRemoval: Bool, _ dispute: Dispute) -> Write {
        if dispute.path == .deleted { return Write(path: .deleted, value: value ?? .bool(true)) }
        // An element that is to stay and has no value of its own, only sub-fields, is affirmed by its reserved path.
        if value == nil, !isRemoval, dispute.path.isElement, let reserved = dispute.path.presence {
            return Write(path: reserved, value: .bool(false))
        }
        return Write(path: dispute.path, value: value, from: dispute.shown)
    }
}

extension Record {
    /// What an ordinary edit at these paths must keep so that it closes no dispute: at each disputed path
    /// what says something else than what is shown, and removals that others contradicted. Sorted.
    package func keeps(editing paths: [Path], _ catalogue: Catalogue) -> [KeptSibling] {
        let reading = RecordReading(self, catalogue: catalogue)
        let edited = Set(paths)
        var kept: Set<KeptSibling> = []
        for entry in reading.entries where edited.contains(entry.path) && entry.shown.isDisputed {
            let agreement = entry.definition.map { Agreement($0.policy) } ?? Agreement()
            let claims = claims(at: entry.path)
            let chosen = claims.first { $0.dot == entry.shown.chosen }
            for claim in claims where !agreement.holds(claim.value, chosen?.value) {
                kept.insert(KeptSibling(claim.dot, at: entry.path))
            }
        }
        kept.formUnion(contestedRemovals(of: paths, reading))
        kept.formUnion(laterEdits(beside: edited, reading))
        return kept.sorted()
    }

    /// Removals of the record and of the elements of these paths that stand in dispute, but for those decided here.
    func contestedRemovals(beside paths: [Path]) -> [KeptSibling] {
        var kept: Set<KeptSibling> = []
        if !paths.contains(.deleted) { kept.formUnion(contestedRemovals(at: .deleted)) }
        for path in paths {
            guard let element = path.element, let reserved = element.presence, !paths.contains(element),
                !paths.contains(reserved)
            else { continue }
            kept.formUnion(contestedRemovals(at: reserved))
        }
        return kept.sorted()
    }

    /// The same for an ordinary edit, which decides nothing; in plain sets there is nothing to decide.
    private func contestedRemovals(of paths: [Path], _ reading: RecordReading) -> [KeptSibling] {
        let elements = Set(paths.compactMap(\.element)).filter { reading.asksAboutRemoval(of: $0) }
        return ([.deleted] + elements.compactMap(\.presence)).flatMap { contestedRemovals(at: $0) }
    }

    /// What says at a reserved path that there is nothing, where something else says that there is.
    private func contestedRemovals(at reserved: Path) -> [KeptSibling] {
        guard presence(at: reserved) == .contested else { return [] }
        return dots(at: reserved, saying: true).map { KeptSibling($0, at: reserved) }
    }

    /// The marks of changes whose being concurrent is itself in dispute, but for that of a value which the edit
    /// replaces.
    private func laterEdits(beside edited: Set<Path>, _ reading: RecordReading) -> [KeptSibling] {
        reading.entries.flatMap { entry -> [KeptSibling] in
            guard entry.shown.isDisputed, entry.definition?.policy.says("later_edits", "review") == true else {
                return []
            }
            let marks = laterEdits(than: entry.shown.chosen, at: entry.path)
            guard !marks.isEmpty, !edited.contains(entry.path), let chosen = entry.shown.chosen else { return [] }
            return (marks + [chosen]).map { KeptSibling($0, at: .deleted) }
        }
    }
}
