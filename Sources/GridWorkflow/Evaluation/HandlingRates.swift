package import GridRecords

/// In-time acceptance, in-time closing and satisfaction, each with its own denominator (按期受理率、按期办结率、满意率).
package struct HandlingRates: Sendable, Hashable {
    /// In time, of those that were accepted or should have been.
    package let accepted: Ratio?
    /// In time, of those that were done or should have been.
    package let closed: Ratio?
    /// Satisfied, of those who answered.
    package let satisfied: Ratio?

    /// - Parameters:
    ///   - acceptance: id of the deadline by which an item is to be accepted.
    ///   - answers: whether each person who was asked was satisfied.
    package init(
        _ evaluations: some Sequence<Evaluation>, acceptance: String, answers: some Sequence<Bool>, now: Int64
    ) {
        var (accepted, dueForAcceptance, closed, dueForClosing) = (0, 0, 0, 0)
        for evaluation in evaluations {
            if let deadline = evaluation.deadlines.first(where: { $0.id == acceptance }) {
                let isLate = deadline.overdue(at: now) > 0
                if isLate || !deadline.isRunning { dueForAcceptance += 1 }
                if !isLate, !deadline.isRunning { accepted += 1 }
            }
            if let isOnTime = evaluation.isOnTime(at: now) {
                dueForClosing += 1
                if isOnTime { closed += 1 }
            }
        }
        let answers = Array(answers)
        self.accepted = Ratio(accepted, of: dueForAcceptance)
        self.closed = Ratio(closed, of: dueForClosing)
        satisfied = Ratio(answers.count { $0 }, of: answers.count)
    }
}
