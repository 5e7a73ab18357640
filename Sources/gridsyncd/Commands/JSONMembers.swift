import GridRecords

/// Members of a request; those that are nil are left out.
typealias JSONMembers = [String: JSONValue?]

extension JSONValue {
    /// The text, nil for none.
    static func optional(_ text: String?) -> JSONValue? { text.map { .string($0) } }

    static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
