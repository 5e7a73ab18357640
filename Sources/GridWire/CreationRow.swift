import GridCausality
import GridRecords

/// The row of a record that one change made, as most new records are: it has one dot, and no column of it needs to be
/// gathered first. The fields are those of `RecordRow` in `gridsync.proto`, in the order of their numbers.
enum CreationRow {
    static func bytes(of creation: Change, stamp: Stamp) -> [UInt8] {
        let effects = Record.effects(of: creation)
        var values = CanonicalWriter(capacity: 32 * effects.count)
        for effect in effects { values.append(effect.value) }
        // Replica, author, device and dot are the only ones of their tables.
        let only = CollectionOfOne<UInt32>(0)
        let counter = CollectionOfOne(stamp.dot.counter)
        var writer = ProtobufWriter(capacity: 192 + values.bytes.count + 24 * effects.count)
        writer.append(1, creation.record.bytes)
        writer.append(2, text: creation.kind)
        writer.append(3, stamp.dot.replica.bytes)
        writer.append(4, texts: CollectionOfOne(stamp.author.text))
        writer.append(5, texts: CollectionOfOne(stamp.device.text))
        writer.append(6, only)
        writer.append(7, counter)
        writer.append(8, only)
        writer.append(9, counter)
        writer.append(10, only)
        writer.append(11, only)
        writer.append(12, CollectionOfOne(stamp.deviceTime))
        writer.append(13, CollectionOfOne(stamp.effectiveTime &- stamp.deviceTime))
        if stamp.clockOffset != 0 { writer.append(14, CollectionOfOne(stamp.clockOffset)) }
        if let observed = stamp.observedTime {
            writer.append(15, only)
            writer.append(16, CollectionOfOne(observed))
        }
        for effect in effects { writer.append(18, text: effect.path.text) }
        writer.append(20, repeatElement(UInt32(0), count: effects.count))
        writer.append(21, values.bytes)
        writer.append(fromsOf: effects)
        return writer.bytes
    }
}

extension ProtobufWriter {
    /// What was shown to the author of each value, where he saw one.
    fileprivate mutating func append(fromsOf writes: [Write]) {
        guard writes.contains(where: { $0.from != nil }) else { return }
        var froms = CanonicalWriter()
        for write in writes { if let from = write.from { froms.append(from) } }
        append(22, writes.indices.filter { writes[$0].from != nil }.map { UInt32($0) })
        append(23, froms.bytes)
    }
}
