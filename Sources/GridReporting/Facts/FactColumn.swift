import GridRecords

/// One column of the facts of a kind, a number for each record.
struct FactColumn: Sendable {
    static let absent = Int64.min

    let type: FactSchema.ColumnType
    /// Codes, sets of codes, flags (0 none, 1 false, 2 true).
    private(set) var small: [UInt32] = []
    /// Numbers, moments and deadlines.
    private(set) var wide: [Int64] = []

    init(_ type: FactSchema.ColumnType) { self.type = type }

    mutating func append(_ value: RecordFacts.Value?, codes: inout CodeBook, sets: inout CodeSetBook) {
        switch type {
        case .code, .codes, .flag: small.append(FactColumn.small(value, codes: &codes, sets: &sets))
        case .number, .moment, .deadline:
            if case .number(let number) = value { wide.append(number) } else { wide.append(FactColumn.absent) }
        }
    }

    /// Fills in what is known only when all records are there.
    mutating func replace(row: Int, with moment: Int64) { wide[row] = moment }

    private static func small(
        _ value: RecordFacts.Value?, codes: inout CodeBook, sets: inout CodeSetBook
    ) -> UInt32 {
        switch value {
        case .code(let code): codes.number(code)
        case .codes(let texts): sets.number(texts.map { codes.number($0) })
        case .flag(let flag): flag ? 2 : 1
        case .number, nil: 0
        }
    }
}
