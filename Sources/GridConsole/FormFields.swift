import Foundation

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
        let plus = UInt8(ascii: "+")
        return String(validating: bytes.map { $0 == plus ? 0x20 : $0 }, as: UTF8.self)?.removingPercentEncoding
    }

    /// Letters, digits and `-._~` (RFC 3986, section 2.3).
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// A text as part of a query: everything that is reserved as `%XX`.
    static func encoded(_ text: String) -> String {
        // Every Swift text has an encoding; nil stands for halves of UTF-16 pairs, which none has.
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// `a=1&b=2` of the pairs, in their order.
    static func query(_ pairs: KeyValuePairs<String, String>) -> String {
        pairs.map { "\($0.key)=\(encoded($0.value))" }.joined(separator: "&")
    }
}
