package import GridCausality

/// The hub's judgement of a hello, before anything is taken. SPEC, "Identity at every hello".
package enum HelloJudgement: Hashable, Sendable {
    case normal
    /// The speaker is a restored or cloned copy.
    case copied
    /// The hub holds less than it once acknowledged.
    case hubWentBack

    /// - Parameters:
    ///   - head: the hub's last counter of this replica.
    ///   - chainAt: the hub's chain hash at a counter up to its head; nil where it has none.
    ///   - repeated: the chain hashes at the counters of those changesets sent that the hub has, computed from them.
    package static func judge(
        _ hello: Hello, head: UInt64, chainAt: (UInt64) -> [UInt8]?,
        repeated: [(counter: UInt64, chain: [UInt8])]
    ) -> HelloJudgement {
        if hello.acknowledged > head { return .hubWentBack }
        if head > hello.head { return .copied }
        if let chain = chainAt(hello.acknowledged), chain != hello.acknowledgedChain { return .copied }
        if head == hello.head, let chain = chainAt(head), chain != hello.headChain { return .copied }
        // What lies between the acknowledged counter and the hub's head was sent before without an answer: the same
        // changesets come again with this push, and their chain must meet the hub's.
        for (counter, chain) in repeated {
            if let mine = chainAt(counter), mine != chain { return .copied }
        }
        return .normal
    }
}

/// The time that counts for a change, fixed once. SPEC, "Effective time".
package enum EffectiveTime {
    /// The device's time less its clock offset, never later than the receipt by the hub's own clock.
    package static func fix(deviceTime: Int64, clockOffset: Int64, receipt: Int64) -> Int64 {
        let (corrected, overflowed) = deviceTime.subtractingReportingOverflow(clockOffset)
        return overflowed ? receipt : min(corrected, receipt)
    }

    /// The device's clock less the hub's.
    package static func offset(deviceTime: Int64, hubTime: Int64) -> Int64 {
        let (offset, overflowed) = deviceTime.subtractingReportingOverflow(hubTime)
        return overflowed ? (deviceTime < hubTime ? .min / 4 : .max / 4) : offset
    }
}

/// Cutting a context from an earlier epoch down to what this hub knows.
package enum ContextCut {
    /// The known part, and what was lost.
    package static func cut(
        _ context: VersionVector, known: (ReplicaID) throws -> UInt64
    ) rethrows -> (known: VersionVector, lost: VersionVector) {
        var kept: [VersionVector.Entry] = []
        var lost: [VersionVector.Entry] = []
        for entry in context.entries {
            let head = try known(entry.replica)
            if entry.counter > head { lost.append(entry) }
            if min(entry.counter, head) > 0 {
                kept.append(.init(replica: entry.replica, counter: min(entry.counter, head)))
            }
        }
        return (VersionVector(kept), VersionVector(lost))
    }
}
