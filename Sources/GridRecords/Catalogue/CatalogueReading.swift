/// Reading a catalogue from JSON: what devices receive from the hub and what catalogue files come down to.
extension Catalogue {
    /// How to take what this version does not understand.
    package enum Reading: Sendable {
        /// Everything must be understood: for files that an office writes.
        case strict
        /// Fields of unknown types or policies are left out: for a device older than its hub.
        case lenient
    }

    /// Reads `{"version"?, "kinds": [..]}`; without a version it gets the one that its contents have.
    ///
    /// Members that this version does not know are kept and stand in `json` again.
    package init(json: JSONValue, reading: Reading = .strict) throws(CatalogueError) {
        guard let members = json["kinds"]?.array else { throw CatalogueError(reason: "`kinds` must be a list") }
        var kinds: [KindDefinition] = []
        for member in members {
            let kind = try KindDefinition(json: member, reading: reading)
            if kinds.contains(where: { $0.id == kind.id }) {
                throw CatalogueError(kind: kind.id, reason: "the kind is defined twice")
            }
            kinds.append(kind)
        }
        let version = json["version"]?.string ?? Catalogue.version(of: json)
        self.init(version: version, kinds: kinds, source: json)
    }

    /// The version that contents have, whatever version they claim.
    package static func version(of json: JSONValue) -> String {
        guard var members = json.object else { return ContentHash.hexadecimal(of: json.bytes) }
        members["version"] = nil
        return ContentHash.hexadecimal(of: JSONValue.object(members).bytes)
    }
}

extension KindDefinition {
    convenience init(json: JSONValue, reading: Catalogue.Reading) throws(CatalogueError) {
        let members = MemberReader(json, kind: json["id"]?.string, field: nil)
        let id = try members.segment("id")
        var fields: [FieldDefinition] = []
        for member in try members.list("fields") {
            let field: FieldDefinition
            do throws(CatalogueError) {
                field = try FieldDefinition(json: member, kind: id, within: nil, reading: reading)
            } catch {
                if reading == .lenient { continue }
                throw error
            }
            if fields.contains(where: { $0.id == field.id }) {
                throw CatalogueError(kind: id, field: field.id, reason: "the field is defined twice")
            }
            if ["area", "deleted", "id", "kind"].contains(field.id) {
                throw CatalogueError(kind: id, field: field.id, reason: "the name is reserved")
            }
            fields.append(field)
        }
        self.init(
            id: id, label: try members.label("label"), fields: fields,
            naturalKeys: try NaturalKey.alternatives(members, reading: reading),
            retentionMonths: try members.integer("retention_months").map { Int(clamping: $0) })
        if reading == .strict {
            try checkNames()
            try checkNaturalKeys()
        }
    }
}

extension FieldDefinition {
    /// - Parameter within: the collection or composite that the part belongs to.
    convenience init(
        json: JSONValue, kind: String, within: String?, reading: Catalogue.Reading
    ) throws(CatalogueError) {
        let name = [within, json["id"]?.string].compactMap { $0 }.joined(separator: "/")
        let members = MemberReader(json, kind: kind, field: name)
        let type: FieldType = try members.choice("type")
        var parts: [FieldDefinition] = []
        for member in try members.list("parts", or: []) {
            do throws(CatalogueError) {
                parts.append(try FieldDefinition(json: member, kind: kind, within: name, reading: reading))
            } catch {
                if reading == .strict { throw error }
            }
        }
        self.init(
            id: try members.segment("id"), label: try members.label("label"), type: type,
            elementType: try members.choiceIfPresent("of"), codes: try members.codes("codes"),
            isRequired: try members.flag("required"), isRequiredAtClose: try members.flag("required_at_close"),
            isDerived: try members.flag("derived"), isAdministrative: try members.flag("administrative"),
            isSeparate: try members.flag("separate"), policy: try members.policy("policy", of: type),
            guards: try members.guards("guards"), purpose: try members.textIfPresent("purpose") ?? "",
            sensitivity: try members.choiceIfPresent("sensitivity") ?? .internal, parts: parts,
            maximumLength: try members.integer("max_length").map { Int(clamping: $0) },
            decimalPlaces: min(9, max(0, try members.integer("decimal_places").map { Int(clamping: $0) } ?? 2)),
            minimum: try members.integer("minimum"), maximum: try members.integer("maximum"),
            target: try members.textIfPresent("target"), defaultValue: try members.defaultValue("default"),
            alternative: try members.textIfPresent("alternative"),
            requiredWhen: try members.condition("required_when"),
            documentType: try members.textIfPresent("document_type"),
            masking: try members.choiceIfPresent("masking"))
        if reading == .strict { try checkShape(members) }
    }

    private func checkShape(_ members: MemberReader) throws(CatalogueError) {
        let holdsElements = type == .set || type == .list || type == .entries
        if holdsElements != (elementType != nil) {
            throw members.failure("`of` stands exactly at a set, a list and entries")
        }
        if elementType?.isCollection == true { throw members.failure("collections do not hold collections") }
        if ((elementType ?? type) == .composite) == parts.isEmpty {
            throw members.failure("`parts` stand exactly at composites")
        }
        if type.isCollection != [.elements, .entries].contains(policy.name) {
            throw members.failure("the policy `\(policy.name.rawValue)` does not fit the type `\(type.rawValue)`")
        }
        if sensitivity == .sealed, type != .text || (members.field?.contains("/") == true && !isSeparate) {
            throw members.failure("a sealed field is a text, and a sealed part is separate")
        }
        if Set(codes.map(\.code)).count < codes.count { throw members.failure("a code stands twice") }
        if Set(parts.map(\.id)).count < parts.count { throw members.failure("a part is defined twice") }
        let allowed = PolicyDefinition.parameterNames
        if let unknown = policy.parameters.keys.sorted().first(where: { !allowed.contains($0) }) {
            throw members.failure("the policy parameter `\(unknown)` is unknown")
        }
    }
}

extension PolicyDefinition {
    /// Every parameter that a policy may take; "Merge policies" in DESIGN.md says what each does.
    package static let parameterNames: Set<String> = [
        "same_day", "order", "apart_days", "within_hours", "tolerance_percent", "same_top_class", "same_part",
        "normalise", "wins", "upper_level", "evidence", "unless", "prefer_valid", "prefer_present", "by_identity",
        "earliest_within_days", "tolerance_metres", "safe", "provisional", "priority", "later_edits",
        "review_if_above", "review_if_after", "steps", "resume", "closing", "ask", "element", "cap",
    ]
}
