import GridRecords
import GridStore
import Synchronization

/// Records that jobs decoded or made lately: people edit the same ones one after the other. Reading one again costs a
/// comparison of its bytes, so nothing has to be forgotten where a job is taken back.
final class RecordReadings: Sendable {
    private struct Kept {
        var records: [RecordID: (body: [UInt8], record: Record)] = [:]
        var bytes = 0
    }

    /// Bytes of bodies, of which decoded records are some eight times as large. Beyond it only the last one is kept.
    private static let capacity = 2 * 1_048_576
    private let kept = Mutex(Kept())

    func record(_ stored: StoredRecord) -> Record? {
        guard let known = kept.withLock({ $0.records[stored.id] }), known.body == stored.body else { return nil }
        return known.record
    }

    func keep(_ record: Record, _ body: [UInt8]) {
        kept.withLock { kept in
            let before = kept.records.updateValue((body, record), forKey: record.id)
            kept.bytes += body.count - (before?.body.count ?? 0)
            guard kept.bytes > RecordReadings.capacity else { return }
            kept = Kept(records: [record.id: (body, record)], bytes: body.count)
        }
    }
}
