/// Turns entered items into writes one by one and gathers everything that is wrong.
struct EntryBuilder {
    let kind: KindDefinition
    let isCreation: Bool
    let surroundings: Entry.Surroundings
    private(set) var writes: [Path: Write] = [:]
    private(set) var findings: [ValidationFinding] = []
    /// Identity numbers that wait until all items are in, as the kind of document may come later.
    private var unsealed: [(path: Path, definition: FieldDefinition, text: String)] = []

    init(kind: KindDefinition, isCreation: Bool, surroundings: Entry.Surroundings) {
        self.kind = kind
        self.isCreation = isCreation
        self.surroundings = surroundings
    }

    mutating func take(_ item: Entry.Item) {
        do throws(ValidationError) {
            try enter(item)
        } catch {
            findings += error.findings
        }
    }

    private mutating func enter(_ item: Entry.Item) throws(ValidationError) {
        let segments = item.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isAddition = segments.count == 2 && segments[1] == "+"
        guard let path = Path(isAddition ? segments[0] : item.path) else {
            throw ValidationError(.unknownField, at: item.path, "不是字段路径", "this is not the path of a field")
        }
        if path.isPresence {
            throw ValidationError(
                .invalidField, at: item.path, "删除与恢复请用 remove 与 restore-record",
                "use remove and restore-record for this")
        }
        if path == .area { return try enterArea(item) }
        guard let field = kind.field(path.field) else { throw unknown(item.path) }
        if field.isDerived || field.isAdministrative {
            throw ValidationError(.invalidField, at: item.path, "此项由系统得出,不可填写", "this is worked out, not entered")
        }
        let target =
            segments.count == 3 ? field.parts.first { $0.id == segments[2] } : nonCollectionPart(field, segments)
        if segments.count == 3, target == nil { throw unknown(item.path) }
        let isElement = segments.count == 2 && field.type.isCollection
        let json: JSONValue
        switch item.content {
        case .json(let value): json = value
        case .text(let text): json = try (target ?? field).json(text: text, asElement: isElement, at: item.path)
        }
        switch segments.count {
        case 1: try enterField(field, json)
        case 2 where isAddition: try add(json, to: field)
        case 2 where isElement: try enterElement(field, segments[1], json)
        case 2:
            guard let target else { throw unknown(item.path) }
            try enterPart(target, of: field, at: .field(field.id), json)
        default: try enterPart(of: field, element: segments[1], part: segments[2], json)
        }
    }

    private func nonCollectionPart(_ field: FieldDefinition, _ segments: [String]) -> FieldDefinition? {
        guard segments.count == 2, field.type == .composite else { return nil }
        return field.parts.first { $0.id == segments[1] }
    }

    private func unknown(_ path: String) -> ValidationError {
        ValidationError(.unknownField, at: path, "\(kind.label.chinese)没有这个字段", "\(kind.id) has no such field")
    }

    private mutating func enterArea(_ item: Entry.Item) throws(ValidationError) {
        let code =
            switch item.content {
            case .json(let value): value.string
            case .text(let text): Optional(text)
            }
        guard let code, let value = FieldValue.area(code) else {
            throw ValidationError(.invalidField, at: item.path, "应为区域代码", "must be the code of an area")
        }
        write(value, at: .area, definition: nil)
    }

    // MARK: Fields

    mutating func enterField(_ field: FieldDefinition, _ json: JSONValue) throws(ValidationError) {
        if field.type.isCollection { return try enterCollection(field, json) }
        if json.isNull { return try remove(field) }
        try put(json, at: .field(field.id), definition: field)
    }

    private mutating func remove(_ field: FieldDefinition) throws(ValidationError) {
        if field.isRequired {
            throw ValidationError([.missing(at: field.id, field.label)])
        }
        write(nil, at: .field(field.id), definition: field)
    }

    /// Replaces a part of a composite by writing the whole composite with what is shown of the others.
    mutating func enterPart(_ part: FieldDefinition, of field: FieldDefinition, at path: Path, _ json: JSONValue)
        throws(ValidationError)
    {
        var parts: [Composite.Part] = []
        if case .composite(let seen)? = writes[path].map(\.value) ?? surroundings.shown(path) {
            // A separate part is shown inside its element but does not stand there.
            let separate = Set(field.parts.filter(\.isSeparate).map(\.id))
            parts = seen.parts.filter { $0.name != part.id && !separate.contains($0.name) }
        }
        if !json.isNull {
            parts.append(.init(name: part.id, value: try part.value(json: json, at: "\(path)/\(part.id)")))
        }
        let value = FieldValue.composite(Composite(parts))
        let problems = field.findings(of: value, asElement: field.type.isCollection, at: path.text)
        guard problems.isEmpty else { throw ValidationError(problems) }
        write(value, at: path, definition: field)
    }

