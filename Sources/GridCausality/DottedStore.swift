/// Why a copy cannot name another write.
package enum DottedStoreError: Error, Equatable, Sendable {
    /// The replica's last counter is used; the copy has to continue as a new incarnation.
    case countersExhausted
}

/// One copy of one value that many may write: the dots it has seen and the siblings that survive.
///
/// The general form of what the records rest on: contexts may have gaps, and copies are joined whole, in any order,
/// late or twice. Nothing is lost as long as no dot is used twice: a copy that lost state, was set back to an older
/// one or was copied must go on as `continuing(as:)` under an identity never used before, because its own memory of
/// its counters is exactly what cannot be trusted then. Source: Almeida et al., "Scalable and Accurate Causality
/// Tracking for Eventually Consistent Stores" (2014), sections 4 and 5, with one dot for each value.
package struct DottedStore<Value: Sendable>: Sendable {
    package let replica: ReplicaID
    /// Every dot taken into account here: those of the siblings, and those that were covered.
    package private(set) var context: DottedContext
    package private(set) var siblings: Siblings<Value>

    /// An empty copy of a replica that never issued a dot.
    package init(replica: ReplicaID) {
        self.init(replica: replica, context: .empty, siblings: Siblings())
    }

    private init(replica: ReplicaID, context: DottedContext, siblings: Siblings<Value>) {
        self.replica = replica
        self.context = context
        self.siblings = siblings
    }

    /// Replaces the siblings that the writer saw and keeps the others; answers with the dot of the new one.
    ///
    /// The dot lies above every counter known of this replica, also one known only from what the writer saw: a dot
    /// that is covered already would be dropped by the next join. On error nothing has changed.
    package mutating func write(_ value: Value, seen: DottedContext) throws(DottedStoreError) -> Dot {
        let last = max(context.highest(of: replica), seen.highest(of: replica))
        guard last < .max else { throw .countersExhausted }
        let dot = Dot(replica: replica, counter: last + 1)
        delete(seen: seen)
        context.include(dot)
        siblings.insert(value, at: dot)
        return dot
    }

    /// Drops the siblings that the context covers, and remembers it, so that they do not come back.
    package mutating func delete(seen: DottedContext) {
        siblings.cover(by: seen.covers)
        context.merge(seen)
    }

    /// Takes in another copy whole; commutative, associative and idempotent in siblings and context.
    package mutating func join(_ other: DottedStore) {
        siblings = siblings.joined(other.siblings, seenHere: context.covers, seenThere: other.context.covers)
        context.merge(other.context)
    }

    /// The same state under another identity, one that nobody used before: after a restore or in a clone.
    package func continuing(as incarnation: ReplicaID) -> DottedStore {
        DottedStore(replica: incarnation, context: context, siblings: siblings)
    }
}
