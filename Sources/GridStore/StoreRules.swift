package import GridCausality
package import GridRecords

/// The rules that every store keeps, and how it says that one was broken.
extension StoreError {
    /// Whether the whole transaction is lost with it, not the one job.
    package var isFatal: Bool { code == .full || code == .io || code == .corrupt || code == .busy }

    package static func constraint(_ operation: String, _ detail: String) -> StoreError {
        StoreError(.constraint, operation: operation, detail: detail, hint: "this is a defect in the caller: report it")
    }

    package static func closed(_ operation: String) -> StoreError {
        constraint(operation, "the store is closed")
    }

    package static var taken: StoreError {
        StoreError(.taken, operation: "put record", detail: "a record that was to be new is there already")
    }

    package static var writeInRead: StoreError { constraint("read", "a job that only reads tried to write") }

    /// Counters rise by one without gaps, and none is used twice.
    package static func requireNext(_ dot: Dot, after counter: UInt64) throws(StoreError) {
        guard counter < UInt64(Int64.max), dot.counter == counter + 1 else {
            throw constraint("append entry", "\(dot) does not follow counter \(counter)")
        }
    }

    /// A changeset that creates a record touches no other.
    package static func requireOnly(_ record: RecordID, in entry: LogEntry) throws(StoreError) {
        guard entry.records == [record] else {
            throw constraint("append entry", "\(entry.dot) does not touch \(record) alone")
        }
    }

    /// Keys are not empty and hold no NUL and nothing beyond ASCII.
    package static func requireKey(_ shelf: String, _ key: String) throws(StoreError) {
        guard !shelf.isEmpty, !key.isEmpty, (shelf + key).utf8.allSatisfy({ $0 > 0 && $0 < 0x80 }) else {
            throw constraint("put document", "a key must be ASCII: \(shelf)/\(key)")
        }
    }

    /// Area codes are not empty and hold no control characters.
    package static func requireAreas(_ areas: [AreaCode]) throws(StoreError) {
        for area in areas where area.text.isEmpty || !area.text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            throw constraint("put record", "an area code must be printable ASCII: \(area.text)")
        }
    }
}
