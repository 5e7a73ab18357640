package import GridCausality

/// One local transaction of one author: changes to one or more records, atomic everywhere.
package struct Changeset: Hashable, Sendable {
    package var dot: Dot
    package var author: WorkerID
    /// The device's clock when the author decided, milliseconds since 1970.
    package var deviceTime: Int64
    /// Minutes east of UTC on the device.
    package var offsetMinutes: Int16
    package var catalogueVersion: String
    /// 16 random bytes, erased with the body when a record is erased by law.
    package var salt: [UInt8]
    /// Sorted by record, each record once.
    package var changes: [Change]
    /// Set when this changeset brings in another one's writes: accepted from quarantine or re-issued.
    package var origin: Origin?
    /// Fields of later versions, by number, kept word for word.
    package var unknownFields: [UnknownField]

    package init(
        dot: Dot, author: WorkerID, deviceTime: Int64, offsetMinutes: Int16, catalogueVersion: String,
        salt: [UInt8], changes: [Change], origin: Origin? = nil, unknownFields: [UnknownField] = []
    ) {
        self.dot = dot
        self.author = author
        self.deviceTime = deviceTime
        self.offsetMinutes = offsetMinutes
        self.catalogueVersion = catalogueVersion
        self.salt = salt
        self.changes = changes.inOrder { $0.record < $1.record }
        self.origin = origin
        self.unknownFields = unknownFields.sorted { $0.number < $1.number }
    }

    /// What an accepted or re-issued changeset carries on from the one it stands for.
    package struct Origin: Hashable, Sendable {
        /// The changeset whose writes these are.
        package var dot: Dot
        /// Whose edit it is, when a supervisor issues it on his behalf.
        package var onBehalfOf: WorkerID?
        /// The effective time to keep, milliseconds since 1970, when the hub had fixed one.
        package var effectiveTime: Int64?

        package init(dot: Dot, onBehalfOf: WorkerID? = nil, effectiveTime: Int64? = nil) {
            self.dot = dot
            self.onBehalfOf = onBehalfOf
            self.effectiveTime = effectiveTime
        }
    }

    package struct UnknownField: Hashable, Sendable {
        package let number: UInt32
        package let bytes: [UInt8]

        package init(number: UInt32, bytes: [UInt8]) {
            self.number = number
            self.bytes = bytes
        }
    }
}

extension Changeset {
    /// The change of a changeset that does nothing but bring one record into being; what it writes is the whole record.
    package var onlyCreation: Change? {
        guard changes.count == 1, origin == nil, let change = changes.first, change.isCreation, change.context.isEmpty
        else { return nil }
        return change
    }
}

/// One record's part of a changeset.
package struct Change: Hashable, Sendable {
    package var record: RecordID
    package var kind: String
    /// The record's context as the author saw it; empty for a creation.
    package var context: VersionVector
    /// The hub's epoch in which that context was seen.
    package var epoch: EpochID
    /// Whether a person decides a conflict with this change.
    package var isResolution: Bool
    /// Whether this change brings the record into being.
    package var isCreation: Bool
    /// Sorted by path, each path once.
    package var writes: [Write]
    /// Siblings in the context that this change leaves standing, sorted, each once.
    package var keeps: [KeptSibling]

    package init(
        record: RecordID, kind: String, context: VersionVector, epoch: EpochID, isResolution: Bool = false,
        isCreation: Bool = false, writes: [Write], keeps: [KeptSibling] = []
    ) {
        self.record = record
        self.kind = kind
        self.context = context
        self.epoch = epoch
        self.isResolution = isResolution
        self.isCreation = isCreation
        self.writes = writes.inOrder { $0.path < $1.path }
        self.keeps = keeps.isEmpty ? [] : Set(keeps).sorted()
    }

    /// Whether each path comes behind the one before it, none twice.
    package static func isSorted(_ writes: [Write]) -> Bool {
        writes.indices.dropFirst().allSatisfy { writes[$0 - 1].path < writes[$0].path }
    }

    /// What this change writes at a path; nil where it writes nothing.
    package func write(at path: Path) -> Write? {
        let index = writes.place { $0.path < path }
        return index < writes.count && writes[index].path == path ? writes[index] : nil
    }

    /// When the author observed what he wrote, milliseconds since 1970, where the change says so.
    package var observedTime: Int64? {
        guard case .timestamp(let time)? = write(at: Record.observedAt)?.value else { return nil }
        return time.milliseconds
    }

    /// The dots that this change leaves standing at a path, sorted.
    package func kept(at path: Path) -> [Dot] {
        keeps.isEmpty ? [] : keeps.filter { $0.path == path }.map(\.dot)
    }
}

/// A sibling that a change has seen and leaves standing beside what it writes at the path.
package struct KeptSibling: Hashable, Comparable, Sendable {
    package let path: Path
    package let dot: Dot

    package init(_ dot: Dot, at path: Path) {
        self.path = path
        self.dot = dot
    }

    package static func < (left: KeptSibling, right: KeptSibling) -> Bool {
        left.path == right.path ? left.dot < right.dot : left.path < right.path
    }
}

/// A value, or that there is to be none, at one path.
package struct Write: Hashable, Sendable {
    package var path: Path
    /// Nil removes what is there.
    package var value: FieldValue?
    /// The value that the author saw there, where the field's policy asks for it.
    package var from: FieldValue?

    package init(path: Path, value: FieldValue?, from: FieldValue? = nil) {
        self.path = path
        self.value = value
        self.from = from
    }
}
