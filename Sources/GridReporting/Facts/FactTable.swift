package import GridRecords

/// The facts that reports count: one row for each record, one table for each kind, numbers instead of texts.
///
/// Cost: 36 bytes for each record, and 4 (code, set, flag) or 8 (number, moment) for each column of its kind.
package struct FactTable: Sendable {
    struct Rows: Sendable {
        let schema: FactSchema.Kind
        var ids: [RecordID] = []
        /// Numbers of sets of areas.
        var areas: [UInt32] = []
        var occurred: [Int64] = []
        var columns: [FactColumn]

        init(_ schema: FactSchema.Kind) {
            self.schema = schema
            columns = schema.columns.map { FactColumn($0.type) }
        }
    }

    /// One record that refers to another.
    private struct Link: Sendable {
        let target: RecordID
        let occurred: Int64
    }

    package let schema: FactSchema
    private(set) var rows: [Rows]
    private(set) var codes = CodeBook()
    private(set) var sets = CodeSetBook()
    private(set) var areaCodes = CodeBook()
    private(set) var areaSets = CodeSetBook()
    private let reader: FactReader
    /// By kind and field of the records that refer.
    private var links: [String: [Link]] = [:]

    package init(schema: FactSchema) {
        self.schema = schema
        reader = FactReader(schema)
        rows = schema.kinds.map { Rows($0) }
    }

    /// Rows of all kinds.
    package var count: Int { rows.reduce(0) { $0 + $1.ids.count } }

    /// Takes in one record, each once; deleted ones and kinds that the schema does not name are passed over.
    package mutating func add(_ record: some ReportableRecord) {
        if let facts = reader.facts(of: record) { add(facts) }
    }

    /// Takes in what a reader of the same schema has worked out of one record, each once.
    package mutating func add(_ facts: RecordFacts) {
        for reference in facts.references {
            for target in reference.targets {
                links["\(facts.kind)/\(reference.field)", default: []].append(
                    Link(target: target, occurred: facts.occurred))
            }
        }
        let areas = facts.areas.map { areaCodes.number($0.text) }
        rows[facts.number].ids.append(facts.id)
        rows[facts.number].areas.append(areaSets.number(areas))
        rows[facts.number].occurred.append(facts.occurred)
        for (index, value) in facts.values.enumerated() {
            rows[facts.number].columns[index].append(value, codes: &codes, sets: &sets)
        }
    }

    /// Joins what refers with what is referred to. Call it once, when all records are there.
    package mutating func seal() {
        for (number, kind) in schema.kinds.enumerated() {
            for (index, column) in kind.columns.enumerated() {
                guard case .linked(let from, let field) = column.source else { continue }
                var earliest: [RecordID: Int64] = [:]
                for link in links["\(from)/\(field)"] ?? [] {
                    earliest[link.target] = min(earliest[link.target] ?? .max, link.occurred)
                }
                guard !earliest.isEmpty else { continue }
                for row in rows[number].ids.indices {
                    guard let moment = earliest[rows[number].ids[row]] else { continue }
                    rows[number].columns[index].replace(row: row, with: moment)
                }
            }
        }
        links = [:]
    }

    /// The campaigns of all records that have any, by id; the column `campaigns` of their kind, each list sorted.
    package var campaigns: [RecordID: [String]] {
        var found: [RecordID: [String]] = [:]
        for rows in rows {
            guard let index = rows.schema.index(of: "campaigns"), rows.columns[index].type == .codes else { continue }
            for (row, set) in rows.columns[index].small.enumerated() where set != 0 {
                found[rows.ids[row]] = sets.sets[Int(set)].map { codes.texts[Int($0)] }.sorted()
            }
        }
        return found
    }

    func rows(of kind: String) -> Rows? { reader.number(of: kind).map { rows[$0] } }

    /// Bytes that the columns take, without the books of texts.
    package var columnBytes: Int {
        rows.reduce(0) { sum, rows in
            sum + rows.ids.count * 28 + rows.columns.reduce(0) { $0 + $1.small.count * 4 + $1.wide.count * 8 }
        }
    }
}
