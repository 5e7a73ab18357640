/// The values that survive at one place, each under the dot that wrote it. Two or more are concurrent.
///
/// The law: a value survives exactly when no other write has a context covering its dot without keeping it.
/// Source: Almeida et al., "Scalable and Accurate Causality Tracking for Eventually Consistent Stores" (2014),
/// section 4, with one dot for each value.
public struct Siblings<Value: Sendable>: Sendable {
    public struct Sibling: Sendable {
        public let dot: Dot
        public var value: Value

        @inlinable
        public init(dot: Dot, value: Value) {
            self.dot = dot
            self.value = value
        }
    }

    @usableFromInline var sorted: [Sibling]

    /// Sorted by dot, each dot once.
    @inlinable public var all: [Sibling] { sorted }

    @inlinable public init() { sorted = [] }

    /// One value.
    @inlinable
    public init(_ value: Value, at dot: Dot) { sorted = [Sibling(dot: dot, value: value)] }

    /// Takes siblings in any order; of a dot named twice the first counts.
    @inlinable
    public init(_ siblings: some Sequence<Sibling>) {
        sorted = []
        let given = Array(siblings)
        // What was stored is sorted already.
        if zip(given, given.dropFirst()).allSatisfy({ $0.dot < $1.dot }) {
            sorted = given
            return
        }
        guard given.count > 16 else {
            for sibling in given { insert(sibling.value, at: sibling.dot) }
            return
        }
        // Inserting one by one costs the square of their count, which a hostile row chooses.
        var seen: Set<Dot> = []
        sorted = given.filter { seen.insert($0.dot).inserted }.sorted { $0.dot < $1.dot }
    }

    @inlinable public var isEmpty: Bool { sorted.isEmpty }
    @inlinable public var count: Int { sorted.count }
    @inlinable public var dots: [Dot] { sorted.map { $0.dot } }

    @inlinable
    public func value(at dot: Dot) -> Value? { sorted.first { $0.dot == dot }?.value }

    /// Drops the siblings that the context covers, but for those at the dots to keep.
    ///
    /// - Parameter note: told each dot that goes, in their order.
    @inlinable
    public mutating func cover(by covers: (Dot) -> Bool, keeping kept: [Dot] = [], note: (Dot) -> Void = { _ in }) {
        let remaining = gather(uncoveredBy: covers, keeping: kept, note: note)
        if remaining < sorted.count { sorted.removeLast(sorted.count - remaining) }
    }

    /// Drops the siblings that the context covers, as `cover` does, and brings a value in under a dot that is not there.
    ///
    /// Mostly the value takes the place of the only one before it, which moves nothing.
    @inlinable
    public mutating func replace(
        coveredBy covers: (Dot) -> Bool, keeping kept: [Dot], with value: Value, at dot: Dot, note: (Dot) -> Void
    ) {
        var index = gather(uncoveredBy: covers, keeping: kept, note: note)
        guard index < sorted.count else { return insert(value, at: dot) }
        let free = sorted.count - index - 1
        sorted[index] = Sibling(dot: dot, value: value)
        if free > 0 { sorted.removeLast(free) }
        while index > 0, dot < sorted[index - 1].dot {
            sorted.swapAt(index, index - 1)
            index -= 1
        }
    }

    /// Moves the siblings that stay to the front, in their order, and returns how many those are.
    @inlinable
    mutating func gather(uncoveredBy covers: (Dot) -> Bool, keeping kept: [Dot], note: (Dot) -> Void) -> Int {
        var remaining = 0
        for index in sorted.indices {
            let dot = sorted[index].dot
            if covers(dot), kept.isEmpty || !kept.contains(dot) {
                note(dot)
            } else {
                if remaining < index { sorted.swapAt(remaining, index) }
                remaining += 1
            }
        }
        return remaining
    }

    /// Whether a value of this dot is among them.
    @inlinable
    public func contains(_ dot: Dot) -> Bool {
        for index in sorted.indices where sorted[index].dot == dot { return true }
        return false
    }

    /// Brings a value in under its dot; a dot that is there already stays as it was.
    @inlinable
    public mutating func insert(_ value: Value, at dot: Dot) {
        let index = sorted.firstIndex { !($0.dot < dot) } ?? sorted.count
        if index < sorted.count, sorted[index].dot == dot { return }
        sorted.insert(Sibling(dot: dot, value: value), at: index)
    }

    /// Joins two whole copies: what both have stays, and what one has whose dot the other's context does not cover.
    ///
    /// Commutative, associative and idempotent when each context covers its own siblings.
    @inlinable
    public func joined(_ other: Siblings, seenHere: (Dot) -> Bool, seenThere: (Dot) -> Bool) -> Siblings {
        let here = Set(dots)
        let there = Set(other.dots)
        var result = Siblings()
        result.sorted = sorted.filter { there.contains($0.dot) || !seenThere($0.dot) }
        result.sorted += other.sorted.filter { !here.contains($0.dot) && !seenHere($0.dot) }
        result.sorted.sort { $0.dot < $1.dot }
        return result
    }
}

extension Siblings.Sibling: Equatable where Value: Equatable {}
extension Siblings.Sibling: Hashable where Value: Hashable {}
extension Siblings: Equatable where Value: Equatable {}
extension Siblings: Hashable where Value: Hashable {}
