package import GridRecords

extension Indicator {
    private static let members: Set<String> = [
        "id", "label", "aspect", "department", "unit", "places", "direction", "weight", "source", "compare", "judge",
        "combine", "additive", "suppress", "records",
    ]

    package init(json: JSONValue, schema: FactSchema) throws(TemplateError) {
        let reader = try TemplateReader(json, members: Indicator.members)
        id = try reader.id()
        label = try reader.label()
        aspect = try reader.text("aspect")
        department = try reader.text("department")
        unit = try reader.choice("unit")
        places = try reader.integer("places", in: 0...6) ?? (unit == .count || unit == .fen ? 0 : 1)
        direction = try reader.choice("direction")
        weight = try reader.number("weight") ?? Ratio(1)
        source = try SourceReading(reader: reader, schema: schema).source()
        var rules: [ColourRule] = []
        for member in try reader.list("judge") {
            rules.append(try ColourRule(json: member, place: reader.place, isShare: unit == .percent))
        }
        self.rules = rules
        combine = try reader.choice("combine", or: .worst)
        var comparators = rules.map(\.comparator)
        for text in try reader.texts("compare") {
            guard let comparator = Comparator(rawValue: text) else {
                throw reader.failure("`\(text)` compares nothing")
            }
            if !comparators.contains(comparator) { comparators.append(comparator) }
        }
        self.comparators = comparators
        isAdditive = try reader.flag("additive", or: unit == .count || unit == .fen)
        isSuppressed = try reader.flag("suppress", or: unit == .count || unit == .percent)
        listsRecords = try reader.flag("records", or: true)
        try checkDirection(reader)
    }

    private func checkDirection(_ reader: TemplateReader) throws(TemplateError) {
        if weight.numerator < 0 { throw reader.failure("`weight` is less than 0") }
        if direction == .neutral {
            guard rules.isEmpty else { throw reader.failure("what is neutral has no colour, so `judge` must be empty") }
            return
        }
        guard !rules.isEmpty else { throw reader.failure("`judge` is missing: without a rule no cell has a colour") }
        for rule in rules {
            for bounds in [rule.bounds, rule.fromZero].compactMap({ $0 }) {
                let isOrdered =
                    direction == .higherBetter ? bounds.green >= bounds.yellow : bounds.green <= bounds.yellow
                guard isOrdered else {
                    throw reader.failure(
                        "`green` and `yellow` of \(rule.comparator.rawValue) stand the wrong way round")
                }
            }
        }
    }
}

extension ColourRule {
    init(json: JSONValue, place: String, isShare: Bool) throws(TemplateError) {
        let reader = try TemplateReader(json, within: place, members: ["by", "green", "yellow", "from_zero"])
        comparator = try reader.choice("by")
        bounds = try Bounds(reader, isPercent: isShare || comparator != .target)
        if let inner = reader.value("from_zero") {
            fromZero = try Bounds(
                TemplateReader(inner, within: place, members: ["green", "yellow"]), isPercent: isShare)
        } else {
            fromZero = nil
        }
    }
}

extension ColourRule.Bounds {
    init(_ reader: TemplateReader, isPercent: Bool) throws(TemplateError) {
        guard let green = try reader.number("green") else { throw reader.failure("`green` is missing in `judge`") }
        let yellow = try reader.number("yellow") ?? green
        guard isPercent else {
            self.init(green: green, yellow: yellow)
            return
        }
        guard let part = Ratio(1, of: 100), let greenPart = green.times(part), let yellowPart = yellow.times(part)
        else { throw reader.failure("the bounds are too large") }
        self.init(green: greenPart, yellow: yellowPart)
    }
}

/// Reads where an indicator's values come from and checks it against the facts that there are.
struct SourceReading {
    let reader: TemplateReader
    let schema: FactSchema

    func source() throws(TemplateError) -> Indicator.Source {
        guard let json = reader.value("source") else { throw reader.failure("`source` is missing") }
        if json.string == "imported" { return .imported }
        if json["eligible"] != nil { return .coverage(try coverage(json)) }
        return .computed(try computed(json))
    }

    private func computed(_ json: JSONValue) throws(TemplateError) -> Computed {
        let inner = try TemplateReader(
            json, within: reader.place,
            members: ["kind", "placed", "where", "numerator", "sum", "observe", "per"])
        let kind = try kind(inner)
        let placed = try inner.textIfPresent("placed") ?? "occurred"
        let numerator = try inner.value("numerator").map { json throws(TemplateError) in try condition(json, kind) }
        let sum = try inner.textIfPresent("sum")
        if placed != "stock" {
            try Condition.moment(placed, .atMost, .cutoff).check(against: kind, place: reader.place)
        }
        if let sum { try Condition.number(sum, .atLeast, 0).check(against: kind, place: reader.place) }
        if numerator != nil, sum != nil { throw inner.failure("`numerator` and `sum` exclude each other") }
        return Computed(
            kind: kind.id, placement: placed == "stock" ? .stock : .moment(placed),
            condition: try condition(inner.value("where") ?? [], kind), numerator: numerator, sum: sum,
            observation: try observation(inner, kind), per: try per(inner))
    }

    private func observation(_ inner: TemplateReader, _ kind: FactSchema.Kind) throws(TemplateError)
        -> Computed.Observation?
    {
        guard let json = inner.value("observe") else { return nil }
        let reader = try TemplateReader(
            json, within: reader.place, members: ["after", "months", "days", "placed_at_end"])
        let after = try reader.text("after")
        try Condition.moment(after, .atMost, .cutoff).check(against: kind, place: reader.place)
        return Computed.Observation(
            after: after, months: try reader.integer("months", in: 0...120) ?? 0,
            days: try reader.integer("days", in: 0...3660) ?? 0,
            isPlacedAtEnd: try reader.flag("placed_at_end", or: true))
    }

    private func per(_ inner: TemplateReader) throws(TemplateError) -> Computed.Per? {
        guard let json = inner.value("per") else { return nil }
        let reader = try TemplateReader(json, within: reader.place, members: ["indicator", "times"])
        return Computed.Per(
            indicator: try reader.text("indicator"), times: try reader.integer("times", in: 1...1_000_000) ?? 1)
    }

    private func coverage(_ json: JSONValue) throws(TemplateError) -> Coverage {
        let inner = try TemplateReader(
            json, within: reader.place, members: ["eligible", "kind", "where", "match", "ever"])
        let kind = try kind(inner)
        let match = try inner.textIfPresent("match") ?? "area"
        if match != "area" { try Condition.isOne(match, of: []).check(against: kind, place: reader.place) }
        return Coverage(
            eligible: try inner.text("eligible"), kind: kind.id,
            condition: try condition(inner.value("where") ?? [], kind),
            match: match == "area" ? .area : .column(match), isEver: try inner.flag("ever", or: false))
    }

    private func kind(_ inner: TemplateReader) throws(TemplateError) -> FactSchema.Kind {
        let id = try inner.text("kind")
        guard let kind = schema.kind(id) else { throw inner.failure("there are no facts of the kind `\(id)`") }
        return kind
    }

    private func condition(_ json: JSONValue, _ kind: FactSchema.Kind) throws(TemplateError) -> Condition {
        let condition = try Condition(json: json, place: reader.place)
        try condition.check(against: kind, place: reader.place)
        return condition
    }
}
