import GridCausality
import GridRecords
import GridSync

/// Reads a push back into changesets; refuses indices, counts and values that do not fit together.
struct PushReader {
    private let push: ProtoPush
    private let replicas: Table<ReplicaID>
    private let epochs: Table<EpochID>
    private let authors: Table<String>
    private let catalogueVersions: Table<String>
    private let kinds: Table<String>
    /// The same table as `kinds`, read as paths; nil where a text is none.
    private let paths: Table<Path?>
    private let salts: [Bits128]
    private var dotReplicas: Column<UInt32>
    private var counterSteps: Column<Int64>
    private var deviceTimes: Column<Int64>
    private var contextSizes: Column<UInt32>
    private var contextReplicas: Column<UInt32>
    private var contextCounterSteps: Column<Int64>
    private var lastCounters: [UInt64]

    static func changesets(of push: ProtoPush) throws(WireError) -> [PushedChangeset] {
        var reader = try PushReader(push)
        return try reader.all()
    }

    private init(_ push: ProtoPush) throws(WireError) {
        let count = push.changesets.count
        guard count <= Limits.changesetsPerMessage else {
            throw .tooLarge("at most \(Limits.changesetsPerMessage) changesets in a message")
        }
        self.push = push
        let replicas = try Table("replicas", joined: push.replicas.slice).all.map { ReplicaID(bits: $0) }
        self.replicas = Table(name: "replicas", all: replicas)
        epochs = Table(
            name: "epochs", all: try Table("epochs", joined: push.epochs.slice).all.map { EpochID(bits: $0) })
        authors = try Table(codes: "authors", push.authors)
        catalogueVersions = try Table(codes: "catalogue versions", push.catalogueVersions)
        kinds = Table(name: "strings", all: push.strings)
        paths = Table(name: "strings", all: push.strings.map { Path($0) })
        salts = try Table("salts", joined: push.salts.slice).all
        guard salts.count == count else { throw .malformed("a salt for each changeset") }
        dotReplicas = Column("replicas of dots", push.dotReplicas, count: count, default: 0)
        counterSteps = Column("steps of counters", push.counterSteps, count: count, default: 0)
        deviceTimes = Column("device times", push.deviceTimes)
        let changes = push.changesets.reduce(0) { $0 + $1.records.count / 16 }
        contextSizes = Column("sizes of contexts", push.contextSizes, count: changes, default: 1)
        contextReplicas = Column("replicas of contexts", push.contextReplicas)
        contextCounterSteps = Column("counters of contexts", push.contextCounters)
        lastCounters = Array(repeating: 0, count: replicas.count)
    }

    private mutating func all() throws(WireError) -> [PushedChangeset] {
        var result: [PushedChangeset] = []
        result.reserveCapacity(push.changesets.count)
        var counter = push.firstCounter
        var time: Int64 = 0
        for (index, proto) in push.changesets.enumerated() {
            counter = counter &+ UInt64(bitPattern: try counterSteps.next())
            time = try (time &+ (try deviceTimes.next())).time("a changeset")
            let dot = Dot(replica: try replicas.at(try dotReplicas.next()), counter: try counter.counter())
            result.append(try pushed(proto, dot: dot, time: time, salt: salts[index].bytes))
            counter = counter &+ 1
        }
        try dotReplicas.finish()
        try counterSteps.finish()
        try deviceTimes.finish()
        try contextSizes.finish()
        try contextReplicas.finish()
        try contextCounterSteps.finish()
        return result
    }

    private mutating func pushed(
        _ proto: ProtoChangeset, dot: Dot, time: Int64, salt: [UInt8]
    ) throws(WireError) -> PushedChangeset {
        guard let offset = Int16(exactly: Int64(push.offsetMinutes) + Int64(proto.offsetMinutes)) else {
            throw .malformed("an offset from UTC in minutes")
        }
        let changeset = Changeset(
            dot: dot, author: WorkerID(try authors.at(proto.author)), deviceTime: time, offsetMinutes: offset,
            catalogueVersion: try catalogueVersions.at(proto.catalogueVersion), salt: salt,
            changes: try changes(proto), origin: proto.hasOrigin ? try Changeset.Origin(proto: proto.origin) : nil,
            unknownFields: try UnknownFields.read(proto))
        for (left, right) in zip(changeset.changes, changeset.changes.dropFirst()) where left.record == right.record {
            throw .malformed("each record once in a changeset")
        }
        return PushedChangeset(
            changeset: changeset, receipt: proto.hasReceipt ? try Receipt(proto: proto.receipt) : nil,
            withheldHash: proto.withheldHash.isEmpty ? nil : try proto.withheldHash.bytes("a withheld hash", count: 32))
    }

