package import GridRecords

extension Practice {
    /// Reads `{"practice": ID, …}` and the `{"routing": [..]}` beside it, the form of the files.
    package init(json: JSONValue, routing: [RoutingTable] = []) throws(WorkflowError) {
        let reader = try DefinitionReader(
            json,
            keys: ["practice", "label", "cadences", "colours", "listing", "documents", "incidents", "notifications"])
        _ = try reader.text("practice")
        var cadences: [Cadence] = []
        for value in try reader.list("cadences") { cadences.append(try Cadence(json: value)) }
        var documents: [HandedDocument.Kind: DocumentLimits] = [:]
        for value in try reader.list("documents") {
            let member = try DefinitionReader(value, keys: ["id", "read", "feedback"])
            documents[try member.choice("id")] = DocumentLimits(
                read: try member.limit("read"), feedback: try member.limit("feedback"))
        }
        var incidents: [IncidentTemplate] = []
        for value in try reader.list("incidents") {
            let member = try DefinitionReader(value, keys: ["id", "zh", "en", "groups"])
            incidents.append(
                IncidentTemplate(
                    id: try member.text("id"), label: try member.label(), groups: try member.codes("groups")))
        }
        var notifications: [NotificationRule] = []
        for value in try reader.list("notifications") { notifications.append(try NotificationRule(json: value)) }
        self.init(
            cadences: cadences, colours: try ColourRules(json: reader.value("colours") ?? [:]),
            listing: try ListingRules(json: reader.value("listing") ?? [:]), documents: documents,
            incidents: incidents, notifications: notifications, routing: routing)
    }
}

extension DefinitionReader {
    /// A list of `{code, zh, en}`, each code once.
    func codes(_ key: String) throws(WorkflowError) -> [CodeDefinition] {
        var codes: [CodeDefinition] = []
        for value in try list(key) {
            let member = try DefinitionReader(value, place: place, keys: ["code", "zh", "en"])
            let code = Text(try member.text("code"))
            if codes.contains(where: { $0.code == code }) { throw failure("the code `\(code)` stands twice") }
            codes.append(CodeDefinition(code: code, label: try member.label()))
        }
        return codes
    }
}

extension Cadence {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "zh", "en", "level", "period"])
        self.init(
            id: try reader.text("id"), label: try reader.label(), level: try reader.choice("level"),
            frequency: try reader.choice("period"))
    }
}

extension ColourRules {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, place: "colours", keys: ["red_levels", "inspected_within", "revisit"])
        let usual = ColourRules()
        var revisit = usual.revisit
        if let value = reader.value("revisit") {
            let limits = try DefinitionReader(value, place: "colours", keys: PremiseColour.allCases.map(\.rawValue))
            for colour in PremiseColour.allCases where limits.has(colour.rawValue) {
                revisit[colour] = try limits.limit(colour.rawValue)
            }
        }
        self.init(
            redLevels: reader.has("red_levels") ? try reader.texts("red_levels") : usual.redLevels,
            inspectedWithin: reader.has("inspected_within")
                ? try reader.limit("inspected_within") : usual.inspectedWithin,
            revisit: revisit)
    }
}

extension ListingRules {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, place: "listing", keys: ["cycle_months", "checks_per_month"])
        self.init(
            cycleMonths: try reader.number("cycle_months", in: 1...120, or: 3),
            checksPerMonth: try reader.number("checks_per_month", in: 1...100, or: 1))
    }
}

extension NotificationRule {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "zh", "en", "kind", "when", "roles"])
        var conditions: [FieldCondition] = []
        for value in try reader.list("when") { conditions.append(try FieldCondition(json: value, place: reader.place)) }
        let roles = try reader.texts("roles")
        if roles.isEmpty { throw reader.failure("`roles` is missing: nobody would be told") }
        self.init(
            id: try reader.text("id"), label: try reader.label(), kind: try reader.text("kind"),
            conditions: conditions, roles: roles)
    }
}

extension Practice {
    /// Whether the fields that conditions name are there.
    package func check(against catalogue: Catalogue) throws(WorkflowError) {
        for rule in notifications {
            guard let kind = catalogue.kind(rule.kind) else {
                throw WorkflowError(place: rule.id, reason: "the catalogue has no kind `\(rule.kind)`")
            }
            for condition in rule.conditions where kind.field(condition.field) == nil {
                throw WorkflowError(
                    place: rule.id, reason: "it names the field `\(condition.field)`, which is not there")
            }
        }
    }
}
