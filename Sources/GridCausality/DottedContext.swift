/// Any set of dots: a version vector for what is dense, loose dots for what lies beyond a gap.
///
/// Stores hold vectors only, because a replica's dots arrive in order there. Copies that are joined whole may
/// have gaps. Always compact: a loose dot that closes a gap moves into the vector, so equal sets are equal values.
/// Source: Preguiça et al., "Dotted Version Vectors" (2012), section 4.
package struct DottedContext: Hashable, Sendable {
    package private(set) var vector: VersionVector
    /// Sorted, each once, none of them covered by the vector.
    package private(set) var loose: [Dot]

    package static let empty = DottedContext()

    /// Takes dots in any order; those with the counter 0 name nothing and fall away.
    package init(vector: VersionVector = .empty, dots: some Sequence<Dot> = []) {
        self.vector = vector
        loose = Set(dots).sorted()
        compact()
    }

    package var isEmpty: Bool { vector.isEmpty && loose.isEmpty }

    package func covers(_ dot: Dot) -> Bool {
        if vector.covers(dot) { return true }
        let index = position(of: dot)
        return index < loose.count && loose[index] == dot
    }

    /// Whether every dot of `other` is covered here.
    package func covers(_ other: DottedContext) -> Bool {
        self == merged(other)
    }

    package mutating func include(_ dot: Dot) {
        guard dot.counter > 0, !covers(dot) else { return }
        loose.insert(dot, at: position(of: dot))
        compact()
    }

    package mutating func merge(_ other: DottedContext) {
        vector.merge(other.vector)
        if !other.loose.isEmpty { loose = Set(loose + other.loose).sorted() }
        compact()
    }

    /// The dots of either: commutative, associative, idempotent.
    package func merged(_ other: DottedContext) -> DottedContext {
        var result = self
        result.merge(other)
        return result
    }

    /// The highest counter of the replica that is known, through whatever gap.
    package func highest(of replica: ReplicaID) -> UInt64 {
        let next = position(of: Dot(replica: replica, counter: .max))
        for index in [next, next - 1] where loose.indices.contains(index) && loose[index].replica == replica {
            return max(loose[index].counter, vector[replica])
        }
        return vector[replica]
    }

    private func position(of dot: Dot) -> Int {
        var low = 0
        var high = loose.count
        while low < high {
            let middle = (low + high) / 2
            if loose[middle] < dot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// One pass is enough, as the loose dots of a replica stand in rising order.
    private mutating func compact() {
        guard !loose.isEmpty else { return }
        var remaining: [Dot] = []
        for dot in loose where dot.counter > 0 && !vector.covers(dot) {
            if dot.counter == vector[dot.replica] + 1 { vector.include(dot) } else { remaining.append(dot) }
        }
        loose = remaining
    }
}
