import GridCausality
import GridRecords
import GridStore
import GridSync

/// What an exchange did, as programs are told.
struct ExchangeReport: Sendable {
    private(set) var sent = 0
    private var counts: [Verdict.Kind: Int] = [:]
    private var verdicts: [JSONValue] = []
    var left = 0
    var records = 0
    var removed = 0
    var more = false
    /// Set when this copy took a new identity: the replica that it had.
    var descendedFrom: ReplicaID?
    /// Set when the hub was found to have gone back.
    var hasNewEpoch = false
    var touched: Set<RecordID> = []

    mutating func add(_ verdict: Verdict, of dot: Dot) {
        sent += 1
        counts[verdict.kind, default: 0] += 1
        var members: [String: JSONValue] = [
            "dot": .string(dot.description), "verdict": .string(verdict.kind.rawValue),
            "conflicts": .array(verdict.conflicts.map { .string($0) }),
            "reason": verdict.reason.map { .string($0.rawValue) } ?? .null,
        ]
        if !verdict.detail.isEmpty { members["detail"] = .string(verdict.detail) }
        verdicts.append(.object(members))
    }

    /// `{"sent","applied","merged","conflict","quarantined","erased","forked","left","verdicts"}`
    var push: JSONValue {
        var members: [String: JSONValue] = [
            "sent": .integer(Int64(sent)), "left": .integer(Int64(left)), "verdicts": .array(verdicts),
        ]
        for kind in Verdict.Kind.allCases { members[kind.rawValue] = .integer(Int64(counts[kind] ?? 0)) }
        addTidings(to: &members)
        return .object(members)
    }

    /// `{"records","removed","more"}`
    var pull: JSONValue {
        var members: [String: JSONValue] = [
            "records": .integer(Int64(records)), "removed": .integer(Int64(removed)), "more": .bool(more),
        ]
        addTidings(to: &members)
        return .object(members)
    }

    private func addTidings(to members: inout [String: JSONValue]) {
        if let descendedFrom { members["descended_from"] = .string(descendedFrom.hex) }
        if hasNewEpoch { members["new_epoch"] = true }
    }
}
