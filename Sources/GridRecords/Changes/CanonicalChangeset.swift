package import GridCausality

/// The canonical form of a changeset: what repeats, forks and the chain are judged on. SPEC, "Canonical form".
extension Changeset {
    /// The first bytes of every canonical changeset: "gs" and the version of the form.
    private static let magic: [UInt8] = [0x67, 0x73, 0x01]

    /// The bytes that are hashed, stored and compared. The inverse is `init(canonical:)`.
    package var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter(capacity: 512 + changes.reduce(0) { $0 + 96 * $1.writes.count })
        writer.append(raw: Changeset.magic)
        writer.append(lengthPrefixed: catalogueVersion)
        writer.append(lengthPrefixed: author.text)
        writer.append(dot)
        writer.append(deviceTime)
        writer.append(UInt16(bitPattern: offsetMinutes))
        writer.append(raw: salt)
        writer.append(origin)
        writer.append(UInt32(changes.count))
        for change in changes { writer.append(change) }
        writer.append(UInt32(unknownFields.count))
        for field in unknownFields {
            writer.append(field.number)
            writer.append(lengthPrefixed: field.bytes)
        }
        return writer.bytes
    }

    /// Reads canonical bytes back; refuses any that this version would not have written for the same changeset.
    package init(canonical bytes: [UInt8]) throws(CanonicalError) {
        var reader = CanonicalReader(bytes)
        guard Array(try reader.raw(3)) == Changeset.magic else { throw reader.failure("a canonical changeset") }
        let catalogueVersion = try reader.text()
        let author = WorkerID(try reader.text())
        let dot = try reader.dot()
        let deviceTime = try reader.int64()
        let offset = Int16(bitPattern: try reader.uint16())
        let salt = Array(try reader.raw(16))
        let origin = try reader.origin()
        var changes: [Change] = []
        for _ in 0..<(try reader.count(ofSize: 45)) {
            let change = try reader.change()
            if let last = changes.last, !(last.record < change.record) {
                throw reader.failure("changes sorted by record, each once")
            }
            changes.append(change)
        }
        var unknown: [UnknownField] = []
        for _ in 0..<(try reader.count(ofSize: 8)) {
            let number = try reader.uint32()
            if let last = unknown.last, last.number >= number {
                throw reader.failure("unknown fields sorted by number, each once")
            }
            unknown.append(UnknownField(number: number, bytes: Array(try reader.lengthPrefixed())))
        }
        guard reader.isAtEnd else { throw reader.failure("the end") }
        self.init(
            dot: dot, author: author, deviceTime: deviceTime, offsetMinutes: offset,
            catalogueVersion: catalogueVersion, salt: salt, changes: changes, origin: origin, unknownFields: unknown)
    }
}

extension CanonicalWriter {
    package mutating func append(_ dot: Dot) {
        append(dot.replica.bits)
        append(dot.counter)
    }

    package mutating func append(_ vector: VersionVector) {
        append(UInt32(vector.entries.count))
        for entry in vector.entries {
            append(entry.replica.bits)
            append(entry.counter)
        }
    }

    fileprivate mutating func append(_ origin: Changeset.Origin?) {
        guard let origin else { return append(UInt8(0)) }
        append(UInt8(1))
        append(origin.dot)
        append(lengthPrefixed: (origin.onBehalfOf?.text ?? "").utf8)
        append(origin.effectiveTime ?? Int64.min)
    }

    fileprivate mutating func append(_ change: Change) {
        append(change.record.bits)
        append(lengthPrefixed: change.kind)
        append(change.epoch.bits)
        append(UInt8((change.isResolution ? 1 : 0) | (change.isCreation ? 2 : 0)))
        append(change.context)
        append(UInt32(change.keeps.count))
        for kept in change.keeps {
            append(lengthPrefixed: kept.path.text)
            append(kept.dot)
        }
        append(UInt32(change.writes.count))
        for index in change.writes.indices {
            append(lengthPrefixed: change.writes[index].path.text)
            append(change.writes[index].value)
            append(change.writes[index].from)
        }
    }
}

extension CanonicalReader {
    package mutating func replica() throws(CanonicalError) -> ReplicaID {
        guard let replica = ReplicaID(bytes: try raw(16)) else { throw failure("16 bytes") }
        return replica
    }

    package mutating func dot() throws(CanonicalError) -> Dot {
        let replica = try replica()
        let counter = try uint64()
        guard counter > 0 else { throw failure("a counter from 1") }
        return Dot(replica: replica, counter: counter)
    }

    package mutating func vector() throws(CanonicalError) -> VersionVector {
        let count = try count(ofSize: 24)
        var entries: [VersionVector.Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count { entries.append(.init(replica: try replica(), counter: try uint64())) }
        guard let vector = VersionVector(sorted: entries) else { throw failure("a sorted vector without zeros") }
        return vector
    }

    fileprivate mutating func origin() throws(CanonicalError) -> Changeset.Origin? {
        let flag = try byte()
        guard flag < 2 else { throw failure("0 or 1") }
        guard flag == 1 else { return nil }
        let dot = try dot()
        let author = try text()
        let time = try int64()
        return Changeset.Origin(
            dot: dot, onBehalfOf: author.isEmpty ? nil : WorkerID(author), effectiveTime: time == .min ? nil : time)
    }

    fileprivate mutating func change() throws(CanonicalError) -> Change {
        guard let record = RecordID(bytes: try raw(16)) else { throw failure("16 bytes") }
        let kind = try text()
        guard let epoch = EpochID(bytes: try raw(16)) else { throw failure("16 bytes") }
        let flags = try byte()
        guard flags < 4 else { throw failure("known flags") }
        let context = try vector()
        var keeps: [KeptSibling] = []
        for _ in 0..<(try count(ofSize: 28)) {
            guard let path = Path(try text()) else { throw failure("a path") }
            let kept = KeptSibling(try dot(), at: path)
            if let last = keeps.last, !(last < kept) { throw failure("kept siblings sorted, each once") }
            keeps.append(kept)
        }
        var writes: [Write] = []
        for _ in 0..<(try count(ofSize: 14)) { writes.append(try write(after: writes.last?.path)) }
        return Change(
            record: record, kind: kind, context: context, epoch: epoch, isResolution: flags & 1 != 0,
            isCreation: flags & 2 != 0, writes: writes, keeps: keeps)
    }

    private mutating func write(after last: Path?) throws(CanonicalError) -> Write {
        guard let path = Path(try text()) else { throw failure("a path") }
        if let last, !(last < path) { throw failure("writes sorted by path, each once") }
        let value = try value()
        return Write(path: path, value: value, from: try self.value())
    }
}
