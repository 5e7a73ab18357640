package import GridRecords

extension FactSchema {
    /// Reads a template with the keys `facts` (its id), `version`, `kinds`.
    package init(json: JSONValue) throws(TemplateError) {
        let reader = try TemplateReader(json, members: ["facts", "version", "kinds"])
        version = try reader.text("version")
        self.json = json
        var kinds: [Kind] = []
        for member in try reader.list("kinds") { kinds.append(try FactSchema.kind(member)) }
        try reader.requireDistinct(kinds.map(\.id), "kind")
        self.kinds = kinds
    }

    private static func kind(_ json: JSONValue) throws(TemplateError) -> Kind {
        let reader = try TemplateReader(json, members: ["id", "occurred", "columns"])
        var columns: [Column] = []
        for member in try reader.list("columns") { columns.append(try column(member, within: reader.place)) }
        try reader.requireDistinct(columns.map(\.id), "column")
        if let taken = columns.first(where: { ["occurred", "created"].contains($0.id) }) {
            throw reader.failure("every kind has the column `\(taken.id)` of itself")
        }
        return Kind(id: try reader.id(), occurred: try reader.texts("occurred"), columns: columns)
    }

    private static let sourceMembers: Set<String> = [
        "from", "part", "elements", "where", "take", "pick", "order", "linked", "creator", "disputed", "routing",
        "first",
    ]

    private static func column(_ json: JSONValue, within place: String) throws(TemplateError) -> Column {
        let reader = try TemplateReader(json, within: place, members: sourceMembers.union(["id", "type"]))
        let id = try reader.id()
        return Column(id: id, type: try reader.choice("type"), source: try source(reader, column: id))
    }

    private static func source(_ reader: TemplateReader, column: String) throws(TemplateError) -> Source {
        if reader.value("routing") != nil { return try routed(reader) }
        if reader.value("first") != nil {
            var sources: [Source] = []
            for member in try reader.list("first") {
                let inner = try TemplateReader(member, within: reader.place, members: sourceMembers)
                sources.append(try source(inner, column: column))
            }
            return .first(sources)
        }
        if try reader.flag("creator", or: false) { return .creator }
        if try reader.flag("disputed", or: false) { return .disputed }
        if let linked = reader.value("linked") {
            let inner = try TemplateReader(linked, within: reader.place, members: ["kind", "field"])
            return .linked(kind: try inner.text("kind"), field: try inner.text("field"))
        }
        if let field = try reader.textIfPresent("elements") {
            return .elements(
                Elements(
                    field: field, filter: try filter(reader), part: try reader.textIfPresent("take"),
                    pick: try reader.choice("pick", or: .first), order: try reader.textIfPresent("order") ?? "at"))
        }
        let fields = try reader.texts("from")
        return .fields(fields.isEmpty ? [column] : fields, part: try reader.textIfPresent("part"))
    }

    private static func filter(_ reader: TemplateReader) throws(TemplateError) -> Filter? {
        guard let json = reader.value("where") else { return nil }
        let inner = try TemplateReader(json, within: reader.place, members: ["part", "is"])
        return Filter(part: try inner.text("part"), codes: try inner.texts("is"))
    }

    private static func routed(_ reader: TemplateReader) throws(TemplateError) -> Source {
        let inner = try TemplateReader(
            reader.value("routing") ?? .null, within: reader.place, members: ["by", "table", "otherwise"])
        let table = inner.value("table")?.object ?? [:]
        var routes: [Route] = []
        for (prefix, code) in table {
            guard let code = TemplateReader.plainText(code) else { throw inner.failure("`table` must hold texts") }
            routes.append(Route(prefix: prefix, code: code))
        }
        // The longest prefix decides, so it is tried first.
        routes.sort { left, right in
            left.prefix.utf8.count != right.prefix.utf8.count
                ? left.prefix.utf8.count > right.prefix.utf8.count : Text(left.prefix) < Text(right.prefix)
        }
        return .routed(
            .fields([try inner.text("by")], part: nil), table: routes, otherwise: try inner.textIfPresent("otherwise"))
    }
}
