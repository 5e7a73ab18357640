import GridRecords

/// Values, fields and times as people read them in one language.
struct ValueWords {
    let catalogue: Catalogue
    let paper: Paper
    let language: Language

    func word(_ key: String) -> String { paper.word(key, language) ?? key }

    /// What stands between the parts of a list.
    var comma: String { language == .chinese ? "，" : ", " }

    /// A text with a number in the place of its `%`.
    func word(_ key: String, number: Int) -> String { word(key).replacing("%", with: "\(number)") }

    /// The text of `group.name`, else the name: for ids that offices may add to.
    func name(_ group: String, _ name: String?) -> String {
        guard let name else { return "–" }
        return paper.word("\(group).\(name)", language) ?? name
    }

    func kind(_ id: String?) -> String {
        guard let id else { return "–" }
        return catalogue.kind(id)?.label.text(in: language) ?? id
    }

    /// A label as JSON has it: `{"zh","en"}`.
    func label(_ json: JSONValue?) -> String { json?[language.rawValue]?.string ?? "" }

    /// A place of a record: the field's name, with the part or the code behind it.
    func field(_ text: String, kind: String) -> String {
        if text == "deleted" || text == "area" { return word("field.\(text)") }
        guard let path = Path(text), let field = catalogue.kind(kind)?.field(path.field) else { return text }
        var name = field.label.text(in: language)
        if let element = path.elementID, let code = field.codes.first(where: { $0.code.string == element }) {
            name += " · " + code.label.text(in: language)
        }
        if let part = path.subfield.flatMap({ id in field.parts.first { $0.id == id } }) {
            name += " · " + part.label.text(in: language)
        }
        return name
    }

    func value(_ json: JSONValue?, kind: String, path: String) -> String {
        guard let json, !json.isNull else { return "–" }
        if path == "deleted" { return word(json.bool == true ? "value.deleted" : "value.kept") }
        return value(json, Path(path).flatMap { catalogue.definition(kind: kind, path: $0) })
    }

    private func value(_ json: JSONValue, _ definition: FieldDefinition?) -> String {
        switch json {
        case .null: return "–"
        case .bool(let flag): return word(flag ? "value.yes" : "value.no")
        case .string(let text):
            if let code = definition?.codes.first(where: { $0.code.string == text }) {
                return code.label.text(in: language)
            }
            return definition?.type == .timestamp ? time(text) : text
        case .integer(let number) where definition?.type == .money: return yuan(number)
        case .array(let values): return values.map { value($0, definition) }.joined(separator: comma)
        case .object(let members): return composite(members, definition)
        default: return json.text
        }
    }

    private func composite(_ members: [String: JSONValue], _ definition: FieldDefinition?) -> String {
        if members["removed"]?.bool == true { return word("value.removed") }
        if members["masked"]?.bool == true { return "***" }
        if let longitude = members["lon"], let latitude = members["lat"] {
            return "\(longitude.text), \(latitude.text)"
        }
        let order = definition?.parts.map(\.id) ?? []
        let keys = members.keys.sorted { left, right in
            let places = (order.firstIndex(of: left) ?? order.count, order.firstIndex(of: right) ?? order.count)
            return places.0 != places.1 ? places.0 < places.1 : left < right
        }
        return keys.compactMap { key in
            guard let member = members[key], !member.isNull else { return nil }
            let part = definition?.parts.first { $0.id == key }
            return "\(part?.label.text(in: language) ?? key) \(value(member, part))"
        }.joined(separator: comma)
    }

    /// `12,500.00 元`.
    private func yuan(_ fen: Int64) -> String {
        let magnitude = fen.magnitude
        var digits = String(magnitude / 100)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        let cents = String(magnitude % 100)
        let whole = ([digits] + groups).joined(separator: ",")
        return "\(fen < 0 ? "-" : "")\(whole).\(cents.count < 2 ? "0" : "")\(cents) \(word("yuan"))"
    }

    /// `2026-03-05 18:00` of a time in Shanghai's zone.
    func time(_ text: String?) -> String {
        guard let text else { return word("never") }
        guard text.utf8.count >= 16 else { return text }
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }

    /// Days and hours, below a day hours and minutes, below an hour minutes.
    func span(_ milliseconds: Int64) -> String {
        let minutes = Int64(clamping: milliseconds.magnitude) / 60_000
        let (days, hours) = (minutes / 1_440, minutes / 60 % 24)
        if days > 0 { return "\(days) \(word("days")) \(hours) \(word("hours"))" }
        if hours > 0 { return "\(hours) \(word("hours")) \(minutes % 60) \(word("minutes"))" }
        return "\(minutes) \(word("minutes"))"
    }

    /// How far a clock is off: `2 h 3 min ahead`; within two seconds it is right.
    func clock(_ milliseconds: Int64?) -> String {
        guard let milliseconds, milliseconds.magnitude >= 2_000 else { return word("clock.right") }
        let amount =
            milliseconds.magnitude < 60_000
            ? "\(milliseconds.magnitude / 1_000) \(word("seconds"))" : span(milliseconds)
        let way = word(milliseconds > 0 ? "clock.ahead" : "clock.behind")
        return language == .chinese ? "\(way) \(amount)" : "\(amount) \(way)"
    }
}
