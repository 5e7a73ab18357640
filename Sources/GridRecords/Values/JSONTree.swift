/// A JSON text as it was written: numbers keep their characters, objects the order and the repeats of their keys.
///
/// For readers that must see what `JSONValue` rounds or joins: counters up to 2^64 - 1, names that Unicode calls
/// equal and their bytes do not.
package indirect enum JSONTree: Sendable {
    case null
    case bool(Bool)
    /// The characters of a number of RFC 8259, section 6.
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([Member])

    package struct Member: Sendable {
        package let key: String
        package let value: JSONTree

        package init(key: String, value: JSONTree) {
            self.key = key
            self.value = value
        }
    }

    /// The value of the last member with these bytes as its key; nil for anything but an object.
    package subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.last { Text($0.key) == Text(key) }?.value
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var array: [JSONTree]? { if case .array(let values) = self { values } else { nil } }
    package var object: [Member]? { if case .object(let members) = self { members } else { nil } }

    /// Whether an object somewhere inside names a key twice, by bytes.
    package var hasRepeatedKeys: Bool {
        switch self {
        case .null, .bool, .number, .string: false
        case .array(let values): values.contains { $0.hasRepeatedKeys }
        case .object(let members):
            Set(members.map { Text($0.key) }).count < members.count || members.contains { $0.value.hasRepeatedKeys }
        }
    }
}

/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
    public enum Reason: String, Sendable {
        case unexpectedEnd, unexpectedByte, invalidNumber, invalidEscape, invalidText
        /// Bytes after the value.
        case trailingBytes
        /// Arrays and objects nested deeper than allowed.
        case tooDeep
        /// A key twice in one object, or two keys that Unicode calls equal.
        case repeatedKey
        /// A number beyond what a double holds.
        case numberOutOfRange
    }

    public let reason: Reason
    /// Bytes from the beginning of the text to what was not understood.
    public let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
