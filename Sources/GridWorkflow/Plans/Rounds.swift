package import GridRecords

/// One stop on a round of inspection in which several offices go together (六办联动).
package struct RoundVisit: Sendable, Hashable {
    /// The round to which it belongs.
    package let round: String
    package let visit: RecordID
    package let organisations: Set<Organisation>

    package init(round: String, visit: RecordID, organisations: Set<Organisation>) {
        self.round = round
        self.visit = visit
        self.organisations = organisations
    }
}

/// How many rounds and visits there were; a visit counts once, however often it is told.
package struct RoundCount: Sendable, Hashable {
    package let rounds: Int
    package let visits: Int
    /// Visits in which an office took part.
    package let byOrganisation: [Organisation: Int]

    package init(_ visits: some Sequence<RoundVisit>) {
        var rounds: Set<String> = []
        var seen: [RecordID: Set<Organisation>] = [:]
        for visit in visits {
            rounds.insert(visit.round)
            seen[visit.visit, default: []].formUnion(visit.organisations)
        }
        var counts: [Organisation: Int] = [:]
        for organisation in seen.values.lazy.joined() { counts[organisation, default: 0] += 1 }
        self.rounds = rounds.count
        self.visits = seen.count
        byOrganisation = counts
    }

    /// Visits to a round; nil without rounds.
    package var perRound: Ratio? { Ratio(visits, of: rounds) }
}
