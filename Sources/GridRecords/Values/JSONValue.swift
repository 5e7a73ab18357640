/// A JSON text as a value (RFC 8259), with numbers that keep their fixed places.
///
/// Written with its keys in the order of their UTF-8 bytes, so that equal values are equal bytes on every copy.
public indirect enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// `units` divided by ten to the power of `scale`.
    case decimal(units: Int64, scale: Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The value under a key of an object; nil for anything else.
    public subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The whole number, also when it was written as `3.0`.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        case .decimal(let units, 0): units
        default: nil
        }
    }

    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .decimal(let units, let scale): Double(JSONValue.fixed(units, scale))
        default: nil
        }
    }

    /// One line, no spaces, keys sorted.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text's UTF-8.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }

    private func write(to output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let value): output += String(value).utf8
        case .decimal(let units, let scale): output += JSONValue.fixed(units, scale).utf8
        case .number(let value):
            output += (value.isFinite ? JSONValue.shortest(value) : "null").utf8
        case .string(let value): JSONValue.quote(value, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                value.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.key.precedesInBytes($1.key) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONValue.quote(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// As few digits as name the double, with fixed places where a decimal has them: what is equal reads equal.
    private static func shortest(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        guard case .decimal(let units, let scale)? = exactDecimal("\(value)") else { return "\(value)" }
        return fixed(units, scale)
    }

    private static func fixed(_ units: Int64, _ scale: Int) -> String {
        let value = FixedPoint(units: units, scale: UInt8(clamping: scale))
        guard value.scale > 0 else { return String(value.units) }
        let bare = String(value.units.magnitude)
        let digits = String(repeating: "0", count: max(0, Int(value.scale) + 1 - bare.count)) + bare
        let cut = digits.index(digits.endIndex, offsetBy: -Int(value.scale))
        return (value.units < 0 ? "-" : "") + digits[..<cut] + "." + digits[cut...]
    }

    private static func quote(_ string: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            output += string.utf8
        } else {
            for byte in string.utf8 { escape(byte, to: &output) }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): output += "\\\"".utf8
        case UInt8(ascii: "\\"): output += "\\\\".utf8
        case UInt8(ascii: "\n"): output += "\\n".utf8
        case UInt8(ascii: "\r"): output += "\\r".utf8
        case UInt8(ascii: "\t"): output += "\\t".utf8
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            output += "\\u".utf8
            output += String(repeating: "0", count: 4 - digits.utf8.count).utf8
            output += digits.utf8
        default: output.append(byte)
        }
    }
}

extension JSONValue: Hashable {
    /// Equal when the texts are: numbers by their value, objects whatever the order of their keys.
    public static func == (left: JSONValue, right: JSONValue) -> Bool { left.bytes == right.bytes }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(nilLiteral: ()) { self = .null }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
