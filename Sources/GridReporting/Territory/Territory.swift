package import GridRecords

/// The area tree as reports need it: who lies below whom, retired areas included, so that old codes still count.
package struct Territory: Sendable {
    package struct Node: Hashable, Sendable {
        package let code: AreaCode
        package let name: String
        /// `province`, `city`, `county`, `township`, `village`, `grid`, `micro_grid`; other words are taken as told.
        package let level: String
        package let parent: AreaCode?
        /// Whether the area is no column any more, though its records still count above it.
        package let isRetired: Bool

        package init(code: AreaCode, name: String, level: String, parent: AreaCode?, isRetired: Bool = false) {
            self.code = code
            self.name = name
            self.level = level
            self.parent = parent
            self.isRetired = isRetired
        }
    }

    private let nodes: [AreaCode: Node]
    private let below: [AreaCode: [AreaCode]]

    /// - Parameter nodes: in any order; of a code given twice the last counts.
    package init(_ nodes: [Node]) {
        var byCode: [AreaCode: Node] = [:]
        for node in nodes { byCode[node.code] = node }
        self.nodes = byCode
        var below: [AreaCode: [AreaCode]] = [:]
        for node in byCode.values {
            if let parent = node.parent { below[parent, default: []].append(node.code) }
        }
        self.below = below.mapValues { $0.sorted() }
    }

    package func node(_ code: AreaCode) -> Node? { nodes[code] }

    /// Areas directly below that are in force, by code.
    package func children(of code: AreaCode) -> [AreaCode] {
        (below[code] ?? []).filter { nodes[$0]?.isRetired == false }
    }

    /// Areas of a level at or below another, by code, those in force only.
    package func areas(of level: String, in root: AreaCode) -> [AreaCode] {
        subtree(of: root).filter { nodes[$0]?.level == level && nodes[$0]?.isRetired == false }
    }

    /// The area and everything below it, by code.
    package func subtree(of root: AreaCode) -> [AreaCode] {
        var found: Set<AreaCode> = []
        var pending = [root]
        while let code = pending.popLast() {
            guard found.insert(code).inserted else { continue }
            pending += below[code] ?? []
        }
        return found.sorted()
    }

    /// The area and those above it, innermost first; only the code itself for one that nobody knows.
    package func ancestors(of code: AreaCode) -> [AreaCode] {
        var result: [AreaCode] = []
        var next: AreaCode? = code
        while let current = next, !result.contains(current) {
            result.append(current)
            next = nodes[current]?.parent
        }
        return result
    }
}
