import GridRecords

/// Exported records as one table: `id`, `kind`, `area`, `deleted`, then every field that occurs, in order of its id.
///
/// A value of parts, a set or a list stands in its cell as JSON; an absent value is an empty cell.
enum RecordCSV {
    private static let envelope = ["id", "kind", "area", "deleted"]

    static func lines(_ records: [JSONValue]) -> [String] {
        let names = Set(records.flatMap { ($0["fields"]?.object ?? [:]).keys })
        let fields = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let header = CommaSeparated.line(envelope + fields)
        return [header]
            + records.map { record in
                CommaSeparated.line(
                    envelope.map { cell(record[$0]) } + fields.map { cell(record["fields"]?[$0]) })
            }
    }

    private static func cell(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): FormulaGuard.guarded(text)
        case .some(let other): other.text
        }
    }
}
