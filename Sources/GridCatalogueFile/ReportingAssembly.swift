import GridRecords
import GridReporting

/// Puts the files of templates together and remembers where each part was said.
struct ReportingAssembly {
    private enum Form: String, CaseIterable { case facts, report, index, lists, stars }

    private struct Document {
        let form: Form
        let id: String
        var json: JSONValue
        /// Every file that had a say, the last one first.
        var origins: [(file: String, lines: [String: Int])]
        var isOverridden: Bool
    }

    private var documents: [Document] = []
    private var isOverriding = false

    mutating func beginOverriding() { isOverriding = true }

    mutating func take(_ source: CatalogueFiles.Source) throws(CatalogueFileError) {
        let tree = try YAMLTree(text: source.text, file: source.name)
        func failure(_ reason: String) -> CatalogueFileError {
            CatalogueFileError(file: source.name, line: 1, reason: reason)
        }
        let origin = (file: source.name, lines: tree.lines)
        if let id = tree.json["extends"]?.string {
            guard let index = documents.firstIndex(where: { $0.id == id }) else {
                throw failure("there is no template `\(id)` to extend")
            }
            documents[index].json = documents[index].json.extended(by: tree.json)
            documents[index].origins.insert(origin, at: 0)
            return
        }
        let found = Form.allCases.compactMap { form in tree.json[form.rawValue]?.string.map { (form, $0) } }
        guard found.count == 1, let (form, id) = found.first else {
            throw failure("the file must say one of facts, report, index, lists, stars or extends")
        }
        let document = Document(
            form: form, id: id, json: tree.json, origins: [origin], isOverridden: isOverriding)
        if let index = documents.firstIndex(where: { $0.form == form && ($0.id == id || form == .facts) }) {
            guard documents[index].isOverridden != isOverriding else {
                throw failure("another file defines the template `\(id)` already")
            }
            documents[index] = document
        } else {
            documents.append(document)
        }
    }

    func catalogue() throws(CatalogueFileError) -> ReportingCatalogue {
        guard let facts = documents.first(where: { $0.form == .facts }) else {
            throw CatalogueFileError(file: "indicators", reason: "no file has the facts")
        }
        let schema = try read(facts) { json throws(TemplateError) in try FactSchema(json: json) }
        return ReportingCatalogue(
            schema: schema,
            reports: try all(.report) { json throws(TemplateError) in try ReportTemplate(json: json, schema: schema) },
            indexes: try all(.index) { json throws(TemplateError) in try IndexTemplate(json: json) },
            lists: try all(.lists) { json throws(TemplateError) in try ListTemplate(json: json) },
            stars: try all(.stars) { json throws(TemplateError) in try StarRules(json: json, schema: schema) })
    }

    private func all<Template>(_ form: Form, _ make: (JSONValue) throws(TemplateError) -> Template)
        throws(CatalogueFileError) -> [Template]
    {
        var templates: [Template] = []
        for document in documents.filter({ $0.form == form }).sorted(by: { Text($0.id) < Text($1.id) }) {
            templates.append(try read(document, make))
        }
        return templates
    }

    private func read<Template>(_ document: Document, _ make: (JSONValue) throws(TemplateError) -> Template)
        throws(CatalogueFileError) -> Template
    {
        do throws(TemplateError) {
            return try make(document.json)
        } catch {
            throw located(error, document)
        }
    }

    /// The line of the innermost object that has one, in the last file that spoke of it.
    private func located(_ error: TemplateError, _ document: Document) -> CatalogueFileError {
        let place = error.place.isEmpty ? nil : error.place
        var parts = error.place.split(separator: "/").map(String.init)
        while !parts.isEmpty {
            let path = parts.joined(separator: "/")
            for origin in document.origins {
                guard let line = origin.lines[path] else { continue }
                return CatalogueFileError(file: origin.file, line: line, place: place, reason: error.reason)
            }
            parts.removeLast()
        }
        return CatalogueFileError(
            file: document.origins.first?.file ?? "indicators", line: 1, place: place, reason: error.reason)
    }
}

extension JSONValue {
    /// With the members of another object over its own; members of lists that have an `id` are joined by it.
    fileprivate func extended(by other: JSONValue) -> JSONValue {
        if case .object(var members) = self, case .object(let changes) = other {
            for (key, value) in changes where key != "extends" {
                members[key] = members[key]?.extended(by: value) ?? value
            }
            return .object(members)
        }
        guard case .array(var values) = self, case .array(let changes) = other,
            changes.allSatisfy({ $0["id"]?.string != nil })
        else { return other }
        for change in changes {
            if let index = values.firstIndex(where: { $0["id"]?.string == change["id"]?.string }) {
                values[index] = values[index].changed(by: change)
            } else {
                values.append(change)
            }
        }
        return .array(values)
    }

    /// An indicator's members are replaced one by one, not joined: a new `source` is the whole source.
    private func changed(by other: JSONValue) -> JSONValue {
        guard case .object(var members) = self, case .object(let changes) = other else { return other }
        for (key, value) in changes {
            // Columns of a kind and parts of an index are again lists by id.
            let isList = value.array?.isEmpty == false && value.array?.allSatisfy { $0["id"]?.string != nil } == true
            members[key] = isList ? members[key]?.extended(by: value) ?? value : value
        }
        return .object(members)
    }
}
