import GridCausality
public import GridRecords

/// What a person wrote at a path.
public enum EntryValue: Sendable {
    case json(JSONValue)
    /// Read by the type of the field.
    case text(String)
    case removed
}

/// One path with what is to stand there; `field/+` adds an element.
public struct FieldEntry: Sendable {
    public var path: String
    public var value: EntryValue

    public init(path: String, value: EntryValue) {
        self.path = path
        self.value = value
    }
}

/// What a write left behind: the record and the dot of the changeset.
public struct Written: Hashable, Sendable {
    public let id: String
    public let dot: String

    init(_ record: RecordID, _ dot: Dot) {
        id = record.text
        self.dot = dot.description
    }

    /// `{"id","dot"}`
    public var json: JSONValue { ["id": .string(id), "dot": .string(dot)] }
}
