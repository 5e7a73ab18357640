package import GridRecords
import GridReporting
import GridWorkflow

/// Rules as data: what a hub tells a device, and the device keeps.
extension GoverningRules {
    /// What `init(json:)` reads: `{"facts","reports","lists","stars","workflows"}`, each as its files say it.
    package var json: JSONValue {
        [
            "facts": schema.json, "reports": .array(reports.map(\.json)), "lists": .array(lists.map(\.json)),
            "stars": .array(stars.map(\.json)), "workflows": book.json,
        ]
    }

    /// Refuses what this version of the program does not understand: half of the rules would count something else.
    package init(json: JSONValue) throws(GoverningError) {
        func all<Template>(
            _ key: String, _ read: (JSONValue) throws(TemplateError) -> Template
        ) throws(TemplateError) -> [Template] {
            var templates: [Template] = []
            for member in json[key]?.array ?? [] { templates.append(try read(member)) }
            return templates
        }
        do throws(TemplateError) {
            let schema = try FactSchema(json: json["facts"] ?? .null)
            let book: WorkflowBook
            do throws(WorkflowError) {
                book = try WorkflowBook(json: json["workflows"] ?? .null)
            } catch { throw TemplateError(place: error.place ?? "workflows", reason: error.reason) }
            self.init(
                book: book, schema: schema,
                reports: try all("reports") { json throws(TemplateError) in
                    try ReportTemplate(json: json, schema: schema)
                },
                lists: try all("lists") { json throws(TemplateError) in try ListTemplate(json: json) },
                stars: try all("stars") { json throws(TemplateError) in try StarRules(json: json, schema: schema) })
        } catch {
            throw GoverningError.unreadable("the office's rules", "\(error.place): \(error.reason)")
        }
    }
}