    // MARK: Writing

    /// Reads a value and writes it; an identity number waits to be sealed.
    mutating func put(_ json: JSONValue, at path: Path, definition: FieldDefinition, asElement: Bool = false)
        throws(ValidationError)
    {
        let value = try definition.value(json: json, asElement: asElement, at: path.text)
        if definition.sensitivity == .sealed, case .text(let text) = value {
            unsealed.append((path, definition, text.string))
        }
        write(value, at: path, definition: definition)
    }

    mutating func write(_ value: FieldValue?, at path: Path, definition: FieldDefinition?) {
        let isAsked = definition?.needsSeenValue ?? (path == .area)
        let from = !isCreation && isAsked ? surroundings.shown(path) : nil
        writes[path] = Write(path: path, value: value, from: from)
    }

    func isWritten(_ field: String) -> Bool {
        writes.values.contains { $0.value != nil && $0.path.field == field }
    }

    mutating func note(_ finding: ValidationFinding) { findings.append(finding) }

    // MARK: The end

    mutating func result() throws(ValidationError) -> Entry.Result {
        for number in unsealed { seal(number.text, at: number.path, definition: number.definition) }
        if isCreation, writes[.area] == nil, let area = surroundings.area {
            write(.code(Text(area.text)), at: .area, definition: nil)
        }
        if writes.count > Limits.writesPerChange {
            note(
                ValidationFinding(
                    .tooLarge, at: kind.id, "一次写入超过 \(Limits.writesPerChange) 处",
                    "it writes more than \(Limits.writesPerChange) places at once"))
        }
        let errors = findings.filter { !$0.isWarning }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return Entry.Result(writes: writes.values.sorted { $0.path < $1.path }, warnings: findings)
    }

    private mutating func seal(_ text: String, at path: Path, definition: FieldDefinition) {
        guard case .text? = writes[path]?.value else { return }
        let number = SealedNumber(text, documentType: documentType(beside: path, definition))
        if number.isChecksumValid == false, CitizenID.check(number.number) == .obsolete {
            return note(
                ValidationFinding(
                    .invalidField, at: path.text, "15 位旧身份证号已停用,请录入 18 位号码",
                    "15-digit numbers are no longer valid; enter the 18-character one"))
        }
        if number.isChecksumValid == true, let born = CitizenID.birthDate(of: number.number),
            CitizenID.age(born: born, on: Timestamp.shanghaiDay(milliseconds: surroundings.now.milliseconds)) < 14
        {
            return note(
                ValidationFinding(
                    .invalidField, at: path.text, "未满十四周岁者不登记证件号码,只计入未成年人数",
                    "identity numbers of children under 14 are not recorded; count them as minors"))
        }
        guard let sealed = surroundings.seal(number) else {
            return note(
                ValidationFinding(
                    .invalidField, at: path.text, "此处无法密封证件号码", "an identity number cannot be sealed here"))
        }
        if number.isChecksumValid == false {
            note(
                ValidationFinding(
                    .invalidField, at: path.text, "证件号码校验不符,已标记待核",
                    "the check character does not fit; marked for checking",
                    isWarning: true))
        }
        write(.sealed(sealed), at: path, definition: definition)
    }

    private func documentType(beside path: Path, _ definition: FieldDefinition) -> Text? {
        guard let name = definition.documentType else { return nil }
        let value: FieldValue?
        if let element = path.element, path.subfield != nil {
            guard case .composite(let composite)? = writes[element].map(\.value) ?? surroundings.shown(element) else {
                return nil
            }
            value = composite[name]
        } else {
            let place = Path.field(name)
            value = writes[place].map(\.value) ?? surroundings.shown(place)
        }
        if case .code(let code)? = value { return code }
        return nil
    }
}

extension FieldValue {
    /// The value at the reserved path `area`; nil unless the code is plain ASCII that can stand in a path.
    package static func area(_ code: String) -> FieldValue? {
        guard let path = Path(code), !path.isWithinElement else { return nil }
        return .code(Text(code))
    }
}
