import GridCausality
import GridRecords
import GridStore
import GridSync

/// One line of a file of edits.
extension DeviceWork {
    /// Adds what a line says to the draft and returns the record it speaks of.
    func take(_ line: JSONValue, number: Int, names: inout [String: RecordID], into draft: inout Draft) throws
        -> RecordID
    {
        do {
            return try take(line, names: &names, into: &draft)
        } catch let error as ClientError {
            throw ClientError(
                code: error.code, message: "Line \(number): \(error.message)", hint: error.hint,
                exitCode: error.exitCode)
        }
    }

    private func take(
        _ line: JSONValue, names: inout [String: RecordID], into draft: inout Draft
    ) throws -> RecordID {
        switch line["op"]?.string {
        case "new":
            guard let kind = line["kind"]?.string, let area = line["area"]?.string else {
                throw ClientError.badInput("A line `new` needs `kind` and `area`.")
            }
            let record = try draftCreation(
                kind: kind, area: area, items: try items(line, kind: kind, names: names), into: &draft)
            if let name = line["as"]?.string {
                guard names.updateValue(record, forKey: name) == nil else {
                    throw ClientError.badInput("The name \(name) stands twice in the file.")
                }
            }
            return record
        case "set":
            let record = try target(line, names)
            let kind = try draft.changes[record]?.kind ?? shown(record)?.kind ?? ""
            try draftEdit(
                record, items: try items(line, kind: kind, names: names), seen: line["seen"]?.string, into: &draft)
            return record
        case "remove", "restore":
            let record = try target(line, names)
            try draftPresence(
                record, deleted: line["op"]?.string == "remove", seen: line["seen"]?.string, into: &draft)
            return record
        default:
            throw ClientError.badInput("`op` must be `new`, `set` or `remove`.")
        }
    }

    private func target(_ line: JSONValue, _ names: [String: RecordID]) throws -> RecordID {
        guard let text = line["id"]?.string else { throw ClientError.badInput("The line needs `id`.") }
        if let named = names[text] { return named }
        return try GridClient.recordID(text)
    }

    private func items(_ line: JSONValue, kind: String, names: [String: RecordID]) throws -> [Entry.Item] {
        let isCreation = line["op"]?.string == "new"
        guard let members = line["fields"].map({ $0.object }) ?? (isCreation ? [:] : nil) else {
            throw ClientError.badInput("`fields` must be an object from path to value.")
        }
        let definitions = try catalogue.kind(kind)
        return members.sorted { Text($0.key) < Text($1.key) }.map { path, value in
            guard !names.isEmpty, let place = Path(path.hasSuffix("/+") ? String(path.dropLast(2)) : path),
                let field = definitions?.field(place.field)
            else { return .json(path, value) }
            let definition = place.subfield.flatMap { part in field.parts.first { $0.id == part } } ?? field
            return .json(path, resolved(value, of: definition, names))
        }
    }

    /// Puts records' ids where references name records of the same file.
    private func resolved(_ value: JSONValue, of field: FieldDefinition, _ names: [String: RecordID]) -> JSONValue {
        let isReference = field.type == .reference || field.elementType == .reference
        switch value {
        case .string(let text):
            return isReference ? names[text].map { .string($0.text) } ?? value : value
        case .array(let values): return .array(values.map { resolved($0, of: field, names) })
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for (key, member) in members {
                let name = isReference ? names[key]?.text ?? key : key
                let part = field.parts.first { $0.id == key }
                result[name] = resolved(member, of: part ?? field, names)
            }
            return .object(result)
        default: return value
        }
    }
}
