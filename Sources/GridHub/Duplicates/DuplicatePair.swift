import GridRecords

/// Two records by their ids, the smaller first: the one that was created first.
struct DuplicatePair: Hashable, Comparable {
    let first: RecordID
    let second: RecordID

    /// Nil for a record and itself.
    init?(_ left: RecordID, _ right: RecordID) {
        guard left != right else { return nil }
        first = min(left, right)
        second = max(left, right)
    }

    /// The key of its documents.
    init?(key: String) {
        let parts = key.split(separator: "/").compactMap { RecordID(text: $0) }
        guard parts.count == 2 else { return nil }
        self.init(parts[0], parts[1])
    }

    /// What people name it by: both ids with a colon between, in either order.
    init(named text: String) throws {
        let parts = text.split(separator: ":").compactMap { RecordID(text: $0) }
        guard parts.count == 2, let pair = DuplicatePair(parts[0], parts[1]) else {
            throw HubError.badInput(
                "bad_id", "\(text) names no pair of records", hint: "<record>:<record>, as duplicates list prints it")
        }
        self = pair
    }

    var key: String { "\(first)/\(second)" }
    var name: String { "\(first):\(second)" }
    var both: [RecordID] { [first, second] }

    func other(than id: RecordID) -> RecordID { id == first ? second : first }

    static func < (left: DuplicatePair, right: DuplicatePair) -> Bool {
        left.first != right.first ? left.first < right.first : left.second < right.second
    }
}
