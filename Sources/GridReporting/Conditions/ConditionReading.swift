package import GridRecords

extension Condition {
    /// Reads `{all: […]}`, `{any: […]}`, `{not: …}`, or `{column: C}` with one of `is`, `starts`, `present`,
    /// `at_least`, `at_most`, `before`, `after`, `within`, `since`. A list counts as `all`.
    package init(json: JSONValue, place: String) throws(TemplateError) {
        if let list = json.array {
            self = .all(try Condition.list(list, place))
            return
        }
        let reader = try TemplateReader(
            json, within: place,
            members: [
                "all", "any", "not", "column", "is", "starts", "present", "at_least", "at_most", "before", "after",
                "within", "since",
            ])
        guard reader.json.object?.count ?? 0 <= 2 else { throw reader.failure("a condition says one thing only") }
        if reader.value("all") != nil {
            self = .all(try Condition.list(try reader.list("all"), place))
        } else if reader.value("any") != nil {
            self = .any(try Condition.list(try reader.list("any"), place))
        } else if let inner = reader.value("not") {
            self = .not(try Condition(json: inner, place: place))
        } else {
            self = try Condition.test(reader, column: try reader.text("column"))
        }
    }

    private static func list(_ list: [JSONValue], _ place: String) throws(TemplateError) -> [Condition] {
        var conditions: [Condition] = []
        for json in list { conditions.append(try Condition(json: json, place: place)) }
        return conditions
    }

    private static func test(_ reader: TemplateReader, column: String) throws(TemplateError) -> Condition {
        if let value = reader.value("is") {
            if let flag = value.bool { return .flag(column, flag) }
            let codes = try reader.texts("is")
            guard !codes.isEmpty else { throw reader.failure("`is` names nothing") }
            return .isOne(column, of: codes)
        }
        if reader.value("starts") != nil { return .starts(column, with: try reader.texts("starts")) }
        if reader.value("present") != nil {
            return try reader.flag("present", or: true) ? .present(column) : .not(.present(column))
        }
        if let within = reader.value("within") {
            let inner = try TemplateReader(within, within: reader.place, members: ["months", "days", "of"])
            return .within(
                column, months: try inner.integer("months", in: 0...120) ?? 0,
                days: try inner.integer("days", in: 0...3660) ?? 0, of: try inner.text("of"))
        }
        if let since = reader.value("since") {
            let inner = try TemplateReader(since, within: reader.place, members: ["months", "days"])
            return .recent(
                column, months: try inner.integer("months", in: 0...120) ?? 0,
                days: try inner.integer("days", in: 0...3660) ?? 0)
        }
        for comparison in Comparison.allCases {
            guard let bound = reader.value(comparison.rawValue) else { continue }
            if let number = bound.integer { return .number(column, comparison, number) }
            guard let text = bound.string else {
                throw reader.failure("`\(comparison.rawValue)` must be a whole number, a column or `cutoff`")
            }
            return .moment(column, comparison, text == "cutoff" ? .cutoff : .column(text))
        }
        throw reader.failure("the condition on `\(column)` says nothing")
    }
}

extension JSONValue {
    /// With each `{use: NAME}` replaced by the condition of that name out of `filters`, a list of `{id, where}`.
    func usingFilters() throws(TemplateError) -> JSONValue {
        guard let filters = self["filters"], case .object(var members) = self else { return self }
        var named: [Text: JSONValue] = [:]
        for filter in filters.array ?? [] {
            let reader = try TemplateReader(filter, members: ["id", "where"])
            named[Text(try reader.id())] = filter["where"] ?? []
        }
        members["filters"] = nil
        for (key, value) in members { members[key] = try value.replacing(named, place: "") }
        return .object(members)
    }

    private func replacing(_ named: [Text: JSONValue], place: String) throws(TemplateError) -> JSONValue {
        switch self {
        case .array(let values):
            var replaced: [JSONValue] = []
            for value in values { replaced.append(try value.replacing(named, place: place)) }
            return .array(replaced)
        case .object(var members):
            let place = members["id"].flatMap(TemplateReader.plainText) ?? place
            if members.count == 1, let name = members["use"]?.string {
                guard let condition = named[Text(name)] else {
                    throw TemplateError(place: place, reason: "there is no filter `\(name)` to use")
                }
                return condition
            }
            for (key, value) in members { members[key] = try value.replacing(named, place: place) }
            return .object(members)
        default: return self
        }
    }
}
