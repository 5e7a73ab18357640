import Crypto
import GridCausality
import GridRecords

/// Requests about trees of SHA-256 hashes; bytes are hexadecimal.
enum MerkleSuites {
    private static let tree = MerkleTree { bytes in Array(SHA256.hash(data: bytes)) }

    static func root(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        .string(Hexadecimal.encode(tree.root(of: try hashes(request, "leaves"))))
    }

    /// Numbers that are no size or index of a tree are rejected, other malformed ones are errors.
    static func verify(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        let isGood: Bool
        let proof = try hashes(request, "proof")
        switch try request.text(at: "kind") {
        case "inclusion":
            let leafHash = try bytes(request.member("leaf_hash"))
            let root = try bytes(request.member("root"))
            let index = try number(request, "index")
            let size = try number(request, "size")
            isGood =
                if let index, let size {
                    tree.verifyInclusion(leafHash: leafHash, index: index, size: size, proof: proof, root: root)
                } else { false }
        case "consistency":
            let oldRoot = try bytes(request.member("root1"))
            let newRoot = try bytes(request.member("root2"))
            let oldSize = try number(request, "size1")
            let newSize = try number(request, "size2")
            isGood =
                if let oldSize, let newSize {
                    tree.verifyConsistency(
                        oldSize: oldSize, oldRoot: oldRoot, newSize: newSize, newRoot: newRoot, proof: proof)
                } else { false }
        default: throw Conformance.Malformed()
        }
        return .string(isGood ? "accept" : "reject")
    }

    private static func hashes(_ request: JSONTree, _ key: String) throws(Conformance.Malformed) -> [[UInt8]] {
        var result: [[UInt8]] = []
        for item in try request.list(at: key) { result.append(try bytes(item)) }
        return result
    }

    private static func bytes(_ tree: JSONTree) throws(Conformance.Malformed) -> [UInt8] {
        guard let text = tree.string, let bytes = Hexadecimal.decode(text) else { throw Conformance.Malformed() }
        return bytes
    }

    private static func number(_ request: JSONTree, _ key: String) throws(Conformance.Malformed) -> UInt64? {
        let value = try request.member(key)
        guard case .number = value else { throw Conformance.Malformed() }
        return value.counter
    }
}
