import GridCausality
import GridRecords
import GridStore
import GridSync

/// Which records have work of one's own that the hub has not applied.
struct Marks {
    private(set) var pending: Set<RecordID> = []
    private(set) var quarantined: [RecordID: [(dot: Dot, reason: String)]] = [:]

    init(_ work: DeviceWork) throws {
        for entry in try work.allEntries(in: .pending) { pending.formUnion(entry.records) }
        for entry in try work.allEntries(in: .quarantined) {
            let reason = StoredVerdict(bytes: entry.verdict)?.verdict.reason?.rawValue ?? ""
            for record in entry.records { quarantined[record, default: []].append((entry.dot, reason)) }
        }
    }
}

extension DeviceWork {
    /// `{"id","kind","area","deleted","fields","disputed","pending","quarantined","context","seen"}`.
    func line(_ record: Record, view: RecordView, _ marks: Marks) -> JSONValue {
        var members = view.json.object ?? [:]
        members["pending"] = .bool(marks.pending.contains(record.id))
        members["quarantined"] = .array(
            (marks.quarantined[record.id] ?? []).map { item in
                ["dot": .string(item.dot.description), "reason": .string(item.reason)]
            })
        members["seen"] = .string(SeenToken(record, epoch: identity.epoch, catalogue: catalogue).text(codec))
        return .object(members)
    }
}
