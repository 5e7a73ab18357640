import GridRecords

/// A value as people read it in a table; nothing is left out, only the form is plainer than JSON.
struct ValueText: Sendable {
    let language: Language

    func of(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: Message.none.text(language)
        case .string(let text): Printable.text(text)
        case .bool(true): Message.yes.text(language)
        case .object(let members): object(members)
        case .array(let values): values.map(of).joined(separator: ", ")
        case .some(let other): other.text
        }
    }

    private func object(_ members: [String: JSONValue]) -> String {
        if members.count == 1, members["removed"]?.bool == true { return Message.removedValue.text(language) }
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        if !sorted.isEmpty, sorted.allSatisfy({ $0.value.bool == true }) {
            return sorted.map { Printable.text($0.key) }.joined(separator: ", ")
        }
        return sorted.map { "\(Printable.text($0.key)): \(nested($0.value))" }.joined(separator: "; ")
    }

    private func nested(_ value: JSONValue) -> String {
        if case .object(let members) = value { return "{\(object(members))}" }
        return of(value)
    }

    /// Milliseconds by which a clock is off, as people say it.
    func clockOffset(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1_000
        guard seconds > 0 else { return Message.clockRight.text(language) }
        let amount =
            switch seconds {
            case ..<120: "\(seconds) s"
            case ..<7_200: "\(seconds / 60) min"
            case ..<172_800: "\(seconds / 3_600) h"
            default: "\(seconds / 86_400) d"
            }
        return (milliseconds > 0 ? Message.clockAhead : Message.clockBehind).text(language, amount)
    }
}
