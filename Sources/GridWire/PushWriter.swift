import GridCausality
import GridRecords
import GridSync
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lays changesets out as one push: tables, columns, and what each says. SPEC, "Push".
struct PushWriter {
    private var push = ProtoPush()
    private var replicas = Interner<ReplicaID>()
    private var epochs = Interner<EpochID>()
    private var authors = Interner<Text>()
    private var catalogueVersions = Interner<Text>()
    private var strings = Interner<Text>()
    private var salts: [UInt8] = []
    /// By replica index, the last counter in the column of contexts.
    private var contextCounters: [UInt64] = []

    private let format: WireFormat

    private init(format: WireFormat) { self.format = format }

    static func proto(of changesets: [PushedChangeset], as format: WireFormat) -> ProtoPush {
        var writer = PushWriter(format: format)
        writer.appendDots(changesets.map(\.changeset.dot))
        writer.push.offsetMinutes = Int32(changesets.first?.changeset.offsetMinutes ?? 0)
        var lastTime: Int64 = 0
        writer.push.changesets.reserveCapacity(changesets.count)
        for pushed in changesets {
            writer.push.deviceTimes.append(pushed.changeset.deviceTime &- lastTime)
            lastTime = pushed.changeset.deviceTime
            writer.append(pushed)
        }
        return writer.finished()
    }

    private mutating func appendDots(_ dots: [Dot]) {
        var expected = dots.first?.counter ?? 0
        push.firstCounter = expected
        for dot in dots {
            push.dotReplicas.append(replicas.index(of: dot.replica))
            push.counterSteps.append(Int64(bitPattern: dot.counter &- expected))
            expected = dot.counter &+ 1
        }
        if push.dotReplicas.allSatisfy({ $0 == 0 }) { push.dotReplicas = [] }
        if push.counterSteps.allSatisfy({ $0 == 0 }) { push.counterSteps = [] }
    }

    private mutating func finished() -> ProtoPush {
        if push.contextSizes.allSatisfy({ $0 == 1 }) { push.contextSizes = [] }
        push.replicas = Data(replicas.all.flatMap(\.bytes))
        push.epochs = Data(epochs.all.flatMap(\.bytes))
        push.authors = authors.all.map(\.string)
        push.catalogueVersions = catalogueVersions.all.map(\.string)
        push.strings = strings.all.map(\.string)
        push.salts = Data(salts)
        return push
    }

    private mutating func append(_ pushed: PushedChangeset) {
        let changeset = pushed.changeset
        salts += changeset.salt
        var proto = ProtoChangeset()
        proto.author = authors.index(of: Text(changeset.author.text))
        proto.catalogueVersion = catalogueVersions.index(of: Text(changeset.catalogueVersion))
        proto.offsetMinutes = Int32(changeset.offsetMinutes) - push.offsetMinutes
        for change in changeset.changes { append(change.context) }
        append(changeset.changes, to: &proto)
        if let origin = changeset.origin { proto.origin = origin.proto }
        if let receipt = pushed.receipt { proto.receipt = receipt.proto }
        if let hash = pushed.withheldHash { proto.withheldHash = Data(hash) }
        proto.add(changeset.unknownFields, as: format)
        push.changesets.append(proto)
    }

    private mutating func append(_ context: VersionVector) {
        push.contextSizes.append(UInt32(context.entries.count))
        for entry in context.entries {
            let index = replicas.index(of: entry.replica)
            while contextCounters.count <= Int(index) { contextCounters.append(0) }
            push.contextReplicas.append(index)
            push.contextCounters.append(Int64(bitPattern: entry.counter &- contextCounters[Int(index)]))
            contextCounters[Int(index)] = entry.counter
        }
    }

    private mutating func append(_ changes: [Change], to proto: inout ProtoChangeset) {
        var values = CanonicalWriter()
        var froms = CanonicalWriter()
        var records: [UInt8] = []
        for change in changes {
            records += change.record.bytes
            proto.kinds.append(strings.index(of: Text(change.kind)))
            proto.flags.append((change.isResolution ? 1 : 0) | (change.isCreation ? 2 : 0))
            proto.changeEpochs.append(epochs.index(of: change.epoch))
            proto.writeCounts.append(UInt32(change.writes.count))
            proto.keepCounts.append(UInt32(change.keeps.count))
            for write in change.writes {
                if let from = write.from {
                    proto.fromWrites.append(UInt32(proto.paths.count))
                    froms.append(from)
                }
                proto.paths.append(strings.index(of: Text(write.path.text)))
                values.append(write.value)
            }
            for kept in change.keeps {
                proto.keepPaths.append(strings.index(of: Text(kept.path.text)))
                proto.keepReplicas.append(replicas.index(of: kept.dot.replica))
                proto.keepCounters.append(kept.dot.counter)
            }
        }
        if proto.flags.allSatisfy({ $0 == 0 }) { proto.flags = [] }
        if proto.changeEpochs.allSatisfy({ $0 == 0 }) { proto.changeEpochs = [] }
        if proto.writeCounts.allSatisfy({ $0 == 1 }) { proto.writeCounts = [] }
        if proto.keepCounts.allSatisfy({ $0 == 0 }) { proto.keepCounts = [] }
        proto.records = Data(records)
        proto.values = Data(values.bytes)
        proto.froms = Data(froms.bytes)
    }
}

extension ProtoChangeset {
    /// In protobuf, fields of later versions go into the message as they are; in JSON, which has no numbers, beside it.
    fileprivate mutating func add(_ fields: [Changeset.UnknownField], as format: WireFormat) {
        for field in fields {
            if format == .protobuf, UnknownFields.isWhole(field),
                (try? merge(serializedBytes: field.bytes)) != nil
            {
                continue
            }
            unknown.append(
                .with {
                    $0.number = field.number
                    $0.bytes = Data(field.bytes)
                })
        }
    }
}
