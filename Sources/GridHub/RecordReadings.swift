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
    private typealias Reading = (body: [UInt8], record: KnownRecord)

    /// What goes as room is needed; freeing it takes longer than all else here.
    struct Gone: Sendable {
        fileprivate var readings: [[RecordID: (body: [UInt8], record: KnownRecord)]] = []
    }

    private struct Kept {
        var young: [RecordID: Reading] = [:]
        /// The young of before: they go when the next have grown up.
        var old: [RecordID: Reading] = [:]
        /// Of the young.
        var bytes = 0
    }

    /// Bytes of the bodies of either age, of which decoded records are some eight times as large.
    private static let capacity = 1_048_576
    private let kept = Mutex(Kept())

    func record(_ stored: StoredRecord) -> KnownRecord? { records([stored])[0] }

    /// For each of the records what is kept of it; nil where that has other bytes.
    func records(_ stored: [StoredRecord]) -> [KnownRecord?] {
        let known = kept.withLock { kept in stored.map { kept.young[$0.id] ?? kept.old[$0.id] } }
        return zip(known, stored).map { known, stored in known?.body == stored.body ? known?.record : nil }
    }

    func keep(_ record: KnownRecord, _ body: [UInt8]) { _ = keep([(record, body)]) }

    func keep(_ records: [(record: KnownRecord, body: [UInt8])]) -> Gone {
        kept.withLock { kept in
            var gone = Gone()
            for (record, body) in records {
                let before = kept.young.updateValue((body, record), forKey: record.record.id)
                kept.bytes +=
                    RecordReadings.weight(record, body)
                    - (before.map { RecordReadings.weight($0.record, $0.body) } ?? 0)
                guard kept.bytes > RecordReadings.capacity else { continue }
                gone.readings.append(kept.old)
                (kept.old, kept.young, kept.bytes) = (kept.young, [:], 0)
            }
            return gone
        }
    }

    private static func weight(_ record: KnownRecord, _ body: [UInt8]) -> Int { body.count * record.past.weight }
}
