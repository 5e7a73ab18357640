import GridCausality

/// The field that says for which record another one stands: written on the record that loses when two are merged.
extension Record {
    package static let aliasField = "duplicate_of"

    package static func aliasPath(to survivor: RecordID) -> Path? { Path("\(aliasField)/\(survivor.text)") }

    /// The records that this one was merged into, sorted. An alias that one side took away and another wrote stands.
    package var aliases: [RecordID] {
        registers.compactMap { register in
            guard register.path.isElement, register.path.field == Record.aliasField,
                !isRemoved(element: register.path), register.siblings.all.contains(where: { $0.value.value != nil })
            else { return nil }
            return register.path.elementID.flatMap { RecordID(text: $0) }
        }.sorted()
    }
}

/// Which records are one and the same, by the aliases that stand.
///
/// A function of the set of aliases alone: neither their order nor who was merged into whom matters, so merges that
/// did not see each other (A into B beside B into A, chains, circles) come to the same everywhere.
package struct Aliases: Sendable {
    private var parents: [RecordID: RecordID] = [:]

    package init() {}

    package init(_ pairs: some Sequence<(RecordID, RecordID)>) {
        for (left, right) in pairs { join(left, right) }
    }

    /// Disjoint sets whose roots are their smallest members (Tarjan, "Efficiency of a Good But Not Linear Set Union
    /// Algorithm", 1975, with path compression).
    package mutating func join(_ left: RecordID, _ right: RecordID) {
        let (near, far) = (compressed(left), compressed(right))
        if near == far { return }
        parents[max(near, far)] = min(near, far)
    }

    /// The first of the records that are one: the smallest id, which begins with the time of creation.
    package func representative(of id: RecordID) -> RecordID {
        var id = id
        while let parent = parents[id] { id = parent }
        return id
    }

    package func areSame(_ left: RecordID, _ right: RecordID) -> Bool {
        representative(of: left) == representative(of: right)
    }

    private mutating func compressed(_ id: RecordID) -> RecordID {
        let root = representative(of: id)
        var id = id
        while let parent = parents[id], parent != root {
            parents[id] = root
            id = parent
        }
        return root
    }
}
