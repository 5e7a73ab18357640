/// Reads the members of one object of a catalogue and says which one was wrong.
struct MemberReader {
    private let members: [String: JSONValue]
    private let kind: String?
    let field: String?

    init(_ json: JSONValue, kind: String?, field: String?) {
        members = json.object ?? [:]
        self.kind = kind
        self.field = field
    }

    /// A reader of an object that stands within this one.
    func within(_ json: JSONValue) -> MemberReader { MemberReader(json, kind: kind, field: field) }

    func failure(_ reason: String) -> CatalogueError { CatalogueError(kind: kind, field: field, reason: reason) }

    func textIfPresent(_ key: String) throws(CatalogueError) -> String? {
        guard let value = members[key], !value.isNull else { return nil }
        guard let text = value.string else { throw failure("`\(key)` must be a text") }
        return text
    }

    func text(_ key: String) throws(CatalogueError) -> String {
        guard let text = try textIfPresent(key), !text.isEmpty else { throw failure("`\(key)` is missing") }
        return text
    }

    /// A text that can stand in a path.
    func segment(_ key: String) throws(CatalogueError) -> String {
        let text = try text(key)
        guard Path(text) != nil, !text.contains("/"), text != "deleted" else {
            throw failure("`\(key)` must be 1 to \(Limits.pathSegmentBytes) of the characters A-Z a-z 0-9 _ - .")
        }
        return text
    }

    func flag(_ key: String) throws(CatalogueError) -> Bool {
        guard let value = members[key], !value.isNull else { return false }
        guard let flag = value.bool else { throw failure("`\(key)` must be true or false") }
        return flag
    }

    func integer(_ key: String) throws(CatalogueError) -> Int64? {
        guard let value = members[key], !value.isNull else { return nil }
        guard let number = value.integer else { throw failure("`\(key)` must be a whole number") }
        return number
    }

    func list(_ key: String, or absent: [JSONValue]? = nil) throws(CatalogueError) -> [JSONValue] {
        guard let value = members[key], !value.isNull else {
            if let absent { return absent }
            throw failure("`\(key)` is missing")
        }
        guard let list = value.array else { throw failure("`\(key)` must be a list") }
        return list
    }

    func texts(_ key: String) throws(CatalogueError) -> [String] {
        var texts: [String] = []
        for value in try list(key, or: []) {
            guard let text = value.string else { throw failure("`\(key)` must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    func choiceIfPresent<Choice: RawRepresentable & CaseIterable>(_ key: String) throws(CatalogueError) -> Choice?
    where Choice.RawValue == String {
        guard let text = try textIfPresent(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure("`\(key)` is `\(text)`, not one of \(known)")
        }
        return choice
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) throws(CatalogueError) -> Choice
    where Choice.RawValue == String {
        guard let choice: Choice = try choiceIfPresent(key) else { throw failure("`\(key)` is missing") }
        return choice
    }

    func label(_ key: String) throws(CatalogueError) -> Label {
        try label(members[key], key)
    }

    private func label(_ value: JSONValue?, _ key: String) throws(CatalogueError) -> Label {
        guard let chinese = value?["zh"]?.string, let english = value?["en"]?.string, !chinese.isEmpty,
            !english.isEmpty
        else { throw failure("`\(key)` must have the texts `zh` and `en`") }
        return Label(chinese: chinese, english: english)
    }

    func codes(_ key: String) throws(CatalogueError) -> [CodeDefinition] {
        var codes: [CodeDefinition] = []
        for value in try list(key, or: []) {
            guard let code = value["code"]?.string, Path(code) != nil, !code.contains("/"), code != "deleted" else {
                throw failure("each of `\(key)` needs a `code` of the characters A-Z a-z 0-9 _ - .")
            }
            codes.append(
                CodeDefinition(
                    code: Text(code), label: try label(value, "\(key): \(code)"),
                    isRetired: value["retired"]?.bool ?? false))
        }
        return codes
    }

    /// A bare name, or an object with the `name` and its parameters beside it.
    func policy(_ key: String, of type: FieldType) throws(CatalogueError) -> PolicyDefinition {
        guard let value = members[key], !value.isNull else { throw failure("`\(key)` is missing") }
        guard let text = value.string ?? value["name"]?.string, let name = PolicyDefinition.Name(rawValue: text) else {
            let known = PolicyDefinition.Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure("`\(key)` must name one of \(known)")
        }
        var parameters: [String: String] = [:]
        for (parameter, setting) in value.object ?? [:] where parameter != "name" {
            switch setting {
            case .string(let text): parameters[parameter] = text
            case .integer(let number): parameters[parameter] = String(number)
            case .bool(let flag): parameters[parameter] = flag ? "true" : "false"
            default: throw failure("the policy parameter `\(parameter)` must be a text, a number or a truth value")
            }
        }
        return PolicyDefinition(name, parameters: parameters)
    }

    func guards(_ key: String) throws(CatalogueError) -> [GuardDefinition] {
        var guards: [GuardDefinition] = []
        for value in try list(key, or: []) {
            let reader = MemberReader(value, kind: kind, field: field)
            var roles: [Role] = []
            for text in try reader.texts("roles") {
                guard let role = Role(rawValue: text) else { throw failure("`\(text)` is no role") }
                roles.append(role)
            }
            guards.append(
                GuardDefinition(
                    action: try reader.choice("action"), roles: roles,
                    condition: try reader.textIfPresent("condition")))
        }
        return guards
    }

    /// `{"now": days}`, `{"author": true}`, `{"area": true}` or `{"value": JSON}`.
    func defaultValue(_ key: String) throws(CatalogueError) -> DefaultValue? {
        guard let value = members[key], !value.isNull else { return nil }
        if let days = value["now"]?.integer { return .now(plusDays: Int(clamping: days)) }
        if value["author"]?.bool == true { return .author }
        if value["area"]?.bool == true { return .area }
        if let fixed = value["value"], !fixed.isNull { return .value(fixed) }
        throw failure("`\(key)` must be one of {now: DAYS}, {author: true}, {area: true}, {value: VALUE}")
    }

    func condition(_ key: String) throws(CatalogueError) -> RequirementCondition? {
        guard let value = members[key], !value.isNull else { return nil }
        let reader = MemberReader(value, kind: kind, field: field)
        return RequirementCondition(
            field: try reader.text("field"), codes: try reader.texts("codes").map { Text($0) })
    }
}
