import GridRecords
import GridStore
import Synchronization

/// A record as it stands, with what came to it lately.
struct KnownRecord: Sendable {
    let record: Record
    let past: RecentPast

    init(record: Record, past: RecentPast) {
        self.record = record
        self.past = past
    }

    init(_ record: Record) { self.init(record: record, past: RecentPast(from: record)) }
}

/// Records that jobs decoded or made lately: people edit the same ones one after the other. Reading one again costs a
/// comparison of its bytes, so nothing has to be forgotten where a job is taken back.
final class RecordReadings: Sendable {
    private struct Kept {
        var records: [RecordID: (body: [UInt8], record: KnownRecord)] = [:]
        var bytes = 0
    }

    /// Bytes of bodies, of which decoded records are some eight times as large. Beyond it only the last one is kept.
    private static let capacity = 2 * 1_048_576
    private let kept = Mutex(Kept())

    func record(_ stored: StoredRecord) -> KnownRecord? {
        guard let known = kept.withLock({ $0.records[stored.id] }), known.body == stored.body else { return nil }
        return known.record
    }

    func keep(_ record: KnownRecord, _ body: [UInt8]) {
        let (id, bytes) = (record.record.id, body.count * record.past.weight)
        // What goes is freed when nobody has to wait for it.
        let gone: Any? = kept.withLock { kept in
            let before = kept.records.updateValue((body, record), forKey: id)
            kept.bytes += bytes - (before.map { $0.body.count * $0.record.past.weight } ?? 0)
            guard kept.bytes > RecordReadings.capacity else { return before }
            defer { kept = Kept(records: [id: (body, record)], bytes: bytes) }
            return kept.records
        }
        _ = gone
    }
}
