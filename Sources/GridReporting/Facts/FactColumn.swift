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

    mutating func append(_ json: JSONValue?, codes: inout CodeBook, sets: inout CodeSetBook) {
        switch type {
        case .code: small.append(json.flatMap(TemplateReader.plainText).map { codes.number($0) } ?? 0)
        case .codes: small.append(FactColumn.set(json, codes: &codes, sets: &sets))
        case .flag: small.append((json?.bool).map { $0 ? 2 : 1 } ?? 0)
        case .number: wide.append(json?.integer ?? FactColumn.absent)
        case .moment, .deadline:
            let time = json?.string.flatMap { FactMoment.milliseconds($0, isDeadline: type == .deadline) }
            wide.append(time ?? FactColumn.absent)
        }
    }

    /// Fills in what is known only when all records are there.
    mutating func replace(row: Int, with moment: Int64) { wide[row] = moment }

    /// A set shows as an object from element to value; a plain list of texts is taken too.
    private static func set(_ json: JSONValue?, codes: inout CodeBook, sets: inout CodeSetBook) -> UInt32 {
        let texts = json?.object.map { Array($0.keys) } ?? (json?.array ?? []).compactMap(TemplateReader.plainText)
        return texts.isEmpty ? 0 : sets.number(texts.map { codes.number($0) })
    }
}