    private mutating func context() throws(WireError) -> VersionVector {
        let size = try contextSizes.next()
        guard Int(size) <= Limits.contextEntries else {
            throw .tooLarge("at most \(Limits.contextEntries) entries in a context")
        }
        try contextReplicas.require(size)
        var entries: [VersionVector.Entry] = []
        entries.reserveCapacity(Int(size))
        for _ in 0..<size {
            let index = try contextReplicas.next()
            let replica = try replicas.at(index)
            lastCounters[Int(index)] &+= UInt64(bitPattern: try contextCounterSteps.next())
            entries.append(.init(replica: replica, counter: try lastCounters[Int(index)].counter()))
        }
        let vector = VersionVector(sorted: entries) ?? VersionVector(entries)
        guard vector.entries.count == entries.count else {
            throw .malformed("each replica once in a context, counters from 1")
        }
        return vector
    }

    private mutating func changes(_ proto: ProtoChangeset) throws(WireError) -> [Change] {
        let records = try Table("records", joined: proto.records.slice).all
        guard records.count <= Limits.changesPerChangeset else {
            throw .tooLarge("at most \(Limits.changesPerChangeset) changes in a changeset")
        }
        var columns = try ChangeColumns(proto, count: records.count)
        var result: [Change] = []
        result.reserveCapacity(records.count)
        for record in records {
            let flags = try columns.flags.next()
            guard flags < 4 else { throw .malformed("known flags of a change") }
            let change = Change(
                record: RecordID(bits: record), kind: try kinds.at(try columns.kinds.next()).code("a kind"),
                context: try context(), epoch: try epochs.at(try columns.epochs.next()),
                isResolution: flags & 1 != 0, isCreation: flags & 2 != 0,
                writes: try columns.nextWrites(paths: paths),
                keeps: try columns.nextKeeps(paths: paths, replicas: replicas))
            guard Change.isSorted(change.writes) else { throw .malformed("each path once in a change") }
            result.append(change)
        }
        try columns.finish()
        return result
    }
}

/// The columns of one changeset, read change by change.
private struct ChangeColumns {
    var kinds: Column<UInt32>
    var flags: Column<UInt32>
    var epochs: Column<UInt32>
    private var writeCounts: Column<UInt32>
    private var paths: Column<UInt32>
    private var values: ValueColumn
    private let froms: SparseValues
    private var writeNumber = 0
    private var keepCounts: Column<UInt32>
    private var keepPaths: Column<UInt32>
    private var keepReplicas: Column<UInt32>
    private var keepCounters: Column<UInt64>

    init(_ proto: ProtoChangeset, count: Int) throws(WireError) {
        kinds = Column("kinds", proto.kinds)
        flags = Column("flags", proto.flags, count: count, default: 0)
        epochs = Column("epochs of changes", proto.changeEpochs, count: count, default: 0)
        writeCounts = Column("counts of writes", proto.writeCounts, count: count, default: 1)
        paths = Column("paths", proto.paths)
        values = ValueColumn("values", proto.values.slice)
        froms = try SparseValues(
            "values seen", numbers: proto.fromWrites, values: proto.froms.slice, below: proto.paths.count)
        keepCounts = Column("counts of kept siblings", proto.keepCounts, count: count, default: 0)
        keepPaths = Column("paths of kept siblings", proto.keepPaths)
        keepReplicas = Column("replicas of kept siblings", proto.keepReplicas)
        keepCounters = Column("counters of kept siblings", proto.keepCounters)
    }

    mutating func nextWrites(paths table: Table<Path?>) throws(WireError) -> [Write] {
        let count = try writeCounts.next()
        guard Int(count) <= Limits.writesPerChange else {
            throw .tooLarge("at most \(Limits.writesPerChange) writes in a change")
        }
        try paths.require(count)
        var writes: [Write] = []
        writes.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let path = try table.at(try paths.next()) else { throw .malformed("a path") }
            writes.append(Write(path: path, value: try values.next(), from: froms[writeNumber]))
            writeNumber += 1
        }
        return writes
    }

    mutating func nextKeeps(
        paths: Table<Path?>, replicas: Table<ReplicaID>
    ) throws(WireError) -> [KeptSibling] {
        let count = try keepCounts.next()
        guard Int(count) <= Limits.keptSiblingsPerChange else {
            throw .tooLarge("at most \(Limits.keptSiblingsPerChange) kept siblings in a change")
        }
        try keepReplicas.require(count)
        var keeps: [KeptSibling] = []
        for _ in 0..<count {
            guard let path = try paths.at(try keepPaths.next()) else { throw .malformed("a path") }
            let replica = try replicas.at(try keepReplicas.next())
            keeps.append(KeptSibling(Dot(replica: replica, counter: try keepCounters.next().counter()), at: path))
        }
        guard Set(keeps).count == keeps.count else { throw .malformed("each kept sibling once in a change") }
        return keeps
    }

    func finish() throws(WireError) {
        try kinds.finish()
        try flags.finish()
        try epochs.finish()
        try writeCounts.finish()
        try paths.finish()
        try values.finish()
        try keepCounts.finish()
        try keepPaths.finish()
        try keepReplicas.finish()
        try keepCounters.finish()
    }
}
