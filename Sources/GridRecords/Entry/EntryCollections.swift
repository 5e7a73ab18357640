/// Collections: what is given for the whole comes down to writes at its elements.
extension EntryBuilder {
    /// Takes the whole collection: elements that stand there and are not given go, except from a log and where
    /// removing is guarded.
    mutating func enterCollection(_ field: FieldDefinition, _ json: JSONValue) throws(ValidationError) {
        let standing = surroundings.elements(field.id)
        if json.isNull {
            if field.type == .entries { throw appendOnly(field.id) }
            if field.isRequired { throw ValidationError([.missing(at: field.id, field.label)]) }
            for id in standing { try removeElement(field, id) }
            return
        }
        var given: Set<String> = []
        for element in try elements(of: field, json) {
            given.insert(element.id)
            try enterElement(field, element.id, element.value)
        }
        guard !isCreation, field.type != .entries, !field.guards.contains(where: { $0.action == .clear }) else {
            return
        }
        for id in standing where !given.contains(id) { try removeElement(field, id) }
    }

    /// Adds one element under an id of its own, or the one that its value has.
    mutating func add(_ json: JSONValue, to field: FieldDefinition) throws(ValidationError) {
        guard field.type.isCollection else {
            throw ValidationError(.invalidField, at: "\(field.id)/+", "不是集合", "this is no collection")
        }
        for element in try elements(of: field, json.isSingle(for: field) ? .array([json]) : json) {
            try enterElement(field, element.id, element.value)
        }
    }

    private func elements(of field: FieldDefinition, _ json: JSONValue) throws(ValidationError)
        -> [(id: String, value: JSONValue)]
    {
        switch json {
        case .object(let members) where !json.isSingle(for: field):
            return members.sorted { Text($0.key) < Text($1.key) }.map { ($0.key, $0.value) }
        case .array(let values):
            var elements: [(id: String, value: JSONValue)] = []
            for value in values { elements.append(try element(of: field, value)) }
            return elements
        case .string(let text) where field.type == .codes || field.elementType == .reference:
            return text.split(whereSeparator: { $0 == "," || $0 == "，" }).map { part in
                (String(part.drop { $0 == " " }), true)
            }
        default: return [try element(of: field, json)]
        }
    }

    /// An element that came without an id: codes, references, attachments and plain values name themselves.
    private func element(of field: FieldDefinition, _ json: JSONValue) throws(ValidationError)
        -> (id: String, value: JSONValue)
    {
        if field.type == .codes || field.elementType == .reference {
            guard let text = json.string ?? json.integer.map({ String($0) }) else {
                throw field.mismatch(field.id, "代码或编号", "a code or an id")
            }
            return (text, true)
        }
        if field.type == .entries { return (surroundings.mintElement(), json) }
        switch field.elementType {
        case .composite: return (surroundings.mintElement(), json)
        case .attachment:
            guard let hash = json["sha256"]?.string else { throw field.mismatch(field.id, "附件", "an attachment") }
            return (String(hash.map { $0.isASCII ? Character($0.lowercased()) : $0 }), json)
        default: return (EntryBuilder.elementID(of: json.string ?? json.text, in: field), json)
        }
    }

    /// The id of a plain value: the value itself where it can stand in a path and is not personal, else its hash, so
    /// that the same value entered twice is one element.
    static func elementID(of text: String, in field: FieldDefinition) -> String {
        if field.sensitivity < .personal, Path(text) != nil, !text.contains("/"), text != "deleted" { return text }
        return String(ContentHash.hexadecimal(of: text.utf8).prefix(16))
    }

    mutating func enterElement(_ field: FieldDefinition, _ id: String, _ json: JSONValue) throws(ValidationError) {
        var id = field.type == .codes ? field.code(named: id).string : id
        if field.elementType == .reference {
            guard let record = RecordID(text: id) else {
                throw field.mismatch("\(field.id)/\(id)", "记录编号", "the id of a record")
            }
            id = record.text
        }
        guard id != "deleted", !id.contains("/"), let path = Path("\(field.id)/\(id)") else {
            throw ValidationError(
                .invalidField, at: "\(field.id)/\(id)", "元素编号不能用于路径", "the element's id cannot stand in a path")
        }
        if !field.codes.isEmpty, field.type == .codes || field.elementType == .composite {
            let problems = field.codeFindings(of: Text(id), at: path.text)
            guard problems.isEmpty else { throw ValidationError(problems) }
        }
        let isSimple = field.type == .codes || field.elementType == .reference
        if json.isNull || (isSimple && json.bool == false) { return try removeElement(field, id) }
        if field.type == .entries, surroundings.elements(field.id).contains(id) { throw appendOnly(path.text) }
        if isSimple {
            // `needs/+=CODE` and `{"CODE": "CODE"}` mean that it is there.
            let means =
                json.bool == true
                || json.string.map { field.code(named: $0) == Text(id) || RecordID(text: $0) != nil } == true
            guard means else { throw field.mismatch(path.text, "true", "true") }
            return write(.bool(true), at: path, definition: field)
        }
        if field.elementType == .composite { return try enterComposite(field, id, path, json) }
        try put(json, at: path, definition: field, asElement: true)
    }

    private mutating func removeElement(_ field: FieldDefinition, _ id: String) throws(ValidationError) {
        guard let path = Path("\(field.id)/\(id)") else { return }
        if field.type == .entries { throw appendOnly(path.text) }
        write(nil, at: path, definition: field)
    }

