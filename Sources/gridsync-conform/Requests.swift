import GridRecords

/// Reading what a request must say.
extension JSONTree {
    func member(_ key: String) throws(Conformance.Malformed) -> JSONTree {
        guard let value = self[key] else { throw Conformance.Malformed() }
        return value
    }

    func text(at key: String) throws(Conformance.Malformed) -> String {
        guard let value = self[key]?.string else { throw Conformance.Malformed() }
        return value
    }

    func list(at key: String) throws(Conformance.Malformed) -> [JSONTree] {
        guard let values = self[key]?.array else { throw Conformance.Malformed() }
        return values
    }

    func integer(at key: String) throws(Conformance.Malformed) -> Int64 {
        guard case .number(let characters)? = self[key], let value = Int64(characters) else {
            throw Conformance.Malformed()
        }
        return value
    }

    /// A whole number of 0 to 2^64 - 1, written without fraction and exponent; nil for anything else.
    var counter: UInt64? {
        if case .number(let characters) = self { UInt64(characters) } else { nil }
    }
}

/// Writing replies: no spaces, members in the order given.
extension JSONTree {
    static func fields(_ members: (String, JSONTree)...) -> JSONTree {
        .object(members.map { Member(key: $0.0, value: $0.1) })
    }

    static func counter(_ value: UInt64) -> JSONTree { .number(String(value)) }

    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let characters): characters
        case .string(let value): JSONValue.string(value).text
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { JSONValue.string($0.key).text + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }
}
