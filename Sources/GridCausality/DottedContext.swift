/// Any set of dots: a version vector for what is dense, loose dots for what lies beyond a gap.
///
/// Stores hold vectors only, because a replica's dots arrive in order there. Copies that are joined whole may
/// have gaps. Always compact: a loose dot that closes a gap moves into the vector. Source: Preguiça et al.,
/// "Dotted Version Vectors" (2012), section 4.
package struct DottedContext: Hashable, Sendable {
    package private(set) var vector: VersionVector
    /// Sorted, none of them covered by the vector.
    package private(set) var loose: [Dot]

    package init(vector: VersionVector = .empty, dots: some Sequence<Dot> = []) {
        self.vector = vector
        loose = []
        for dot in dots.sorted() { include(dot) }
    }

    package func covers(_ dot: Dot) -> Bool {
        vector.covers(dot) || loose.contains(dot)
    }

    package mutating func include(_ dot: Dot) {
        guard dot.counter > 0, !covers(dot) else { return }
        loose.insert(dot, at: loose.firstIndex { dot < $0 } ?? loose.count)
        compact()
    }

    package mutating func merge(_ other: DottedContext) {
        vector.merge(other.vector)
        loose = Set(loose + other.loose).sorted()
        compact()
    }

    /// The highest counter of the replica that is known, through whatever gap.
    package func highest(of replica: ReplicaID) -> UInt64 {
        loose.last { $0.replica == replica }.map { max($0.counter, vector[replica]) } ?? vector[replica]
    }

    private mutating func compact() {
        var remaining: [Dot] = []
        for dot in loose where !vector.covers(dot) {
            if dot.counter == vector[dot.replica] + 1 { vector.include(dot) } else { remaining.append(dot) }
        }
        loose = remaining
    }
}
