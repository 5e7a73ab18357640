package import GridCausality

/// Applying changes to a record: the law of the system. SPEC, "Applying a change".
extension Record {
    /// How a change met the record it was applied to.
    package enum Encounter: Sendable {
        /// The record had it already; nothing happened.
        case known
        /// Everything applied before was in its context.
        case sequential
        /// Something applied before was not in its context.
        case concurrent
    }

    /// The path of the field that says when the author observed what he wrote.
    package static let observedAt = Path.field("observed_at")

    /// Applies a change whose dot the stamp names.
    ///
    /// A value survives exactly when no other applied write at its path has a context covering its dot without
    /// keeping it. Every change also says that the record is there, and every write within an element that the
    /// element is, each as a write of `false` at the reserved path of deletion; so an edit made without having
    /// seen a deletion survives beside it, and the two are a conflict.
    /// - Parameters:
    ///   - unmet: the part of the change's context that this hub has lost; it is waited for at the written paths.
    ///   - isProven: whether the sender proved with a receipt that a hub had taken this change before.
    @discardableResult
    package mutating func apply(
        _ change: Change, stamp: Stamp, unmet lost: VersionVector = .empty, isProven: Bool = false
    ) -> Encounter {
        let dot = stamp.dot
        guard !context.covers(dot) else { return .known }
        if registers.isEmpty, unmet.isEmpty, lost.isEmpty { return begin(with: change, stamp: stamp) }
        let isConcurrent = !change.context.covers(context)
        var covered: [Dot] = []
        Record.forEachEffect(of: change) { write in
            if isProven, awaits(dot, at: write.path) {
                supersede(at: write.path, by: change, at: dot, &covered)
            } else {
                supersede(by: change, inserting: write, at: dot, &covered)
            }
            if !lost.isEmpty {
                anticipate(UnmetCover(path: write.path, vector: lost, kept: change.kept(at: write.path)))
            }
        }
        context.include(dot)
        insert(stamp)
        for dot in covered where !survives(dot) { removeStamp(of: dot) }
        forgetMetCovers()
        return isConcurrent ? .concurrent : .sequential
    }

    /// The same where nothing stands and nothing is waited for, as with most creations: what is written stands alone.
    private mutating func begin(with change: Change, stamp: Stamp) -> Encounter {
        let isConcurrent = !change.context.covers(context)
        registers = Record.effects(of: change).map { write in
            let value = RecordedValue(value: write.value, from: write.from)
            return Register(path: write.path, siblings: Siblings(value, at: stamp.dot))
        }
        context.include(stamp.dot)
        insert(stamp)
        return isConcurrent ? .concurrent : .sequential
    }

    /// Notes that a dot was settled without being applied (quarantined, dropped, erased).
    package mutating func settle(_ dot: Dot) { context.include(dot) }

    /// Joins two whole copies of the same record: commutative, associative and idempotent.
    package func joined(_ other: Record) -> Record {
        var result = Record(id: id, kind: kind)
        result.context = context.merged(other.context)
        for path in Set(registers.map(\.path) + other.registers.map(\.path)).sorted() {
            let siblings = siblings(at: path).joined(
                other.siblings(at: path), seenHere: { context.covers($0) }, seenThere: { other.context.covers($0) })
            if !siblings.isEmpty { result.registers.append(Register(path: path, siblings: siblings)) }
        }
        result.unmet = unmet
        for cover in other.unmet { result.anticipate(cover) }
        result.stamps = Array(Set(stamps + other.stamps)).sorted { $0.dot < $1.dot }
        result.normalise()
        return result
    }

    /// The same as `effects(of:)` one by one, in no order.
    private static func forEachEffect(of change: Change, _ take: (Write) -> Void) {
        guard !change.writes.contains(where: { $0.path.isWithinElement || $0.path == .deleted }) else {
            return effects(of: change).forEach(take)
        }
        // Most changes: fields alone, and the mark that the record is there.
        for write in change.writes { take(write) }
        take(Write(path: .deleted, value: .bool(false)))
    }

