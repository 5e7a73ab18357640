package import GridRecords

/// One city's three lists as data: what each is called, what its rows are, and in how many days a colour must go.
package struct ListTemplate: Sendable {
    package enum RowKind: String, CaseIterable, Sendable {
        /// One for each indicator and column: who answers for it.
        case responsibilities
        /// One for each item of content that is to be checked.
        case contents
        /// One for each red or yellow cell.
        case problems
        /// One for each rectification that was fed back.
        case feedback
        /// One for each step by which somebody was held to account.
        case steps
    }

    package struct List: Sendable, Hashable {
        package let id: String
        package let label: Label
        package let rows: RowKind
    }

    package let id: String
    package let label: Label
    package let version: String
    /// In the order in which pages show them.
    package let lists: [List]
    /// Colours that make a problem, with the days from the cut-off until it must be put right.
    package let dueDays: [Colour: Int]
    /// The template itself, for handing on.
    package let json: JSONValue

    /// Reads a template with the keys `lists` (its id), `label`, `version`, `due_days`, `parts`.
    package init(json: JSONValue) throws(TemplateError) {
        let reader = try TemplateReader(json, members: ["lists", "label", "version", "due_days", "parts"])
        id = try reader.id("lists")
        label = try reader.label()
        version = try reader.text("version")
        var dueDays: [Colour: Int] = [:]
        let days = try TemplateReader(reader.value("due_days") ?? [:], members: ["red", "yellow"])
        for colour in [Colour.red, .yellow] {
            if let count = try days.integer(colour.rawValue, in: 1...366) { dueDays[colour] = count }
        }
        guard dueDays[.red] != nil else { throw reader.failure("`due_days` must say at least what `red` is given") }
        self.dueDays = dueDays
        var lists: [List] = []
        for member in try reader.list("parts") {
            let inner = try TemplateReader(member, members: ["id", "label", "rows"])
            lists.append(List(id: try inner.id(), label: try inner.label(), rows: try inner.choice("rows")))
        }
        try reader.requireDistinct(lists.map(\.id), "list")
        guard lists.contains(where: { $0.rows == .problems }) else {
            throw reader.failure("one of the lists must hold the problems")
        }
        self.lists = lists
        self.json = json
    }
}
