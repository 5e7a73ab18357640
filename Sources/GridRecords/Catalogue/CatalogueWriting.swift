/// Writing a catalogue as JSON: what the hub hands to devices.
extension Catalogue {
    /// `{"version", "kinds": [..]}`; what was read with members of a later version is given back with them.
    package var json: JSONValue {
        var members = (source ?? .object(["kinds": .array(kinds.map(\.json))])).object ?? [:]
        members["version"] = .string(version)
        return .object(members)
    }

    /// Takes kinds as they are, with the version that their JSON has.
    package init(kinds: [KindDefinition]) {
        let sorted = kinds.sorted { $0.id.precedesInBytes($1.id) }
        self.init(version: Catalogue.version(of: .object(["kinds": .array(sorted.map(\.json))])), kinds: sorted)
    }
}

extension KindDefinition {
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "label": label.json, "fields": .array(fields.map(\.json)),
        ]
        if !naturalKeys.isEmpty { members["natural_key"] = NaturalKey.json(naturalKeys) }
        if let retentionMonths { members["retention_months"] = .integer(Int64(retentionMonths)) }
        return .object(members)
    }
}

extension Label {
    var json: JSONValue { .object(["zh": .string(chinese), "en": .string(english)]) }
}

extension FieldDefinition {
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "label": label.json, "type": .string(type.rawValue), "policy": policy.json,
            "sensitivity": .string(sensitivity.rawValue),
        ]
        if let elementType { members["of"] = .string(elementType.rawValue) }
        if !codes.isEmpty { members["codes"] = .array(codes.map(\.json)) }
        let flags = [
            ("required", isRequired), ("required_at_close", isRequiredAtClose), ("derived", isDerived),
            ("administrative", isAdministrative), ("separate", isSeparate),
        ]
        for (key, isSet) in flags where isSet { members[key] = .bool(true) }
        if !guards.isEmpty { members["guards"] = .array(guards.map(\.json)) }
        if !purpose.isEmpty { members["purpose"] = .string(purpose) }
        if !parts.isEmpty { members["parts"] = .array(parts.map(\.json)) }
        if let maximumLength { members["max_length"] = .integer(Int64(maximumLength)) }
        if decimalPlaces != 2 { members["decimal_places"] = .integer(Int64(decimalPlaces)) }
        if let minimum { members["minimum"] = .integer(minimum) }
        if let maximum { members["maximum"] = .integer(maximum) }
        if let target { members["target"] = .string(target) }
        if let defaultValue { members["default"] = defaultValue.json }
        if let alternative { members["alternative"] = .string(alternative) }
        if let requiredWhen { members["required_when"] = requiredWhen.json }
        if let documentType { members["document_type"] = .string(documentType) }
        if let masking { members["masking"] = .string(masking.rawValue) }
        return .object(members)
    }

    /// One line of `gridsync catalogue`: what a person or a program that enters data needs to know.
    package func line(kind: String, language: Language) -> JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string(kind), "field": .string(id), "label": .string(label.text(in: language)),
            "type": .string(type.rawValue), "required": .bool(isRequired), "policy": .string(policy.name.rawValue),
            "sensitivity": .string(sensitivity.rawValue),
        ]
        if !codes.isEmpty {
            members["codes"] = .array(
                codes.map { code in
                    var entry: [String: JSONValue] = [
                        "code": .string(code.code.string), "label": .string(code.label.text(in: language)),
                    ]
                    if code.isRetired { entry["retired"] = true }
                    return .object(entry)
                })
        }
        if let elementType { members["of"] = .string(elementType.rawValue) }
        if isDerived { members["derived"] = true }
        if type == .composite || elementType != nil {
            members["parts"] = .array(parts.map { $0.line(kind: kind, language: language) })
        }
        return .object(members)
    }
}

extension CodeDefinition {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "code": .string(code.string), "zh": .string(label.chinese), "en": .string(label.english),
        ]
        if isRetired { members["retired"] = true }
        return .object(members)
    }
}

extension PolicyDefinition {
    var json: JSONValue {
        var members = parameters.mapValues { JSONValue.string($0) }
        members["name"] = .string(name.rawValue)
        return .object(members)
    }
}

extension GuardDefinition {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "action": .string(action.rawValue), "roles": .array(roles.map { .string($0.rawValue) }),
        ]
        if let condition { members["condition"] = .string(condition) }
        return .object(members)
    }
}

extension DefaultValue {
    var json: JSONValue {
        switch self {
        case .now(let days): .object(["now": .integer(Int64(days))])
        case .author: ["author": true]
        case .area: ["area": true]
        case .value(let value): .object(["value": value])
        }
    }
}

extension RequirementCondition {
    var json: JSONValue {
        .object(["field": .string(field), "codes": .array(codes.map { .string($0.string) })])
    }
}
