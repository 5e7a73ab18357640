import Crypto
import GridCausality
import Testing

@Suite("Merkle trees of RFC 9162")
struct MerkleTreeTests {
    private let tree = MerkleTree { Array(SHA256.hash(data: $0)) }

    /// The definitions of RFC 9162, sections 2.1.1 to 2.1.4, word for word.
    private func root(_ entries: ArraySlice<[UInt8]>) -> [UInt8] {
        guard entries.count > 1 else { return entries.first.map(tree.leafHash) ?? Array(SHA256.hash(data: [])) }
        let (left, right) = halves(entries)
        return Array(SHA256.hash(data: [1] + root(left) + root(right)))
    }

    private func halves(_ entries: ArraySlice<[UInt8]>) -> (ArraySlice<[UInt8]>, ArraySlice<[UInt8]>) {
        var width = 1
        while width * 2 < entries.count { width *= 2 }
        return (entries.prefix(width), entries.dropFirst(width))
    }

    private func inclusion(_ index: Int, _ entries: ArraySlice<[UInt8]>) -> [[UInt8]] {
        guard entries.count > 1 else { return [] }
        let (left, right) = halves(entries)
        return index < left.count
            ? inclusion(index, left) + [root(right)] : inclusion(index - left.count, right) + [root(left)]
    }

    private func consistency(_ size: Int, _ entries: ArraySlice<[UInt8]>, isWhole: Bool = true) -> [[UInt8]] {
        if size == entries.count { return isWhole ? [] : [root(entries)] }
        let (left, right) = halves(entries)
        return size <= left.count
            ? consistency(size, left, isWhole: isWhole) + [root(right)]
            : consistency(size - left.count, right, isWhole: false) + [root(left)]
    }

    private func entries(_ count: Int) -> [[UInt8]] { (0..<count).map { [UInt8(truncatingIfNeeded: $0), 7] } }

    @Test("the roots are those of the reference trees")
    func roots() {
        #expect(
            Hexadecimal.encode(tree.root(of: []))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            Hexadecimal.encode(tree.root(of: [[]]))
                == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        for count in 0..<20 { #expect(tree.root(of: entries(count)) == root(entries(count)[...])) }
    }

    @Test("an inclusion proof holds for its entry, index and size alone")
    func inclusion() {
        for size in 1..<18 {
            let entries = entries(size)
            let root = tree.root(of: entries)
            for index in 0..<size {
                let proof = inclusion(index, entries[...])
                func holds(_ leaf: Int, _ place: Int, _ size: Int, _ proof: [[UInt8]]) -> Bool {
                    tree.verifyInclusion(
                        leafHash: tree.leafHash(entries[leaf]), index: UInt64(place), size: UInt64(size), proof: proof,
                        root: root)
                }
                #expect(holds(index, index, size, proof))
                #expect(!holds(index, index, size, proof + [root]))
                #expect(!holds(index, size, size, proof))
                if !proof.isEmpty {
                    #expect(!holds(index, index, size, Array(proof.dropLast())))
                    #expect(!holds((index + 1) % size, index, size, proof))
                    #expect(!holds(index, (index + 1) % size, size, proof))
                    #expect(!holds(index, index, size, Array(proof.reversed())) || proof.count == 1)
                }
            }
        }
        #expect(!tree.verifyInclusion(leafHash: [1], index: 0, size: 1, proof: [], root: [1]))
    }

    @Test("a consistency proof holds for its two trees alone")
    func consistency() {
        for newSize in 1..<18 {
            let entries = entries(newSize)
            let newRoot = tree.root(of: entries)
            for oldSize in 1...newSize {
                let oldRoot = tree.root(of: Array(entries.prefix(oldSize)))
                let proof = consistency(oldSize, entries[...])
                func holds(_ oldSize: Int, _ oldRoot: [UInt8], _ newRoot: [UInt8], _ proof: [[UInt8]]) -> Bool {
                    tree.verifyConsistency(
                        oldSize: UInt64(oldSize), oldRoot: oldRoot, newSize: UInt64(newSize), newRoot: newRoot,
                        proof: proof)
                }
                #expect(holds(oldSize, oldRoot, newRoot, proof))
                #expect(!holds(oldSize, oldRoot, newRoot, proof + [newRoot]))
                #expect(!holds(0, oldRoot, newRoot, proof))
                #expect(!holds(newSize + 1, oldRoot, newRoot, proof))
                guard oldSize < newSize else { continue }
                #expect(!holds(oldSize, newRoot, newRoot, proof))
                #expect(!holds(oldSize, oldRoot, oldRoot, proof))
                #expect(!holds(oldSize, oldRoot, newRoot, Array(proof.dropLast())))
                #expect(!holds(oldSize, oldRoot, newRoot, []))
            }
        }
    }
}
