/// Trees of hashes over a growing list, and the proofs that an entry is in and that an old list was kept.
///
/// Source: RFC 9162, section 2.1. The hash function comes in as an argument; SHA-256 there and here.
package struct MerkleTree: Sendable {
    private let hash: @Sendable ([UInt8]) -> [UInt8]

    package init(hash: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.hash = hash }

    /// The hash of an entry as it stands at the bottom of the tree.
    package func leafHash(_ entry: [UInt8]) -> [UInt8] { hash([0] + entry) }

    private func nodeHash(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { hash([1] + left + right) }

    /// The root over the entries in their order; of none, the hash of nothing.
    package func root(of entries: [[UInt8]]) -> [UInt8] {
        guard !entries.isEmpty else { return hash([]) }
        var level = entries.map(leafHash)
        while level.count > 1 {
            var next: [[UInt8]] = []
            for index in stride(from: 0, to: level.count - 1, by: 2) {
                next.append(nodeHash(level[index], level[index + 1]))
            }
            if level.count % 2 == 1 { next.append(level[level.count - 1]) }
            level = next
        }
        return level[0]
    }

    /// Whether the path leads from the leaf at `index` (from 0) to the root of a tree of `size` entries.
    ///
    /// Source: RFC 9162, section 2.1.3.2.
    package func verifyInclusion(
        leafHash: [UInt8], index: UInt64, size: UInt64, proof: [[UInt8]], root: [UInt8]
    ) -> Bool {
        guard index < size, leafHash.count == hash([]).count else { return false }
        var place = index
        var last = size - 1
        var running = leafHash
        for sibling in proof {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                running = nodeHash(sibling, running)
                while place & 1 == 0, place > 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                running = nodeHash(running, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && running == root
    }

    /// Whether the tree of `newSize` entries begins with the entries of the one of `oldSize`.
    ///
    /// Equal sizes need equal roots and no proof; from an empty tree nothing can be proved. Source: RFC 9162,
    /// section 2.1.4.2.
    package func verifyConsistency(
        oldSize: UInt64, oldRoot: [UInt8], newSize: UInt64, newRoot: [UInt8], proof: [[UInt8]]
    ) -> Bool {
        if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot }
        guard oldSize > 0, oldSize < newSize, !proof.isEmpty else { return false }
        var path = proof[...]
        if oldSize & (oldSize - 1) == 0 { path = [oldRoot] + path }
        var place = oldSize - 1
        var last = newSize - 1
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        guard let first = path.popFirst() else { return false }
        var old = first
        var new = first
        for sibling in path {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                old = nodeHash(sibling, old)
                new = nodeHash(sibling, new)
                while place & 1 == 0, place > 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                new = nodeHash(new, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
