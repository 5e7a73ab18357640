import GridCausality
import GridRecords

/// The row of a record that nothing has touched since it was created: the canonical bytes of the changeset that did,
/// and what the hub knows of it beside them. The bytes stand last, so a store that has them in its log keeps them once.
enum CreationRow {
    /// What stands before so many canonical bytes.
    static func start(of count: Int, stamp: Stamp) -> [UInt8] {
        var writer = ProtobufWriter(capacity: 64)
        writer.append(5, texts: CollectionOfOne(stamp.device.text))
        writer.packed(13) { $0.zigzag(stamp.effectiveTime &- stamp.deviceTime) }
        if stamp.clockOffset != 0 { writer.packed(14) { $0.zigzag(stamp.clockOffset) } }
        writer.begin(33, count: count)
        return writer.bytes
    }

    /// - Parameter row: one with a creation.
    static func record(of row: RecordRowColumns) throws(WireError) -> Record {
        let changeset: Changeset
        do { changeset = try Changeset(canonical: Array(row.creation)) } catch {
            throw .malformed("the canonical bytes of a changeset")
        }
        guard let creation = changeset.onlyCreation else { throw .malformed("a changeset that creates one record") }
        guard row == beside(row) else { throw .malformed("a creation alone, or columns") }
        guard row.devices.count == 1, row.effectiveTimes.count == 1, row.clockOffsets.count < 2 else {
            throw .malformed("one device, one effective time and at most one clock offset")
        }
        let time = try changeset.deviceTime.time("a stamp")
        let stamp = Stamp(
            dot: changeset.dot, author: WorkerID(try changeset.author.text.code("an author")),
            device: DeviceID(try row.devices[0].code("a device")), deviceTime: time,
            effectiveTime: try (time &+ row.effectiveTimes[0]).time("a stamp"),
            observedTime: creation.observedTime, clockOffset: row.clockOffsets.first ?? 0)
        var record = Record(id: creation.record, kind: try creation.kind.code("a kind"))
        record.apply(creation, stamp: stamp)
        return record
    }

    /// What may stand beside a creation.
    private static func beside(_ row: RecordRowColumns) -> RecordRowColumns {
        var columns = RecordRowColumns()
        columns.devices = row.devices
        columns.effectiveTimes = row.effectiveTimes
        columns.clockOffsets = row.clockOffsets
        columns.creation = row.creation
        return columns
    }
}
