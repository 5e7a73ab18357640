/// A set in which an element added here survives a concurrent removal elsewhere, without tombstones.
///
/// An element is in while a dot that added it is there; a removal leaves nothing behind but the vector, which tells
/// a dot removed from one not yet seen. Copies are joined whole, so a vector is enough. As with every copy that
/// issues dots, two copies never act under the same replica. Source: Bieniusa et al., "An Optimized Conflict-free
/// Replicated Set" (2012), figure 3; an add here replaces all dots seen of its element, not only the replica's own.
package struct AddWinsSet<Element: Hashable & Comparable & Sendable>: Sendable {
    package let replica: ReplicaID
    private(set) var vector: VersionVector
    /// For each element the dots that hold it in, never none.
    private var additions: [Element: Set<Dot>]

    /// An empty set of a replica that never issued a dot.
    package init(replica: ReplicaID) {
        self.replica = replica
        vector = .empty
        additions = [:]
    }

    private init(replica: ReplicaID, vector: VersionVector, additions: [Element: Set<Dot>]) {
        self.replica = replica
        self.vector = vector
        self.additions = additions
    }

    /// What is in, in rising order.
    package var elements: [Element] { additions.keys.sorted() }

    package func contains(_ element: Element) -> Bool { additions[element] != nil }

    /// Adds it anew also when it is in: the new dot survives removals that did not see it.
    package mutating func add(_ element: Element) {
        let dot = Dot(replica: replica, counter: vector[replica] + 1)
        vector.include(dot)
        additions[element] = [dot]
    }

    /// Removes the additions seen here; one that is elsewhere only will come in.
    package mutating func remove(_ element: Element) {
        additions[element] = nil
    }

    package mutating func removeAll() {
        additions = [:]
    }

    /// A copy that acts under another replica, one that issued no dot before.
    package func forked(as replica: ReplicaID) -> AddWinsSet {
        AddWinsSet(replica: replica, vector: vector, additions: additions)
    }

    /// Takes in another copy whole: commutative, associative and idempotent in elements.
    package mutating func merge(_ other: AddWinsSet) {
        var result: [Element: Set<Dot>] = [:]
        for element in Set(additions.keys).union(other.additions.keys) {
            let mine = additions[element] ?? []
            let theirs = other.additions[element] ?? []
            let kept = mine.intersection(theirs)
                .union(mine.filter { !other.vector.covers($0) })
                .union(theirs.filter { !vector.covers($0) })
            if !kept.isEmpty { result[element] = kept }
        }
        additions = result
        vector.merge(other.vector)
    }
}

extension AddWinsSet: Equatable {
    /// Equal in what they hold and know, whoever acts for them.
    package static func == (left: AddWinsSet, right: AddWinsSet) -> Bool {
        left.vector == right.vector && left.additions == right.additions
    }
}
