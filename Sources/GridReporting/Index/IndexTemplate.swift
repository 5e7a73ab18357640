package import GridRecords

/// An index as a tree of weights: parts of parts, and scores at the leaves.
package struct IndexTemplate: Sendable {
    package struct Node: Sendable, Hashable {
        package let id: String
        package let label: Label
        /// Against its siblings; they need not add up to anything.
        package let weight: Ratio
        /// Who answers for a leaf; nil above.
        package let department: String?
        /// Empty for a leaf.
        package let parts: [Node]
    }

    package let id: String
    package let label: Label
    package let version: String
    package let departments: [ReportTemplate.Heading]
    package let parts: [Node]
    package let hash: String

    /// Reads a template with the keys `index` (its id), `label`, `version`, `departments`, `parts`.
    package init(json: JSONValue) throws(TemplateError) {
        let reader = try TemplateReader(json, members: ["index", "label", "version", "departments", "parts"])
        id = try reader.id("index")
        label = try reader.label()
        version = try reader.text("version")
        departments = try ReportTemplate.headings("departments", reader)
        let known = Set(departments.map { Text($0.id) })
        var parts: [Node] = []
        for member in try reader.list("parts") {
            parts.append(try IndexTemplate.node(member, within: "", departments: known, depth: 1))
        }
        guard !parts.isEmpty else { throw reader.failure("an index needs at least one part") }
        self.parts = parts
        hash = ContentHash.hexadecimal(of: json.bytes)
        try reader.requireDistinct(all.map(\.node.id), "part")
    }

    private static func node(_ json: JSONValue, within place: String, departments: Set<Text>, depth: Int)
        throws(TemplateError) -> Node
    {
        let reader = try TemplateReader(
            json, within: place, members: ["id", "label", "weight", "department", "parts"])
        guard depth <= 6 else { throw reader.failure("an index nests at most six deep") }
        var parts: [Node] = []
        for member in try reader.list("parts") {
            parts.append(try node(member, within: reader.place, departments: departments, depth: depth + 1))
        }
        let department = try reader.textIfPresent("department")
        if parts.isEmpty {
            guard let department else { throw reader.failure("`department` is missing") }
            guard departments.contains(Text(department)) else {
                throw reader.failure("there is no department `\(department)`")
            }
        } else if department != nil {
            throw reader.failure("only what has no parts has a `department`")
        }
        guard let weight = try reader.number("weight"), weight > .zero else {
            throw reader.failure("`weight` must be above 0")
        }
        return Node(
            id: try reader.id(), label: try reader.label(), weight: weight, department: department, parts: parts)
    }

    /// Every node with its depth from 1, parents before their parts.
    package var all: [(node: Node, depth: Int)] {
        func below(_ nodes: [Node], _ depth: Int) -> [(node: Node, depth: Int)] {
            nodes.flatMap { [($0, depth)] + below($0.parts, depth + 1) }
        }
        return below(parts, 1)
    }

    /// The leaves in order.
    package var leaves: [Node] { all.map(\.node).filter(\.parts.isEmpty) }
}
