package import GridRecords

/// A need that somebody told on a visit, and whether he was given an answer.
package struct NeedFollowUp: Sendable, Hashable {
    package let visit: RecordID
    /// The element in the visit's `needs`.
    package let need: String
    /// The record that deals with it; nil while nobody took it up.
    package let item: RecordID?
    /// When feedback was given, milliseconds since 1970; nil while it is awaited.
    package let feedbackAt: Int64?

    package var isOpen: Bool { feedbackAt == nil }

    /// A record that deals with a need.
    package struct Service: Sendable, Hashable {
        package let visit: RecordID
        package let need: String
        package let evaluation: Evaluation

        package init(visit: RecordID, need: String, evaluation: Evaluation) {
            self.visit = visit
            self.need = need
            self.evaluation = evaluation
        }
    }

    /// All needs told, by visit, then need; each stays open until its record came to its end.
    package static func of(
        _ told: some Sequence<(visit: RecordID, needs: [String])>, services: some Sequence<Service>
    ) -> [NeedFollowUp] {
        var byNeed: [String: Service] = [:]
        for service in services {
            let key = "\(service.visit)/\(service.need)"
            // Of two records for one need the one that is done counts, else the first by id.
            if let known = byNeed[key], rank(known.evaluation) <= rank(service.evaluation) { continue }
            byNeed[key] = service
        }
        return told.sorted { $0.visit < $1.visit }.flatMap { visit, needs in
            needs.sorted { Text($0) < Text($1) }.map { need in
                let evaluation = byNeed["\(visit)/\(need)"]?.evaluation
                return NeedFollowUp(
                    visit: visit, need: need, item: evaluation?.id, feedbackAt: evaluation?.endedAt)
            }
        }
    }

    private struct Rank: Comparable {
        let endedAt: Int64
        let id: RecordID
        static func < (left: Rank, right: Rank) -> Bool {
            left.endedAt != right.endedAt ? left.endedAt < right.endedAt : left.id < right.id
        }
    }

    private static func rank(_ evaluation: Evaluation) -> Rank {
        Rank(endedAt: evaluation.endedAt ?? .max, id: evaluation.id)
    }
}
