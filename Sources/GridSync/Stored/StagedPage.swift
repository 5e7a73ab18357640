package import GridRecords

/// A page of a pull that waits until the pull is complete.
package struct StagedPage {
    /// Under which the cursor of the pull lies.
    package static let cursorKey = "cursor"
    /// There once the last page of the pull came: when the hub gave it, milliseconds since 1970 in decimal digits.
    package static let completeKey = "complete"
    /// With which the keys of pages begin.
    package static let pagePrefix = "page-"

    /// Under which a page lies: sorted as the pages came.
    package static func key(_ number: Int) -> String { pagePrefix + Digits.padded(number, 9) }

    /// Each as the hub stores it.
    package var records: [[UInt8]]
    package var departed: [RecordID]
    package var erased: [RecordID]

    package init(_ page: FeedPage) {
        records = page.records
        departed = page.departed
        erased = page.erased
    }

    package var isEmpty: Bool { records.isEmpty && departed.isEmpty && erased.isEmpty }

    /// What `init(bytes:)` reads.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.append(UInt32(records.count))
        for record in records { writer.append(lengthPrefixed: record) }
        for ids in [departed, erased] {
            writer.append(UInt32(ids.count))
            for id in ids { writer.append(id.bits) }
        }
        return writer.bytes
    }

    /// Refuses bytes that are not what `bytes` writes.
    package init(bytes: [UInt8]) throws(CanonicalError) {
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
        guard reader.isAtEnd else { throw reader.failure("the end") }
        departed = lists[0]
        erased = lists[1]
    }
}