    /// Writes an element's composite and, on paths of their own, its separate parts.
    private mutating func enterComposite(_ field: FieldDefinition, _ id: String, _ path: Path, _ json: JSONValue)
        throws(ValidationError)
    {
        var members: [String: JSONValue]
        if case .object(let given) = json {
            members = given
        } else if let only = field.soleRequiredPart, json.array == nil {
            members = [only.id: json]
        } else {
            throw field.mismatch(path.text, "对象", "an object")
        }
        let isNew = !surroundings.elements(field.id).contains(id) && writes[path]?.value == nil
        if isNew {
            for part in field.parts where members[part.id] == nil {
                members[part.id] = part.defaultValue.flatMap { defaultJSON($0, of: part) }
            }
        }
        let separate = field.parts.filter(\.isSeparate)
        let names = Set(separate.map(\.id))
        let hasOwn = members.contains { !names.contains($0.key) && !$0.value.isNull }
        if isNew || hasOwn || !members.keys.contains(where: { names.contains($0) }) {
            let own = members.filter { !names.contains($0.key) }
            try put(.object(own), at: path, definition: field, asElement: true)
        }
        for part in separate {
            guard let value = members[part.id], let place = path.appending(part.id) else {
                if isNew, part.isRequired { note(.missing(at: "\(path)/\(part.id)", part.label)) }
                continue
            }
            if value.isNull {
                if part.isRequired { throw ValidationError([.missing(at: place.text, part.label)]) }
                write(nil, at: place, definition: part)
            } else {
                try put(value, at: place, definition: part)
            }
        }
    }

    mutating func enterPart(of field: FieldDefinition, element id: String, part name: String, _ json: JSONValue)
        throws(ValidationError)
    {
        guard field.type.isCollection, field.elementType == .composite, let path = Path("\(field.id)/\(id)"),
            let part = field.parts.first(where: { $0.id == name })
        else {
            throw ValidationError(.unknownField, at: "\(field.id)/\(id)/\(name)", "没有这一项", "there is no such part")
        }
        let isThere = surroundings.elements(field.id).contains(id) || writes[path]?.value != nil
        if !isThere || part.isSeparate { return try enterElement(field, id, .object([name: json])) }
        if field.type == .entries { throw appendOnly("\(path)/\(name)") }
        try enterPart(part, of: field, at: path, json)
    }

    private func appendOnly(_ path: String) -> ValidationError {
        ValidationError(
            .invalidField, at: path, "只可追加,不可改写或移除", "entries are only added, never rewritten or removed")
    }
}

/// Defaults and required fields of a new record.
extension EntryBuilder {
    mutating func fillDefaults() {
        for field in kind.fields where !isWritten(field.id) {
            guard let value = field.defaultValue, let json = defaultJSON(value, of: field) else { continue }
            do throws(ValidationError) {
                try enterField(field, json)
            } catch {
                note(error.findings[0])
            }
        }
    }

    func defaultJSON(_ value: DefaultValue, of field: FieldDefinition) -> JSONValue? {
        switch value {
        case .now(let days):
            let time = Timestamp(
                milliseconds: surroundings.now.milliseconds + Int64(days) * 86_400_000,
                offsetMinutes: surroundings.now.offsetMinutes)
            let isDay = field.type == .date
            return .string(isDay ? Timestamp.shanghaiDay(milliseconds: time.milliseconds).text : time.text)
        case .author: return .string(surroundings.author.text)
        case .area: return surroundings.area.map { .string($0.text) }
        case .value(let json): return json
        }
    }

    mutating func requireFields() {
        let present = Set(writes.values.filter { $0.value != nil }.map(\.path.field))
        // What was given wrongly has its own finding.
        let faulty = Set(findings.map { String($0.path.prefix { $0 != "/" }) })
        for field in kind.missing(isPresent: { present.contains($0.id) }, code: { writtenCode($0) })
        where !faulty.contains(field.id) {
            note(.missing(at: field.id, field.label))
        }
    }

    private func writtenCode(_ field: String) -> Text? {
        if case .code(let code)? = writes[.field(field)]?.value { return code }
        return nil
    }
}

extension KindDefinition {
    /// Fields that a creation must have and this one lacks, in the declared order.
    ///
    /// - Parameters:
    ///   - isPresent: whether the creation writes a value in a field.
    ///   - code: the code that the creation writes in a field.
    func missing(isPresent: (FieldDefinition) -> Bool, code: (String) -> Text?) -> [FieldDefinition] {
        obligatory.filter { field in
            guard !isPresent(field) else { return false }
            if let alternative = field.alternative.flatMap(self.field), isPresent(alternative) { return false }
            if field.isRequired { return true }
            guard let condition = field.requiredWhen, let given = code(condition.field) else { return false }
            return condition.codes.contains(given)
        }
    }
}

extension JSONValue {
    /// Whether an object is one element of the field rather than elements by id: all its keys name parts.
    func isSingle(for field: FieldDefinition) -> Bool {
        guard case .object(let members) = self, !members.isEmpty else { return false }
        switch field.elementType {
        case .composite:
            let names = Set(field.parts.map(\.id))
            return members.keys.allSatisfy { names.contains($0) }
                && members.values.contains { $0.object == nil }
        case .attachment: return members["sha256"]?.string != nil
        case .point: return members["lon"] != nil && members["lat"] != nil
        default: return false
        }
    }
}
