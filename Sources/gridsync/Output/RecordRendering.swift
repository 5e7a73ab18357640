import GridRecords

/// Records and their changes for people.
struct RecordRendering: Sendable {
    let console: Console
    private var values: ValueText { ValueText(language: console.language) }

    init(_ console: Console) { self.console = console }

    func record(_ record: JSONValue) -> [String] {
        var lines = [
            console.style.bold("\(text(record, "kind"))  \(text(record, "area"))  \(text(record, "id"))")
        ]
        let state = state(record)
        if !state.isEmpty { lines.append(console.style.questionable(state)) }
        let disputed = Set(record["disputed"]?.array?.compactMap(\.string) ?? [])
        let rows = members(record["fields"]).map { name, value in
            [isDisputed(name, disputed) ? "!" : " ", name, values.of(value)]
        }
        return lines + Table(["", "", ""], rows: rows, maximumWidth: console.width).lines
    }

    private func isDisputed(_ field: String, _ paths: Set<String>) -> Bool {
        paths.contains { $0 == field || $0.hasPrefix(field + "/") }
    }

    func records(_ records: [JSONValue]) -> [String] {
        console.table(
            [.headID, .headKind, .headArea, .headState, .headFields],
            records.map { [text($0, "id"), text($0, "kind"), text($0, "area"), state($0), summary($0["fields"])] })
    }

    /// What is unusual about a record, in words.
    private func state(_ record: JSONValue) -> String {
        var parts: [String] = []
        if record["deleted"]?.bool == true { parts.append(console.text(.stateDeleted)) }
        if record["pending"]?.bool == true { parts.append(console.text(.statePending)) }
        if let paths = record["disputed"]?.array?.compactMap(\.string), !paths.isEmpty {
            parts.append(Message.stateDisputed.text(console.language, paths.joined(separator: " ")))
        }
        if let held = record["quarantined"]?.array, !held.isEmpty {
            let reasons = held.compactMap { $0["reason"]?.string }
            parts.append(Message.stateQuarantined.text(console.language, reasons.joined(separator: " ")))
        }
        return parts.joined(separator: ", ")
    }

    func summary(_ fields: JSONValue?) -> String {
        members(fields).map { "\($0)=\(values.of($1))" }.joined(separator: " ")
    }

    func history(_ changes: [JSONValue]) -> [String] {
        console.table(
            [.time, .received, .author, .device, .headChange, .headWrites],
            changes.map {
                [
                    text($0, "at"), text($0, "received_at"), text($0, "author"), text($0, "device"), text($0, "dot"),
                    summary($0["writes"]),
                ]
            })
    }

    func catalogue(_ fields: [JSONValue]) -> [String] {
        console.table(
            [.headKind, .headField, .headLabel, .headType, .headRequired, .headPolicy, .headSensitivity, .headCodes],
            fields.flatMap { fieldRows($0, indent: "") })
    }

    private func fieldRows(_ field: JSONValue, indent: String) -> [[String]] {
        let codes = field["codes"]?.array?.map { "\(text($0, "code")) \(label($0["label"]))" } ?? []
        let row = [
            text(field, "kind"), indent + text(field, "field"), label(field["label"]), text(field, "type"),
            field["required"]?.bool == true ? console.text(.yes) : "", text(field, "policy"),
            text(field, "sensitivity"), codes.joined(separator: ", "),
        ]
        return [row] + (field["parts"]?.array ?? []).flatMap { fieldRows($0, indent: indent + "  ") }
    }

    /// A label is a text, or one text for each language.
    private func label(_ label: JSONValue?) -> String {
        label?.string ?? label?[console.language.rawValue]?.string ?? ""
    }

    func text(_ value: JSONValue, _ key: String) -> String {
        guard let member = value[key], !member.isNull else { return "" }
        return values.of(member)
    }

    private func members(_ value: JSONValue?) -> [(String, JSONValue)] {
        (value?.object ?? [:]).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { ($0.key, $0.value) }
    }
}
