package import GridReporting
package import GridWorkflow

/// What an office governs by, as its files say it: how work runs, what is counted, and how stars are given.
package struct GoverningRules: Sendable {
    package let book: WorkflowBook
    package let schema: FactSchema
    /// Each sorted by id.
    package let reports: [ReportTemplate]
    package let lists: [ListTemplate]
    package let stars: [StarRules]

    package init(
        book: WorkflowBook, schema: FactSchema, reports: [ReportTemplate], lists: [ListTemplate], stars: [StarRules]
    ) {
        self.book = book
        self.schema = schema
        self.reports = reports
        self.lists = lists
        self.stars = stars
    }

    /// The template that is named, else the first.
    package func report(_ id: String?) throws(GoverningError) -> ReportTemplate {
        guard let id else { return try one(reports.first, "report") }
        return try named(id, reports.first { $0.id == id }, "report", reports.map(\.id))
    }

    package func list(_ id: String?) throws(GoverningError) -> ListTemplate {
        guard let id else { return try one(lists.first, "lists") }
        return try named(id, lists.first { $0.id == id }, "lists", lists.map(\.id))
    }

    package func starRules(_ id: String?) throws(GoverningError) -> StarRules {
        guard let id else { return try one(stars.first, "stars") }
        return try named(id, stars.first { $0.id == id }, "stars", stars.map(\.id))
    }

    private func one<Template>(_ template: Template?, _ what: String) throws(GoverningError) -> Template {
        guard let template else { throw GoverningError.missing("template for", what) }
        return template
    }

    private func named<Template>(_ id: String, _ template: Template?, _ what: String, _ known: [String])
        throws(GoverningError) -> Template
    {
        guard let template else {
            throw GoverningError.missing("\(what) template", id, hint: "there are: \(known.joined(separator: ", "))")
        }
        return template
    }
}
