extension JSONValue {
    /// Reads one JSON text, strictly by RFC 8259; a key may stand once in an object.
    ///
    /// Whole numbers in 64 bits become `integer`; those with a fraction or an exponent `decimal` where that holds
    /// them exactly with up to 18 places; all others `number`, rounded to the nearest double.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads one JSON text from its UTF-8 bytes, nested no deeper than the limit for bodies.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try JSONValue(JSONReader.read(bytes))
    }

    /// Takes over what was read; an error's offset is then 0, as a tree does not know its places.
    package init(_ tree: JSONTree) throws(JSONError) {
        switch tree {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .string(let value): self = .string(value)
        case .number(let characters): self = try JSONValue.number(characters)
        case .array(let trees):
            var values: [JSONValue] = []
            values.reserveCapacity(trees.count)
            for tree in trees { values.append(try JSONValue(tree)) }
            self = .array(values)
        case .object(let members):
            var values: [String: JSONValue] = Dictionary(minimumCapacity: members.count)
            for member in members {
                guard values.updateValue(try JSONValue(member.value), forKey: member.key) == nil else {
                    throw JSONError(reason: .repeatedKey, offset: 0)
                }
            }
            self = .object(values)
        }
    }

    private static func number(_ characters: String) throws(JSONError) -> JSONValue {
        if let whole = Int64(characters) { return .integer(whole) }
        if let exact = exactDecimal(characters) { return exact }
        guard let nearest = Double(characters), nearest.isFinite else {
            throw JSONError(reason: .numberOutOfRange, offset: 0)
        }
        return .number(nearest)
    }

    /// The number with as few places as hold it; nil when it has neither fraction nor exponent, or does not fit.
    static func exactDecimal(_ characters: String) -> JSONValue? {
        let halves = characters.utf8.split(whereSeparator: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") })
        let mantissa = halves[0].split(separator: UInt8(ascii: "."))
        guard halves.count == 2 || mantissa.count == 2 else { return nil }
        let fraction = mantissa.count == 2 ? Array(mantissa[1]) : []
        var digits = Array(mantissa[0]) + fraction
        let isNegative = digits[0] == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard let exponent = halves.count == 2 ? Int(String(decoding: halves[1], as: UTF8.self)) : 0 else { return nil }
        guard (-400...400).contains(exponent) else { return nil }
        var scale = fraction.count - exponent
        digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            scale -= 1
        }
        if digits.isEmpty { return .decimal(units: 0, scale: 0) }
        guard scale <= 18, scale > -19, digits.count - min(scale, 0) <= 19 else { return nil }
        digits += Array(repeating: UInt8(ascii: "0"), count: max(0, -scale))
        guard let units = Int64((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)) else { return nil }
        return .decimal(units: units, scale: max(scale, 0))
    }
}
