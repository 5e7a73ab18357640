import GridCausality
import GridRecords
import GridStore
import GridSync

/// A page of a pull that waits until the pull is complete.
struct StagedPage {
    static let cursorKey = "cursor"
    /// There once the last page of the pull came.
    static let completeKey = "complete"
    static let pagePrefix = "page-"

    static func key(_ number: Int) -> String { pagePrefix + Digits.padded(number, 9) }

    var records: [[UInt8]]
    var departed: [RecordID]
    var erased: [RecordID]

    init(_ page: FeedPage) {
        records = page.records
        departed = page.departed
        erased = page.erased
    }

    var isEmpty: Bool { records.isEmpty && departed.isEmpty && erased.isEmpty }

    var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.append(UInt32(records.count))
        for record in records { writer.append(lengthPrefixed: record) }
        for ids in [departed, erased] {
            writer.append(UInt32(ids.count))
            for id in ids { writer.append(raw: id.bytes) }
        }
        return writer.bytes
    }

    init(bytes: [UInt8]) throws(CanonicalError) {
        var reader = CanonicalReader(bytes)
        records = []
        for _ in 0..<(try reader.count(ofSize: 4)) { records.append(Array(try reader.lengthPrefixed())) }
        var lists: [[RecordID]] = []
        for _ in 0..<2 {
            var ids: [RecordID] = []
            for _ in 0..<(try reader.count(ofSize: 16)) {
                guard let id = RecordID(bytes: try reader.raw(16)) else { throw reader.failure("16 bytes") }
                ids.append(id)
            }
            lists.append(ids)
        }
        departed = lists[0]
        erased = lists[1]
    }
}
