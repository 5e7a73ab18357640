package import GridCausality
package import GridRecords

/// Everything that an office wrote down about its work: lives of items, calendar, practice.
package struct WorkflowBook: Sendable, Hashable {
    /// Sorted by id.
    package let workflows: [WorkflowDefinition]
    package let calendar: WorkingCalendar
    package let practice: Practice
    /// Names this state of the book; equal contents have equal versions.
    package let version: String
    /// The book itself, for handing on: `{"workflow/ID","calendar","routing","practice"}`, each as its file says it.
    package let json: JSONValue

    package init(workflows: [WorkflowDefinition], calendar: WorkingCalendar, practice: Practice, json: JSONValue) {
        self.workflows = workflows.sorted { Text($0.id) < Text($1.id) }
        self.calendar = calendar
        self.practice = practice
        self.json = json
        version = Catalogue.version(of: json)
    }

    /// Reads a book that was handed on; whoever wrote it checked it against his catalogue.
    package init(json: JSONValue) throws(WorkflowError) {
        guard let calendar = json["calendar"], let routing = json["routing"], let practice = json["practice"] else {
            throw WorkflowError(reason: "calendar, routing or practice is missing")
        }
        var workflows: [WorkflowDefinition] = []
        for (key, document) in json.object ?? [:] where key.hasPrefix("workflow/") {
            workflows.append(try WorkflowDefinition(json: document))
        }
        self.init(
            workflows: workflows, calendar: try WorkingCalendar(json: calendar),
            practice: try Practice(json: practice, routing: try RoutingTable.tables(json: routing)), json: json)
    }

    /// The life of records of a kind; nil for a kind that nobody has to deal with.
    package func workflow(of kind: String) -> WorkflowDefinition? { workflows.first { $0.kind == kind } }

    package func evaluator(of kind: String) -> Evaluator? {
        workflow(of: kind).map { Evaluator($0, calendar: calendar) }
    }

    /// Where a record stands; nil for a kind without a workflow.
    package func evaluate(
        _ view: RecordView, received: (Dot) -> Int64? = { _ in nil }, now: Int64
    ) -> (evaluation: Evaluation, unreadable: [UnreadableStep])? {
        guard let evaluator = evaluator(of: view.kind) else { return nil }
        let (item, unreadable) = WorkItem.read(view, by: evaluator.definition, received: received)
        return (evaluator.evaluate(item, now: now), unreadable)
    }
}
