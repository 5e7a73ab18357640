package import GridRecords

/// A report as data: its aspects, the departments that answer, and its indicators in their order.
package struct ReportTemplate: Sendable {
    package struct Heading: Sendable, Hashable {
        package let id: String
        package let label: Label
    }

    package let id: String
    package let label: Label
    /// Of the template as a whole.
    package let version: String
    /// Of its bounds of colour alone.
    package let thresholdsVersion: String
    /// In the order in which pages show them.
    package let aspects: [Heading]
    package let departments: [Heading]
    package let indicators: [Indicator]
    package let schema: FactSchema
    /// Names exactly these rules and columns: 32 hexadecimal digits over the canonical texts of template and schema.
    package let hash: String
    /// The template itself, for showing and for handing on.
    package let json: JSONValue

    /// Reads a template with the keys `report` (its id), `label`, `version`, `thresholds`, `aspects`, `departments`,
    /// `filters` (conditions with a name), `indicators`.
    package init(json: JSONValue, schema: FactSchema) throws(TemplateError) {
        let reader = try TemplateReader(
            try json.usingFilters(),
            members: ["report", "label", "version", "thresholds", "aspects", "departments", "indicators"])
        id = try reader.id("report")
        label = try reader.label()
        version = try reader.text("version")
        thresholdsVersion = try reader.text("thresholds")
        aspects = try ReportTemplate.headings("aspects", reader)
        departments = try ReportTemplate.headings("departments", reader)
        var indicators: [Indicator] = []
        for member in try reader.list("indicators") { indicators.append(try Indicator(json: member, schema: schema)) }
        try reader.requireDistinct(indicators.map(\.id), "indicator")
        guard !indicators.isEmpty else { throw reader.failure("a report needs at least one indicator") }
        let order = Dictionary(uniqueKeysWithValues: aspects.enumerated().map { (Text($1.id), $0) })
        let departmentIDs = Set(departments.map { Text($0.id) })
        let ids = Set(indicators.map { Text($0.id) })
        for indicator in indicators {
            guard order[Text(indicator.aspect)] != nil else {
                throw TemplateError(place: indicator.id, reason: "there is no aspect `\(indicator.aspect)`")
            }
            guard departmentIDs.contains(Text(indicator.department)) else {
                throw TemplateError(place: indicator.id, reason: "there is no department `\(indicator.department)`")
            }
            if case .computed(let computed) = indicator.source, let per = computed.per,
                !ids.contains(Text(per.indicator))
            {
                throw TemplateError(
                    place: indicator.id, reason: "there is no indicator `\(per.indicator)` to divide by")
            }
        }
        // Stable: within an aspect the order of the file.
        self.indicators = indicators.enumerated().sorted { left, right in
            let (near, far) = (order[Text(left.element.aspect)] ?? 0, order[Text(right.element.aspect)] ?? 0)
            return near != far ? near < far : left.offset < right.offset
        }.map(\.element)
        self.schema = schema
        self.json = json
        hash = ContentHash.hexadecimal(of: (json.text + schema.json.text).utf8)
    }

    static func headings(_ key: String, _ reader: TemplateReader) throws(TemplateError) -> [Heading] {
        var headings: [Heading] = []
        for member in try reader.list(key) {
            let inner = try TemplateReader(member, members: ["id", "label"])
            headings.append(Heading(id: try inner.id(), label: try inner.label()))
        }
        try reader.requireDistinct(headings.map(\.id), "id")
        return headings
    }

    package func indicator(_ id: String) -> Indicator? { indicators.first { $0.id == id } }
    package func department(_ id: String) -> Heading? { departments.first { $0.id == id } }
    package func aspect(_ id: String) -> Heading? { aspects.first { $0.id == id } }
}