    /// Everything that a change writes, the reserved paths of deletion included: sorted, each path once.
    package static func effects(of change: Change) -> [Write] {
        var effects = change.writes
        for index in change.writes.indices where change.writes[index].path.isWithinElement {
            let path = change.writes[index].path
            guard let element = path.element, let reserved = element.presence, path != reserved else { continue }
            let isRemoval = path == element && change.writes[index].value == nil
            if isRemoval { effects.remove(at: effects.place { $0.path < path }) }
            effects.add(Write(path: reserved, value: .bool(isRemoval)))
        }
        effects.add(Write(path: .deleted, value: .bool(false)))
        return effects
    }

    /// Takes away what the change covers at a path, puts its own value there, and notes the dots that lost their place.
    private mutating func supersede(by change: Change, inserting write: Write, at dot: Dot, _ covered: inout [Dot]) {
        let index = registerIndex(of: write.path)
        let value = RecordedValue(value: write.value, from: write.from)
        if index < registers.count, registers[index].path == write.path {
            registers[index].siblings.replace(
                coveredBy: { change.context.covers($0) }, keeping: change.kept(at: write.path), with: value, at: dot
            ) {
                if covered.last != $0 { covered.append($0) }
            }
        } else {
            registers.insert(Register(path: write.path, siblings: Siblings(value, at: dot)), at: index)
        }
    }

    /// The same for a value that was superseded before it came back: no trace of it stays but its dot in the context.
    private mutating func supersede(at path: Path, by change: Change, at dot: Dot, _ covered: inout [Dot]) {
        let index = registerIndex(of: path)
        if index < registers.count, registers[index].path == path {
            registers[index].siblings.cover(by: { change.context.covers($0) }, keeping: change.kept(at: path)) {
                if covered.last != $0 { covered.append($0) }
            }
            if registers[index].siblings.isEmpty { registers.remove(at: index) }
        }
        covered.append(dot)
    }

    /// Whether a dot stands in a register.
    private func survives(_ dot: Dot) -> Bool {
        for index in registers.indices where registers[index].siblings.contains(dot) { return true }
        return false
    }

    private mutating func insert(_ stamp: Stamp) {
        let index = stampIndex(of: stamp.dot)
        if index < stamps.count, stamps[index].dot == stamp.dot { return }
        stamps.insert(stamp, at: index)
    }

    private mutating func removeStamp(of dot: Dot) {
        let index = stampIndex(of: dot)
        if index < stamps.count, stamps[index].dot == dot { stamps.remove(at: index) }
    }

    private func awaits(_ dot: Dot, at path: Path) -> Bool {
        unmet.contains { $0.path == path && $0.covers(dot) }
    }

    private mutating func anticipate(_ cover: UnmetCover) {
        if let index = unmet.firstIndex(where: { $0.path == cover.path }) {
            unmet[index].merge(cover)
        } else {
            unmet.append(cover)
            unmet.sort { $0.path < $1.path }
        }
    }

    private mutating func forgetMetCovers() {
        if !unmet.isEmpty { unmet = unmet.map { $0.beyond(context) }.filter { !$0.vector.isEmpty } }
    }

    /// Drops empty registers, covers of what has come meanwhile, and the stamps that no register refers to any more.
    private mutating func normalise() {
        registers.removeAll { $0.siblings.isEmpty }
        forgetMetCovers()
        var alive: Set<Dot> = []
        for register in registers { for sibling in register.siblings.all { alive.insert(sibling.dot) } }
        stamps.removeAll { !alive.contains($0.dot) }
        stamps.sort { $0.dot < $1.dot }
    }
}

extension [Write] {
    /// Brings a write in at its place; what the change says there itself stays.
    fileprivate mutating func add(_ write: Write) {
        let place = place { $0.path < write.path }
        if place < count, self[place].path == write.path { return }
        insert(write, at: place)
    }
}
