import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// A verdict as the log keeps it: JSON text.
struct VerdictDocument: Codable {
    var kind: String
    var reason: String?
    var detail: String?
    var conflicts: [String]?

    init(_ verdict: Verdict) {
        kind = verdict.kind.rawValue
        reason = verdict.reason?.rawValue
        detail = verdict.detail.isEmpty ? nil : verdict.detail
        conflicts = verdict.conflicts.isEmpty ? nil : verdict.conflicts
    }

    var text: String {
        get throws {
            // Most verdicts say nothing more.
            if reason == nil, detail == nil, conflicts == nil { return #"{"kind":"\#(kind)"}"# }
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var verdict: Verdict {
        Verdict(
            Verdict.Kind(rawValue: kind) ?? .quarantined, reason: reason.flatMap { Reason(rawValue: $0) },
            detail: detail ?? "", conflicts: conflicts ?? [])
    }
}

extension LogEntry {
    func decodedVerdict() throws -> Verdict {
        do {
            return try JSONDecoder().decode(VerdictDocument.self, from: Data(verdict.utf8)).verdict
        } catch {
            throw StoreError(
                .corrupt, operation: "read the verdict of \(dot)", detail: "\(error)", hint: "gridsyncd verify")
        }
    }

    func verdictEntry() throws -> VerdictEntry {
        let verdict = try decodedVerdict()
        return VerdictEntry(
            counter: dot.counter, verdict: verdict,
            receipt: Receipt(epoch: epoch, effectiveTime: effectiveTime, verdict: verdict.kind, mac: receipt))
    }
}
