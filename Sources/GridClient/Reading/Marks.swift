import GridCausality
import GridRecords
import GridStore
import GridSync

/// Which records have work of one's own that the hub has not applied, and which copies are of another epoch.
struct Marks {
    private(set) var pending: Set<RecordID> = []
    private(set) var quarantined: [RecordID: [(dot: Dot, reason: String)]] = [:]
    /// Of all copies but those in `epochs`.
    private let copiesEpoch: EpochID
    private var epochs: [String: EpochID] = [:]

    init(_ work: DeviceWork) throws {
        copiesEpoch = try work.exchangeState().copiesEpoch ?? work.identity.epoch
        for document in try work.allDocuments(Shelf.epochs) { epochs[document.key] = EpochID(bytes: document.body) }
        for entry in try work.allEntries(in: .pending) { pending.formUnion(entry.records) }
        for entry in try work.allEntries(in: .quarantined) {
            let reason = StoredVerdict(bytes: entry.verdict)?.verdict.reason?.rawValue ?? ""
            for record in entry.records { quarantined[record, default: []].append((entry.dot, reason)) }
        }
    }
}

extension Marks {
    /// The epoch in which the copy of a record came.
    func epoch(of record: RecordID) -> EpochID { epochs[record.text] ?? copiesEpoch }
}

extension DeviceWork {
    /// `{"id","kind","area","deleted","fields","disputed","pending","quarantined","context","seen"}`.
    func line(_ record: Record, view: RecordView, _ marks: Marks) throws -> JSONValue {
        var members = view.json.object ?? [:]
        members["pending"] = .bool(marks.pending.contains(record.id))
        members["quarantined"] = .array(
            (marks.quarantined[record.id] ?? []).map { item in
                ["dot": .string(item.dot.description), "reason": .string(item.reason)]
            })
        let seen = SeenToken(record, epoch: marks.epoch(of: record.id), catalogue: try catalogue)
        members["seen"] = .string(seen.text(codec))
        return .object(members)
    }
}
