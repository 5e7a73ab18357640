package import GridCausality

/// The hash chain over one replica's changesets: `chain(n) = SHA-256(chain(n-1) ‖ SHA-256(canonical n))`, `chain(0)`
/// the replica's 16 bytes. Equal chain hashes at a counter mean equal histories up to it.
package struct Chain: Hashable, Sendable {
    package let replica: ReplicaID
    package private(set) var counter: UInt64
    package private(set) var hash: [UInt8]

    package init(replica: ReplicaID) {
        self.replica = replica
        counter = 0
        hash = replica.bytes
    }

    /// Continues from a stored link.
    package init(replica: ReplicaID, counter: UInt64, hash: [UInt8]) {
        self.replica = replica
        self.counter = counter
        self.hash = hash
    }

    /// Takes in the next changeset by the hash of its canonical bytes.
    package mutating func append(_ changesetHash: [UInt8], sha256: ([UInt8]) -> [UInt8]) {
        hash = sha256(hash + changesetHash)
        counter += 1
    }
}
