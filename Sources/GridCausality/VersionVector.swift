/// How two versions relate: the four answers a comparison of version vectors has.
public enum CausalOrder: String, Sendable {
    case before, after, equal, concurrent
}

/// For each replica the counter up to which its dots are known. An absent replica reads as 0.
///
/// A sorted array of pairs: comparing and joining walk both once, O(n + m). No entry is ever 0, so two vectors
/// with the same meaning are the same bytes. Source: Parker et al., "Detection of Mutual Inconsistency in
/// Distributed Systems" (1983), section III.
public struct VersionVector: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let replica: ReplicaID
        public var counter: UInt64

        @inlinable
        public init(replica: ReplicaID, counter: UInt64) {
            self.replica = replica
            self.counter = counter
        }
    }

    /// Sorted by replica, each replica once, no counter 0.
    public private(set) var entries: [Entry]

    public static let empty = VersionVector()

    public init() { entries = [] }

    /// Takes entries in any order; of a replica named twice the greater counter counts, zero entries fall away.
    public init(_ pairs: some Sequence<Entry>) {
        entries = []
        for pair in pairs.sorted(by: { $0.replica < $1.replica }) where pair.counter > 0 {
            if let last = entries.indices.last, entries[last].replica == pair.replica {
                entries[last].counter = max(entries[last].counter, pair.counter)
            } else {
                entries.append(pair)
            }
        }
    }

    /// Takes over entries that are already strictly sorted and free of zeros; nil when they are not.
    public init?(sorted entries: [Entry]) {
        for (index, entry) in entries.enumerated() {
            guard entry.counter > 0 else { return nil }
            if index > 0, !(entries[index - 1].replica < entry.replica) { return nil }
        }
        self.entries = entries
    }

    public var isEmpty: Bool { entries.isEmpty }

    @inlinable
    public subscript(replica: ReplicaID) -> UInt64 {
        let index = position(of: replica)
        return index < entries.count && entries[index].replica == replica ? entries[index].counter : 0
    }

    /// Whether the dot is one of those this vector stands for.
    @inlinable
    public func covers(_ dot: Dot) -> Bool { dot.counter > 0 && self[dot.replica] >= dot.counter }

    /// Whether every dot of `other` is covered here.
    @inlinable
    public func covers(_ other: VersionVector) -> Bool {
        var index = 0
        for entry in other.entries {
            while index < entries.count, entries[index].replica < entry.replica { index += 1 }
            guard index < entries.count, entries[index].replica == entry.replica,
                entries[index].counter >= entry.counter
            else { return false }
        }
        return true
    }

    /// Takes in the dot and, as counters are dense, all before it of the same replica.
    public mutating func include(_ dot: Dot) {
        guard dot.counter > 0 else { return }
        let index = position(of: dot.replica)
        if index < entries.count, entries[index].replica == dot.replica {
            entries[index].counter = max(entries[index].counter, dot.counter)
        } else {
            entries.insert(Entry(replica: dot.replica, counter: dot.counter), at: index)
        }
    }

    /// Becomes the pointwise maximum of both.
    public mutating func merge(_ other: VersionVector) {
        guard !other.entries.isEmpty else { return }
        guard !entries.isEmpty else { return entries = other.entries }
        self = merged(other)
    }

    /// The pointwise maximum of both: commutative, associative, idempotent.
    public func merged(_ other: VersionVector) -> VersionVector {
        var result = VersionVector()
        result.entries.reserveCapacity(entries.count + other.entries.count)
        walk(other) { replica, mine, theirs in
            result.entries.append(Entry(replica: replica, counter: max(mine, theirs)))
            return true
        }
        return result
    }

    /// The relation of this vector to the other.
    public func compare(_ other: VersionVector) -> CausalOrder {
        var isLess = false
        var isGreater = false
        walk(other) { _, mine, theirs in
            if mine < theirs { isLess = true } else if mine > theirs { isGreater = true }
            return !(isLess && isGreater)
        }
        switch (isLess, isGreater) {
        case (false, false): return .equal
        case (true, false): return .before
        case (false, true): return .after
        case (true, true): return .concurrent
        }
    }

    /// The pointwise minimum of both: what both stand for.
    public func intersection(_ other: VersionVector) -> VersionVector {
        var result = VersionVector()
        walk(other) { replica, mine, theirs in
            let counter = min(mine, theirs)
            if counter > 0 { result.entries.append(Entry(replica: replica, counter: counter)) }
            return true
        }
        return result
    }

    /// For each replica that is further here than in `other`, its entry here.
    public func entries(beyond other: VersionVector) -> [Entry] {
        var result: [Entry] = []
        walk(other) { replica, mine, theirs in
            if mine > theirs { result.append(Entry(replica: replica, counter: mine)) }
            return true
        }
        return result
    }

    /// The versions that no other one dominates; equal ones once, in the order given.
    public static func maximal(_ versions: [VersionVector]) -> [VersionVector] {
        var kept: [VersionVector] = []
        for candidate in versions {
            if kept.contains(where: { $0.covers(candidate) }) { continue }
            kept.removeAll { candidate.covers($0) }
            kept.append(candidate)
        }
        return kept
    }

    @inlinable
    func position(of replica: ReplicaID) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].replica < replica { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Visits every replica of either vector once, in order, with both counters, until the visitor answers false.
    private func walk(_ other: VersionVector, _ visit: (ReplicaID, UInt64, UInt64) -> Bool) {
        var left = 0
        var right = 0
        while left < entries.count || right < other.entries.count {
            let proceed: Bool
            if right == other.entries.count {
                proceed = visit(entries[left].replica, entries[left].counter, 0)
                left += 1
            } else if left == entries.count {
                proceed = visit(other.entries[right].replica, 0, other.entries[right].counter)
                right += 1
            } else if entries[left].replica == other.entries[right].replica {
                proceed = visit(entries[left].replica, entries[left].counter, other.entries[right].counter)
                left += 1
                right += 1
            } else if entries[left].replica < other.entries[right].replica {
                proceed = visit(entries[left].replica, entries[left].counter, 0)
                left += 1
            } else {
                proceed = visit(other.entries[right].replica, 0, other.entries[right].counter)
                right += 1
            }
            if !proceed { return }
        }
    }
}

extension VersionVector: CustomStringConvertible {
    /// `{replica:counter, …}` in order, for tests and logs.
    public var description: String {
        "{" + entries.map { "\($0.replica.hex):\($0.counter)" }.joined(separator: ", ") + "}"
    }
}
