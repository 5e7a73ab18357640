/// The name of one changeset for ever: the replica that made it and its place there, counted from 1 without gaps.
///
/// Ordered by replica, then counter. Source: Almeida et al., "Scalable and Accurate Causality Tracking for
/// Eventually Consistent Stores" (2014), section 3.
public struct Dot: Hashable, Comparable, Sendable {
    public let replica: ReplicaID
    public let counter: UInt64

    @inlinable
    public init(replica: ReplicaID, counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }

    /// Reads `<replica, 32 hex>:<counter>`, a counter of 1 or more in plain decimal digits; nil for anything else.
    public init?(text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let replica = ReplicaID(hex: parts[0]),
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let counter = UInt64(parts[1]), counter > 0
        else { return nil }
        self.init(replica: replica, counter: counter)
    }

    /// The dot before this one of the same replica; nil for the first.
    public var predecessor: Dot? { counter > 1 ? Dot(replica: replica, counter: counter - 1) : nil }

    @inlinable
    public static func < (left: Dot, right: Dot) -> Bool {
        left.replica != right.replica ? left.replica < right.replica : left.counter < right.counter
    }
}

extension Dot: CustomStringConvertible {
    public var description: String { "\(replica.hex):\(counter)" }
}
