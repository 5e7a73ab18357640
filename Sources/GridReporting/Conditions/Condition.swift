/// Which records count: a filter as data, over the columns of one kind.
package indirect enum Condition: Sendable, Hashable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case present(String)
    /// The code is one of these; of a set, one of its codes is.
    case isOne(String, of: [String])
    case starts(String, with: [String])
    case flag(String, Bool)
    case number(String, Comparison, Int64)
    case moment(String, Comparison, Instant)
    /// Not before another moment, and on a day not after so many months and days later.
    case within(String, months: Int, days: Int, of: String)
    /// On a day not before so many months and days before the cut-off's.
    case recent(String, months: Int, days: Int)

    package enum Comparison: String, CaseIterable, Sendable {
        case atLeast = "at_least"
        case atMost = "at_most"
        case before, after
    }

    package enum Instant: Sendable, Hashable {
        case cutoff
        case column(String)
    }

    /// Counts every record.
    package static let everything = Condition.all([])

    /// The columns that are looked at, each with what it must be able to answer.
    var columns: [(name: String, types: Set<FactSchema.ColumnType>)] {
        let times: Set<FactSchema.ColumnType> = [.moment, .deadline]
        switch self {
        case .all(let parts), .any(let parts): return parts.flatMap(\.columns)
        case .not(let part): return part.columns
        case .present(let name): return [(name, Set(FactSchema.ColumnType.allCases))]
        case .isOne(let name, _): return [(name, [.code, .codes])]
        case .starts(let name, _): return [(name, [.code, .codes])]
        case .flag(let name, _): return [(name, [.flag])]
        case .number(let name, _, _): return [(name, [.number])]
        case .moment(let name, _, .cutoff), .recent(let name, _, _): return [(name, times)]
        case .moment(let name, _, .column(let other)): return [(name, times), (other, times)]
        case .within(let name, _, _, let other): return [(name, times), (other, times)]
        }
    }

    /// Fails when a column is not there or is of a type that cannot answer.
    func check(against kind: FactSchema.Kind, place: String) throws(TemplateError) {
        for (name, types) in columns {
            if name == "occurred" || name == "created" {
                guard types.contains(.moment) else {
                    throw TemplateError(place: place, reason: "`\(name)` is a moment and nothing else")
                }
                continue
            }
            guard let index = kind.index(of: name) else {
                throw TemplateError(place: place, reason: "the facts of `\(kind.id)` have no column `\(name)`")
            }
            guard types.contains(kind.columns[index].type) else {
                throw TemplateError(
                    place: place, reason: "the column `\(name)` is of type \(kind.columns[index].type.rawValue)")
            }
        }
    }
}
