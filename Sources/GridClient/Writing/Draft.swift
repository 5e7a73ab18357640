import GridCausality
import GridRecords
import GridStore
import GridSync

/// A changeset in the making: at most one change for each record.
struct Draft {
    private(set) var changes: [RecordID: Change] = [:]

    /// In the order of ids.
    var sorted: [Change] { changes.values.sorted { $0.record < $1.record } }

    /// The record with what the draft already says of it.
    func applied(to record: Record, stamp: Stamp) -> Record {
        guard let change = changes[record.id] else { return record }
        var result = record
        result.apply(change, stamp: stamp)
        return result
    }

    func creates(_ id: RecordID) -> Bool { changes[id]?.isCreation == true }

    /// Takes a change in; writes at the same path replace the earlier ones but keep what those saw.
    mutating func add(_ change: Change) {
        guard let earlier = changes[change.record] else {
            changes[change.record] = change
            return
        }
        var writes: [Path: Write] = [:]
        for write in earlier.writes { writes[write.path] = write }
        for write in change.writes {
            var write = write
            if let replaced = writes[write.path] { write.from = replaced.from }
            writes[write.path] = write
        }
        changes[change.record] = Change(
            record: earlier.record, kind: earlier.kind, context: earlier.context, epoch: earlier.epoch,
            isResolution: earlier.isResolution || change.isResolution, isCreation: earlier.isCreation,
            writes: Array(writes.values), keeps: earlier.keeps + change.keeps)
    }
}
