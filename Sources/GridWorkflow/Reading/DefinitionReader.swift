import GridRecords

/// Reads the members of one object of a file and says which one was wrong.
struct DefinitionReader {
    private let members: [String: JSONValue]
    let place: String?

    /// - Parameter keys: the members that there may be; another one is an error, as it is mostly a slip.
    init(_ json: JSONValue, place: String? = nil, keys: [String]) throws(WorkflowError) {
        let id = json["id"]?.string
        self.place = id ?? place
        guard let members = json.object else {
            throw WorkflowError(place: self.place, reason: "there must be a mapping here")
        }
        self.members = members
        let unknown = members.keys.filter { !keys.contains($0) }.sorted { Text($0) < Text($1) }
        if let key = unknown.first {
            throw failure("`\(key)` is not known here; known are \(keys.joined(separator: ", "))")
        }
    }

    func failure(_ reason: String) -> WorkflowError { WorkflowError(place: place, reason: reason) }
    func has(_ key: String) -> Bool { members[key].map { !$0.isNull } ?? false }
    func value(_ key: String) -> JSONValue? { members[key] }

    func textIfPresent(_ key: String) throws(WorkflowError) -> String? {
        guard let value = members[key], !value.isNull else { return nil }
        guard let text = value.string, !text.isEmpty else { throw failure("`\(key)` must be a text") }
        return text
    }

    func text(_ key: String) throws(WorkflowError) -> String {
        guard let text = try textIfPresent(key) else { throw failure("`\(key)` is missing") }
        return text
    }

    func flag(_ key: String) throws(WorkflowError) -> Bool {
        guard let value = members[key], !value.isNull else { return false }
        guard let flag = value.bool else { throw failure("`\(key)` must be true or false") }
        return flag
    }

    /// A whole number within bounds, or the one given where it is absent.
    func number(_ key: String, in bounds: ClosedRange<Int64>, or absent: Int? = nil) throws(WorkflowError) -> Int {
        guard let value = members[key], !value.isNull else {
            if let absent { return absent }
            throw failure("`\(key)` is missing")
        }
        guard let number = value.integer, bounds.contains(number) else {
            throw failure("`\(key)` must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return Int(number)
    }

    func limit(_ key: String) throws(WorkflowError) -> TimeLimit {
        let text = try text(key)
        guard let limit = TimeLimit(text: text) else {
            throw failure("`\(key)` is `\(text)`, not a limit such as 24h, 5wd (working days), 15d or 3mo")
        }
        return limit
    }

    func date(_ key: String) throws(WorkflowError) -> CalendarDate {
        let text = try text(key)
        guard let date = CalendarDate(text: text) else { throw failure("`\(key)` is `\(text)`, not a day") }
        return date
    }

    /// The list under a key; empty when it is absent.
    func list(_ key: String) throws(WorkflowError) -> [JSONValue] {
        guard let value = members[key], !value.isNull else { return [] }
        guard let list = value.array else { throw failure("`\(key)` must be a list") }
        return list
    }

    func texts(_ key: String) throws(WorkflowError) -> [String] {
        var texts: [String] = []
        for value in try list(key) {
            guard let text = value.string, !text.isEmpty else { throw failure("`\(key)` must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, or absent: Choice? = nil)
        throws(WorkflowError) -> Choice where Choice.RawValue == String
    {
        guard let text = try textIfPresent(key) else {
            if let absent { return absent }
            throw failure("`\(key)` is missing")
        }
        return try choice(key, text)
    }

    func choices<Choice: RawRepresentable & CaseIterable>(_ key: String) throws(WorkflowError) -> [Choice]
    where Choice.RawValue == String {
        var choices: [Choice] = []
        for text in try texts(key) { choices.append(try choice(key, text)) }
        return choices
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ text: String)
        throws(WorkflowError) -> Choice where Choice.RawValue == String
    {
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure("`\(key)` says `\(text)`, not one of \(known)")
        }
        return choice
    }

    /// The texts `zh` and `en`, here or under a key.
    func label(_ key: String? = nil) throws(WorkflowError) -> Label {
        let value = key.map { members[$0] } ?? .object(members)
        guard let chinese = value?["zh"]?.string, let english = value?["en"]?.string, !chinese.isEmpty,
            !english.isEmpty
        else {
            throw failure(
                key.map { "`\($0)` must have the texts `zh` and `en`" } ?? "the texts `zh` and `en` are missing")
        }
        return Label(chinese: chinese, english: english)
    }

    func condition(_ key: String) throws(WorkflowError) -> FieldCondition {
        guard let value = members[key] else { throw failure("`\(key)` is missing") }
        return try FieldCondition(json: value, place: place)
    }
}

extension FieldCondition {
    init(json: JSONValue, place: String?) throws(WorkflowError) {
        let reader = try DefinitionReader(json, place: place, keys: ["field", "is"])
        guard let value = reader.value("is"), !value.isNull else { throw reader.failure("`is` is missing") }
        self.init(field: try reader.text("field"), value: value)
    }
}
