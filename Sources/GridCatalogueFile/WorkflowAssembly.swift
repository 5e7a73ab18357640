import GridRecords
import GridWorkflow

/// Puts files together into one book and remembers where each rule was said.
struct WorkflowAssembly {
    /// What a file is about, by the key with which it begins.
    private enum Topic: String, CaseIterable { case workflow, calendar, routing, practice }

    fileprivate struct Document {
        var file: String
        var members: [String: JSONValue]
        /// Where an id was last said, by the ids around it.
        var places: [String: (file: String, line: Int)]
        var isOverridden: Bool
    }

    private var workflows: [String: Document] = [:]
    /// Calendar, routing and practice: one each.
    private var single: [Topic: Document] = [:]
    private var isOverriding = false

    mutating func beginOverriding() { isOverriding = true }

    mutating func take(_ source: CatalogueFiles.Source) throws(CatalogueFileError) {
        let tree = try YAMLTree(text: source.text, file: source.name)
        guard let members = tree.json.object else {
            throw CatalogueFileError(file: source.name, line: 1, reason: "the file must be a mapping")
        }
        let document = Document(
            file: source.name, members: members,
            places: tree.lines.mapValues { (file: source.name, line: $0) }, isOverridden: isOverriding)
        if let id = members["extends"]?.string {
            guard let known = workflows[id] else {
                throw CatalogueFileError(
                    file: source.name, line: 1, place: id, reason: "there is no workflow to extend")
            }
            workflows[id] = known.changed(by: document, leavingOut: "extends")
        } else if let id = members["workflow"]?.string {
            if workflows[id]?.isOverridden == isOverriding {
                throw CatalogueFileError(
                    file: source.name, line: 1, place: id, reason: "another file defines this workflow already")
            }
            workflows[id] = document
        } else if let topic = Topic.allCases.first(where: { members[$0.rawValue] != nil }) {
            single[topic] = single[topic]?.changed(by: document, leavingOut: nil) ?? document
        } else {
            throw CatalogueFileError(
                file: source.name, line: 1,
                reason: "the file says neither `workflow`, `extends`, `calendar`, `routing` nor `practice`")
        }
    }

    func book(for catalogue: Catalogue) throws(CatalogueFileError) -> WorkflowBook {
        var definitions: [WorkflowDefinition] = []
        var contents: [String: JSONValue] = [:]
        for (id, document) in workflows.sorted(by: { Text($0.key) < Text($1.key) }) {
            definitions.append(
                try located(document) { json throws(WorkflowError) in
                    let definition = try WorkflowDefinition(json: json)
                    try definition.check(against: catalogue)
                    return definition
                })
            contents["workflow/\(id)"] = .object(document.members)
        }
        for (topic, document) in single { contents[topic.rawValue] = .object(document.members) }
        let calendar = try part(.calendar) { json throws(WorkflowError) in try WorkingCalendar(json: json) }
        let routing = try part(.routing) { json throws(WorkflowError) in
            let tables = try RoutingTable.tables(json: json)
            for table in tables { try table.check(against: catalogue) }
            return tables
        }
        let practice = try part(.practice) { json throws(WorkflowError) in
            let practice = try Practice(json: json, routing: routing)
            try practice.check(against: catalogue)
            return practice
        }
        return WorkflowBook(
            workflows: definitions, calendar: calendar, practice: practice,
            json: .object(contents))
    }

    private func part<Value>(_ topic: Topic, _ read: (JSONValue) throws(WorkflowError) -> Value)
        throws(CatalogueFileError) -> Value
    {
        guard let document = single[topic] else {
            throw CatalogueFileError(file: topic.rawValue, reason: "there is no file with `\(topic.rawValue)`")
        }
        return try located(document, read)
    }

    private func located<Value>(_ document: Document, _ read: (JSONValue) throws(WorkflowError) -> Value)
        throws(CatalogueFileError) -> Value
    {
        do throws(WorkflowError) {
            return try read(.object(document.members))
        } catch {
            let place = error.place.flatMap { document.places[$0] }
            throw CatalogueFileError(
                file: place?.file ?? document.file, line: place?.line, place: error.place, reason: error.reason)
        }
    }
}

extension WorkflowAssembly.Document {
    /// Members with the same id take the place of the old ones, new ones stand last; mappings take in the other's
    /// members; everything else is replaced.
    fileprivate func changed(by other: Self, leavingOut key: String?) -> Self {
        var changed = other
        changed.members = members
        for (name, value) in other.members where name != key {
            changed.members[name] = members[name].map { $0.changed(by: value) } ?? value
        }
        changed.places = places.merging(other.places) { _, new in new }
        changed.file = other.file
        return changed
    }
}

extension JSONValue {
    fileprivate func changed(by other: JSONValue) -> JSONValue {
        if let old = object, let new = other.object {
            return .object(old.merging(new) { $0.changed(by: $1) })
        }
        guard var list = array, let new = other.array, new.allSatisfy({ $0["id"] != nil }) else { return other }
        for member in new {
            if let index = list.firstIndex(where: { $0["id"] == member["id"] }) {
                list[index] = member
            } else {
                list.append(member)
            }
        }
        return .array(list)
    }
}
