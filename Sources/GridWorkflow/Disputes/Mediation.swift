package import GridRecords

/// What mediation of a dispute has come to, read from the fields of its record (People's Mediation Law, 17, 26 to 31).
package struct Mediation: Sendable, Hashable {
    /// `dispute.result`.
    package enum Result: String, CaseIterable, Sendable {
        case failed = "0"
        case succeeded = "1"
        case ended = "2"
        case transferred = "3"
    }

    /// How an agreement is kept.
    package enum Performance: Sendable, Hashable {
        case noAgreement
        /// Agreed without a day.
        case open
        case due(CalendarDate)
        case overdue(days: Int)
        case performed
    }

    /// `dispute.mediation_way`: arbitration, lawsuit, petition.
    package static let referralWays: Set<String> = ["6", "7", "8"]

    package let isRefused: Bool
    package let way: String?
    package let result: Result?
    package let hasAgreement: Bool
    /// Whole fen, a hundredth of a yuan; nil where no money is owed.
    package let amountFen: Int64?
    package let performBy: CalendarDate?
    package let isPerformed: Bool

    /// Takes fields as a record shows them (`RecordView.fields`).
    package init(_ fields: [String: JSONValue]) {
        isRefused = fields["refusal"] == true
        way = fields["mediation_way"]?.string
        result = fields["result"]?.string.flatMap { Result(rawValue: $0) }
        let agreement = fields["agreement"]
        hasAgreement = agreement?.object?.isEmpty == false
        amountFen = agreement?["amount"]?.integer
        performBy = agreement?["perform_by"]?.string.flatMap { CalendarDate(text: $0) }
        isPerformed = agreement?["performed"] == true
    }

    /// Whether mediation may not go on: a party refuses and nobody has closed or referred the case yet (article 17).
    package var isStopped: Bool { isRefused && !isReferred && result != .ended && result != .transferred }

    /// Whether another body has it now: arbitration, court, petition (article 26).
    package var isReferred: Bool { way.map { Mediation.referralWays.contains($0) } ?? false }

    /// Whether the county may close it: it was solved, or it was referred; a bare failure is no end.
    package var mayEndAtLastStop: Bool {
        switch result {
        case .succeeded?: true
        case .transferred?, .failed?, .ended?: isReferred
        case nil: false
        }
    }

    /// Article 31: the committee sees to it that what was agreed is done.
    package func performance(on today: CalendarDate) -> Performance {
        guard hasAgreement else { return .noAgreement }
        if isPerformed { return .performed }
        guard let performBy else { return .open }
        return today > performBy ? .overdue(days: today.days(since: performBy)) : .due(performBy)
    }

    /// `3000.00`: yuan with two places, from whole fen.
    package var amountText: String? {
        amountFen.map { fen in
            let size = fen.magnitude
            return (fen < 0 ? "-" : "") + "\(size / 100).\(Digits.padded(Int(size % 100), 2))"
        }
    }
}

/// On which level items were solved: 民事村了, solve it in the village.
package struct SolvedByLevel: Sendable, Hashable {
    package let counts: [OrganisationLevel: Int]
    package var solved: Int { counts.values.reduce(0, +) }

    package init(_ evaluations: some Sequence<Evaluation>) {
        var counts: [OrganisationLevel: Int] = [:]
        for evaluation in evaluations { if let level = evaluation.solvedAt { counts[level, default: 0] += 1 } }
        self.counts = counts
    }

    /// Solved at that level or below, of all solved; nil while nothing is.
    package func share(upTo level: OrganisationLevel) -> Ratio? {
        Ratio(counts.filter { $0.key <= level }.values.reduce(0, +), of: solved)
    }
}
