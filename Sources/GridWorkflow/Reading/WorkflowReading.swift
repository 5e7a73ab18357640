package import GridRecords

extension WorkflowDefinition {
    /// Reads `{"workflow": ID, …}`, the form of the files, and checks that it holds together.
    package init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(
            json,
            keys: [
                "workflow", "label", "kind", "state_field", "steps_field", "due_field", "initial", "states",
                "transitions", "notes", "deadlines", "rules",
            ])
        let id = try reader.text("workflow")
        var states: [StateDefinition] = []
        for value in try reader.list("states") { states.append(try StateDefinition(json: value)) }
        var transitions: [TransitionDefinition] = []
        for value in try reader.list("transitions") { transitions.append(try TransitionDefinition(json: value)) }
        var notes: [NoteDefinition] = []
        for value in try reader.list("notes") { notes.append(try NoteDefinition(json: value)) }
        var deadlines: [DeadlineRule] = []
        for value in try reader.list("deadlines") { deadlines.append(try DeadlineRule(json: value)) }
        self.init(
            id: id, label: try reader.label("label"), kind: try reader.textIfPresent("kind") ?? id,
            stateField: try reader.textIfPresent("state_field") ?? "state",
            stepsField: try reader.textIfPresent("steps_field") ?? "steps",
            dueField: try reader.textIfPresent("due_field"), initial: try reader.text("initial"), states: states,
            transitions: transitions, notes: notes, deadlines: deadlines,
            rules: try WorkflowRules(json: reader.value("rules") ?? [:]))
        try checkItself()
    }
}

extension StateDefinition {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "rank", "side", "terminal", "paused", "stands_for"])
        self.init(
            id: try reader.text("id"), rank: try reader.number("rank", in: 0...1_000), isSide: try reader.flag("side"),
            isTerminal: try reader.flag("terminal"), isPaused: try reader.flag("paused"),
            standsFor: try reader.textIfPresent("stands_for"))
    }
}

extension TransitionDefinition {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(
            json, keys: ["id", "operation", "from", "to", "levels", "actor", "handover", "needs", "phase"])
        let levels: [OrganisationLevel] = try reader.choices("levels")
        let from = try reader.texts("from")
        if levels.isEmpty { throw reader.failure("`levels` is missing: nobody could take the step") }
        if from.isEmpty { throw reader.failure("`from` is missing") }
        self.init(
            id: try reader.text("id"), operation: try reader.textIfPresent("operation"), from: from,
            to: try reader.text("to"), levels: levels, actor: try reader.choice("actor", or: .any),
            handover: try reader.choice("handover", or: .stays),
            needs: try Needs(json: reader.value("needs") ?? [:], place: reader.place),
            phase: try reader.choice("phase", or: .during))
    }
}

extension NoteDefinition {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "levels", "effect", "needs"])
        let levels: [OrganisationLevel] = try reader.choices("levels")
        if levels.isEmpty { throw reader.failure("`levels` is missing: nobody could take the step") }
        self.init(
            id: try reader.text("id"), levels: levels,
            effect: try reader.choice("effect", or: NoteDefinition.Effect.none),
            needs: try Needs(json: reader.value("needs") ?? [:], place: reader.place))
    }
}

extension Needs {
    fileprivate init(json: JSONValue, place: String?) throws(WorkflowError) {
        let reader = try DefinitionReader(json, place: place, keys: ["parts", "fields", "conditions"])
        self.init(
            parts: try reader.choices("parts"), fields: try reader.texts("fields"),
            conditions: try reader.choices("conditions"))
    }
}

extension DeadlineRule {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "zh", "en", "states", "limit", "main", "variants"])
        var variants: [Variant] = []
        for value in try reader.list("variants") {
            let variant = try DefinitionReader(value, place: reader.place, keys: ["when", "limit"])
            variants.append(Variant(when: try variant.condition("when"), limit: try variant.limit("limit")))
        }
        let states = try reader.texts("states")
        if states.isEmpty { throw reader.failure("`states` is missing: the limit would never run") }
        self.init(
            id: try reader.text("id"), label: try reader.label(), states: states, limit: try reader.limit("limit"),
            variants: variants, isMain: try reader.flag("main"))
    }
}

extension WorkflowRules {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(
            json, place: "rules",
            keys: [
                "returns", "extensions", "extend_overdue", "recurrence_months", "supervision", "receipt_lag_hours",
                "clock_offset_minutes",
            ])
        var thresholds: [SupervisionThreshold] = []
        for value in try reader.list("supervision") {
            let threshold = try DefinitionReader(value, place: "rules", keys: ["mark", "limits", "points"])
            thresholds.append(
                SupervisionThreshold(
                    mark: try threshold.choice("mark"), limits: try threshold.number("limits", in: 0...100),
                    points: try threshold.number("points", in: 0...1_000)))
        }
        self.init(
            maximumReturns: try reader.number("returns", in: 0...100, or: 2),
            maximumExtensions: try reader.number("extensions", in: 0...100, or: 1),
            mayExtendOverdue: try reader.flag("extend_overdue"),
            recurrenceMonths: try reader.number("recurrence_months", in: 0...120, or: 2),
            supervision: reader.has("supervision") ? thresholds : SupervisionThreshold.usual,
            receiptLagHours: try reader.number("receipt_lag_hours", in: 0...87_600, or: 48),
            clockOffsetMinutes: try reader.number("clock_offset_minutes", in: 0...525_600, or: 10))
    }
}
