package import GridCausality

/// One record as a copy knows it: at each path the values that survive, and what has been taken into account.
///
/// A value: two copies with the same applied changes and effective times are equal, whatever the order in which
/// the changes came.
package struct Record: Hashable, Sendable {
    package let id: RecordID
    package let kind: String
    /// All changes of this record that were applied or settled.
    package internal(set) var context: VersionVector
    /// Sorted by path; none is empty.
    package internal(set) var registers: [Register]
    /// Who wrote what survives, sorted by dot; exactly the dots that stand in a register.
    package internal(set) var stamps: [Stamp]
    /// Covers whose dots have not come back yet, sorted by path. SPEC, "A hub that went back".
    package internal(set) var unmet: [UnmetCover]
    /// What was shown at a disputed path for the common past of its sides; filled in by the hub, sorted by path.
    package var bases: [Base]

    package init(id: RecordID, kind: String) {
        self.id = id
        self.kind = kind
        context = .empty
        registers = []
        stamps = []
        unmet = []
        bases = []
    }

    /// Takes over parts that were stored; sorts what has an order.
    package init(
        id: RecordID, kind: String, context: VersionVector, registers: [Register], stamps: [Stamp],
        unmet: [UnmetCover], bases: [Base]
    ) {
        self.id = id
        self.kind = kind
        self.context = context
        self.registers = registers.inOrder { $0.path < $1.path }
        self.stamps = stamps.inOrder { $0.dot < $1.dot }
        self.unmet = unmet.inOrder { $0.path < $1.path }
        self.bases = bases.inOrder { $0.path < $1.path }
    }

    /// What survives at a path, no siblings when nothing was ever written there.
    package func siblings(at path: Path) -> Siblings<RecordedValue> {
        let index = registerIndex(of: path)
        return index < registers.count && registers[index].path == path ? registers[index].siblings : Siblings()
    }

    /// Who wrote the sibling with this dot; nil for a dot that does not survive anywhere.
    package func stamp(of dot: Dot) -> Stamp? {
        let index = stampIndex(of: dot)
        return index < stamps.count && stamps[index].dot == dot ? stamps[index] : nil
    }

    /// Where the stamp of a dot stands, or would.
    func stampIndex(of dot: Dot) -> Int { stamps.place { $0.dot < dot } }

    package func base(at path: Path) -> FieldValue? { bases.first { $0.path == path }?.value }

    /// Whether a deletion stands and no change contradicts it.
    package var isDeleted: Bool { isRemoved(at: .deleted) }

    /// Whether the element was removed and no change contradicts it.
    package func isRemoved(element: Path) -> Bool { element.presence.map { isRemoved(at: $0) } ?? false }

    private func isRemoved(at presence: Path) -> Bool {
        let siblings = siblings(at: presence)
        return !siblings.isEmpty && siblings.all.allSatisfy { $0.value.value == .bool(true) }
    }

    func registerIndex(of path: Path) -> Int { registers.place { $0.path < path } }
}

/// One path of a record with the values that survive there.
package struct Register: Hashable, Sendable {
    package let path: Path
    package var siblings: Siblings<RecordedValue>

    package init(path: Path, siblings: Siblings<RecordedValue>) {
        self.path = path
        self.siblings = siblings
    }
}

/// A written value with what its author saw in its place.
package struct RecordedValue: Hashable, Sendable {
    /// Nil when the author removed what was there.
    package let value: FieldValue?
    package let from: FieldValue?

    package init(value: FieldValue?, from: FieldValue? = nil) {
        self.value = value
        self.from = from
    }
}

/// Who made a change and when. All times are milliseconds since 1970.
package struct Stamp: Hashable, Sendable {
    package let dot: Dot
    package let author: WorkerID
    package let device: DeviceID
    /// What the device's clock said.
    package let deviceTime: Int64
    /// What the hub fixed at first receipt; on a device, for its own pending changes, its own best estimate.
    package let effectiveTime: Int64
    /// When the author observed what he wrote, where the change says so (path `observed_at`).
    package let observedTime: Int64?
    /// The device's clock less the hub's, as measured in the exchange that brought the change.
    package let clockOffset: Int64

    package init(
        dot: Dot, author: WorkerID, device: DeviceID, deviceTime: Int64, effectiveTime: Int64,
        observedTime: Int64? = nil, clockOffset: Int64 = 0
    ) {
        self.dot = dot
        self.author = author
        self.device = device
        self.deviceTime = deviceTime
        self.effectiveTime = effectiveTime
        self.observedTime = observedTime
        self.clockOffset = clockOffset
    }

    /// The time by which `latest` orders: observation where there is one, else effective.
    ///
    /// Nobody observed after he wrote, so an observation by a clock that runs ahead wins nothing.
    package var orderTime: Int64 { min(observedTime ?? effectiveTime, effectiveTime) }
}

/// Dots that a change covered at a path before this hub had them (again).
package struct UnmetCover: Hashable, Sendable {
    package let path: Path
    package private(set) var vector: VersionVector
    /// Dots of the vector that every change which covers them keeps: they stay when they come. Sorted, each once.
    package private(set) var kept: [Dot]

    package init(path: Path, vector: VersionVector, kept: [Dot] = []) {
        self.path = path
        self.vector = vector
        self.kept = Set(kept).filter { vector.covers($0) }.sorted()
    }

    /// Whether the dot is to go when it comes.
    package func covers(_ dot: Dot) -> Bool { vector.covers(dot) && !kept.contains(dot) }

    /// Takes in what another change covers: commutative, associative, idempotent.
    mutating func merge(_ other: UnmetCover) {
        let spared = Set(kept + other.kept).filter { !covers($0) && !other.covers($0) }
        vector.merge(other.vector)
        kept = spared.sorted()
    }

    /// What is still waited for by a copy with this context.
    func beyond(_ context: VersionVector) -> UnmetCover {
        let beyond = VersionVector(vector.entries(beyond: context))
        return UnmetCover(path: path, vector: beyond, kept: kept.filter { !context.covers($0) })
    }
}

/// The value that was shown at a path for all sides' common past; nil when there was none.
package struct Base: Hashable, Sendable {
    package let path: Path
    package let value: FieldValue?

    package init(path: Path, value: FieldValue?) {
        self.path = path
        self.value = value
    }
}
