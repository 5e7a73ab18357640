package import GridRecords

extension RoutingTable {
    /// Reads `{"routing": ID, "tables": [..]}`, the form of the files.
    package static func tables(json: JSONValue) throws(WorkflowError) -> [RoutingTable] {
        let reader = try DefinitionReader(json, keys: ["routing", "label", "tables"])
        _ = try reader.text("routing")
        var tables: [RoutingTable] = []
        for value in try reader.list("tables") {
            let table = try RoutingTable(json: value)
            if tables.contains(where: { $0.id == table.id }) {
                throw WorkflowError(place: table.id, reason: "the table stands twice")
            }
            tables.append(table)
        }
        return tables
    }

    private init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "zh", "en", "kind", "field", "targets", "rows"])
        let targets = try reader.codes("targets")
        var rows: [Row] = []
        for value in try reader.list("rows") {
            let member = try DefinitionReader(value, place: reader.place, keys: ["to", "codes"])
            let target = try member.text("to")
            guard targets.contains(where: { $0.code == Text(target) }) else {
                throw reader.failure("a row names the target `\(target)`, which is not there")
            }
            for code in try member.texts("codes") {
                if rows.contains(where: { $0.code == code }) {
                    throw reader.failure("the code `\(code)` has two targets")
                }
                rows.append(Row(code: code, target: target))
            }
        }
        self.init(
            id: try reader.text("id"), label: try reader.label(), kind: try reader.text("kind"),
            field: try reader.text("field"), targets: targets, rows: rows)
    }

    /// Whether every code of the field has its one target, and every row is about a code that there is.
    package func check(against catalogue: Catalogue) throws(WorkflowError) {
        guard let definition = catalogue.kind(kind)?.field(field) else {
            throw WorkflowError(place: id, reason: "the catalogue has no field `\(kind).\(field)`")
        }
        for code in definition.codes where target(of: code.code.string) == nil {
            throw WorkflowError(place: id, reason: "the code `\(code.code)` of `\(kind).\(field)` has no target")
        }
        for row in rows where !definition.codes.contains(where: { $0.code.utf8.starts(with: row.code.utf8) }) {
            throw WorkflowError(place: id, reason: "`\(kind).\(field)` has no code `\(row.code)`")
        }
    }
}
