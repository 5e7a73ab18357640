import GridCausality
import GridRecords
import GridStore
import GridSync

/// A verdict as the log keeps it: a JSON object with sorted keys, without what the verdict does not say.
enum VerdictText {
    static func text(of verdict: Verdict) -> String {
        if verdict.reason == nil, verdict.detail.isEmpty, verdict.conflicts.isEmpty {
            return "{\"kind\":\"\(verdict.kind.rawValue)\"}"
        }
        var members: [String: JSONValue] = ["kind": .string(verdict.kind.rawValue)]
        members["reason"] = verdict.reason.map { .string($0.rawValue) }
        members["detail"] = verdict.detail.isEmpty ? nil : .string(verdict.detail)
        members["conflicts"] = verdict.conflicts.isEmpty ? nil : .array(verdict.conflicts.map { .string($0) })
        return JSONValue.object(members).text
    }

    /// Nil where the text is none of a verdict. A kind that this version does not know counts as quarantined.
    static func verdict(_ text: String) -> Verdict? {
        guard let json = try? JSONValue(parsing: text), let kind = json["kind"]?.string else { return nil }
        return Verdict(
            Verdict.Kind(rawValue: kind) ?? .quarantined,
            reason: json["reason"]?.string.flatMap { Reason(rawValue: $0) }, detail: json["detail"]?.string ?? "",
            conflicts: json["conflicts"]?.array?.compactMap(\.string) ?? [])
    }
}

extension LogEntry {
    func decodedVerdict() throws -> Verdict {
        guard let known = VerdictText.verdict(verdict) else {
            throw StoreError(
                .corrupt, operation: "read the verdict of \(dot)", detail: verdict, hint: "gridsyncd verify")
        }
        return known
    }
}

extension HubWork {
    /// The verdict that a changeset has, as it was told: a receipt is a function of what the log says, and of the key.
    func verdictEntry(of entry: LogEntry) throws -> VerdictEntry {
        let verdict = try entry.decodedVerdict()
        return VerdictEntry(
            counter: entry.dot.counter, verdict: verdict,
            receipt: receipt(
                entry.dot, hash: entry.hash, entry.effectiveTime, verdict.kind, epoch: entry.epoch))
    }
}
