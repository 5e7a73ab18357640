/// Names and values of a query or a form (`application/x-www-form-urlencoded`).
struct FormFields: Hashable, Sendable {
    /// Fields of one form at most; more make the whole unreadable.
    static let limit = 64
    private var values: [String: String] = [:]

    /// Nil for what is no such form: a broken `%`, bytes that are no UTF-8, a name twice, too many fields.
    init?(_ bytes: some Collection<UInt8>) {
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= FormFields.limit else { return nil }
        for pair in pairs {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormFields.decoded(parts[0]), values[name] == nil,
                let value = parts.count > 1 ? FormFields.decoded(parts[1]) : ""
            else { return nil }
            values[name] = value
        }
    }

    /// The value; nil for a field that is not there or empty.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// A text as part of a query: everything but letters, digits and `-._~` as `%XX` (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `a=1&b=2` of the pairs, in their order.
    static func query(_ pairs: KeyValuePairs<String, String>) -> String {
        pairs.map { "\($0.key)=\(encoded($0.value))" }.joined(separator: "&")
    }
}
