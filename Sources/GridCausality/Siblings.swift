/// The values that survive at one place, each under the dot that wrote it. Two or more are concurrent.
///
/// The law: a value survives exactly when no other write has a context covering its dot without keeping it.
/// Source: Almeida et al., "Scalable and Accurate Causality Tracking for Eventually Consistent Stores" (2014),
/// section 4, with one dot for each value.
package struct Siblings<Value: Sendable>: Sendable {
    package struct Sibling: Sendable {
        package let dot: Dot
        package var value: Value

        package init(dot: Dot, value: Value) {
            self.dot = dot
            self.value = value
        }
    }

    /// Sorted by dot, each dot once.
    package private(set) var all: [Sibling]

    package init() { all = [] }

    /// Takes siblings in any order; of a dot named twice the first counts.
    package init(_ siblings: some Sequence<Sibling>) {
        all = []
        let given = Array(siblings)
        guard given.count > 16 else {
            for sibling in given { insert(sibling.value, at: sibling.dot) }
            return
        }
        // Inserting one by one costs the square of their count, which a hostile row chooses.
        var seen: Set<Dot> = []
        all = given.filter { seen.insert($0.dot).inserted }.sorted { $0.dot < $1.dot }
    }

    package var isEmpty: Bool { all.isEmpty }
    package var count: Int { all.count }
    package var dots: [Dot] { all.map(\.dot) }

    package func value(at dot: Dot) -> Value? { all.first { $0.dot == dot }?.value }

    /// Drops the siblings that the context covers, but for those at the dots to keep.
    package mutating func cover(by covers: (Dot) -> Bool, keeping kept: [Dot] = []) {
        all.removeAll { covers($0.dot) && !kept.contains($0.dot) }
    }

    /// Brings a value in under its dot; a dot that is there already stays as it was.
    package mutating func insert(_ value: Value, at dot: Dot) {
        let index = all.firstIndex { !($0.dot < dot) } ?? all.count
        if index < all.count, all[index].dot == dot { return }
        all.insert(Sibling(dot: dot, value: value), at: index)
    }

    /// Joins two whole copies: what both have stays, and what one has whose dot the other's context does not cover.
    ///
    /// Commutative, associative and idempotent when each context covers its own siblings.
    package func joined(_ other: Siblings, seenHere: (Dot) -> Bool, seenThere: (Dot) -> Bool) -> Siblings {
        let here = Set(dots)
        let there = Set(other.dots)
        var result = Siblings()
        result.all = all.filter { there.contains($0.dot) || !seenThere($0.dot) }
        result.all += other.all.filter { !here.contains($0.dot) && !seenHere($0.dot) }
        result.all.sort { $0.dot < $1.dot }
        return result
    }
}

extension Siblings.Sibling: Equatable where Value: Equatable {}
extension Siblings.Sibling: Hashable where Value: Hashable {}
extension Siblings: Equatable where Value: Equatable {}
extension Siblings: Hashable where Value: Hashable {}
