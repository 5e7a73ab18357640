import GridRecords

/// Puts files together into one catalogue and remembers where each field was said.
struct CatalogueAssembly {
    private struct Kind {
        var file: String
        var members: [String: JSONValue]
        var fields: [Field]
        /// Whether a file of the office defined it whole.
        var isOverridden: Bool
    }

    private struct Field {
        let id: String
        var json: JSONValue
        var file: String
        var lines: [String: Int]
    }

    private var kinds: [String: Kind] = [:]
    private var common: [Field] = []
    private var isOverriding = false

    mutating func beginOverriding() { isOverriding = true }

    mutating func take(_ source: CatalogueFiles.Source) throws(CatalogueFileError) {
        let tree = try YAMLTree(text: source.text, file: source.name)
        guard let members = tree.json.object else {
            throw CatalogueFileError(
                file: source.name, line: 1, reason: "the file must be a mapping with `kind`, `extends` or `common`")
        }
        if let id = members["kind"]?.string {
            if kinds[id]?.isOverridden == isOverriding {
                throw CatalogueFileError(file: source.name, place: id, reason: "another file defines this kind already")
            }
            let fields = try fields(members["fields"], tree, source.name)
            kinds[id] = Kind(file: source.name, members: members, fields: fields, isOverridden: isOverriding)
        } else if let id = members["extends"]?.string {
            guard var kind = kinds[id] else {
                throw CatalogueFileError(file: source.name, place: id, reason: "there is no kind to extend")
            }
            for field in try fields(members["fields"], tree, source.name) {
                let isOwn = kind.fields.contains { $0.id == field.id }
                // Changing a shared field for one kind makes it that kind's own.
                if !isOwn, let shared = common.first(where: { $0.id == field.id }) { kind.fields.append(shared) }
                kind.fields = change(kind.fields, by: field)
            }
            for (key, value) in members where key != "fields" && key != "extends" { kind.members[key] = value }
            kinds[id] = kind
        } else if members["common"] != nil {
            for field in try fields(members["common"], tree, source.name) { common = change(common, by: field) }
        } else {
            throw CatalogueFileError(
                file: source.name, line: 1, reason: "the file says neither `kind` nor `extends` nor `common`")
        }
    }

    private func fields(_ json: JSONValue?, _ tree: YAMLTree, _ file: String) throws(CatalogueFileError) -> [Field] {
        guard let list = json?.array else {
            if json == nil { return [] }
            throw CatalogueFileError(file: file, reason: "`fields` must be a list")
        }
        var fields: [Field] = []
        for member in list {
            guard let id = member["id"]?.string else {
                throw CatalogueFileError(file: file, reason: "each field needs an `id`")
            }
            fields.append(Field(id: id, json: member, file: file, lines: tree.lines))
        }
        return fields
    }

    /// A field with a `type` takes the place of the one with its id or stands last; one without changes only the
    /// members that it has, and its `add_codes` come after the codes that are there.
    private func change(_ fields: [Field], by new: Field) -> [Field] {
        var fields = fields
        guard let index = fields.firstIndex(where: { $0.id == new.id }) else { return fields + [new] }
        var changed = new
        if new.json["type"] == nil {
            var members = fields[index].json.object ?? [:]
            for (key, value) in new.json.object ?? [:] where key != "add_codes" { members[key] = value }
            if let added = new.json["add_codes"]?.array {
                members["codes"] = .array((members["codes"]?.array ?? []) + added)
            }
            changed.json = .object(members)
            changed.lines = fields[index].lines.merging(new.lines) { _, new in new }
        }
        fields[index] = changed
        return fields
    }

    func catalogue() throws(CatalogueFileError) -> Catalogue {
        var list: [JSONValue] = []
        for (id, kind) in kinds.sorted(by: { Text($0.key) < Text($1.key) }) {
            let own = Set(kind.fields.map(\.id))
            let fields = kind.fields + common.filter { !own.contains($0.id) }
            for field in fields { try requirePurpose(field.json, field, kind: id, name: field.id) }
            var members = kind.members
            members["kind"] = nil
            members["id"] = .string(id)
            members["fields"] = .array(fields.map(\.json.withPoliciesSpelledOut))
            list.append(.object(members))
        }
        do throws(CatalogueError) {
            return try Catalogue(json: .object(["kinds": .array(list)]))
        } catch {
            throw located(error)
        }
    }

    /// Nothing is collected without saying what for and how much harm it does in wrong hands.
    private func requirePurpose(_ json: JSONValue, _ field: Field, kind: String, name: String)
        throws(CatalogueFileError)
    {
        for key in ["purpose", "sensitivity"] where (json[key]?.string ?? "").isEmpty {
            throw CatalogueFileError(
                file: field.file, line: field.lines[name], place: "\(kind).\(name)", reason: "`\(key)` is missing")
        }
        for part in json["parts"]?.array ?? [] {
            try requirePurpose(part, field, kind: kind, name: "\(name)/\(part["id"]?.string ?? "")")
        }
    }

    private func located(_ error: CatalogueError) -> CatalogueFileError {
        guard let id = error.kind, let kind = kinds[id] else {
            return CatalogueFileError(error, file: "catalogue", line: nil)
        }
        guard let name = error.field else { return CatalogueFileError(error, file: kind.file, line: nil) }
        let fields = kind.fields + common
        let top = String(name.prefix { $0 != "/" })
        guard let field = fields.first(where: { $0.id == top }) else {
            return CatalogueFileError(error, file: kind.file, line: nil)
        }
        return CatalogueFileError(error, file: field.file, line: field.lines[name] ?? field.lines[top])
    }
}

extension JSONValue {
    /// The field with its policy, and those of its parts, in the one form that the protocol describes: an object of
    /// texts. Files may say `policy: latest`, and give parameters as numbers.
    var withPoliciesSpelledOut: JSONValue {
        guard var members = object else { return self }
        if let name = members["policy"]?.string {
            members["policy"] = ["name": .string(name)]
        } else if let policy = members["policy"]?.object {
            members["policy"] = .object(
                policy.mapValues { $0.integer != nil || $0.bool != nil ? .string($0.text) : $0 })
        }
        if let parts = members["parts"]?.array { members["parts"] = .array(parts.map(\.withPoliciesSpelledOut)) }
        return .object(members)
    }
}
