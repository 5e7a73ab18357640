import GridCausality
import GridRecords
import GridStore
import GridSync

/// A copy that was restored or cloned becomes a device of its own.
extension DeviceWork {
    /// The last counter up to which the hub's chain and this journal agree, of the links given.
    func commonCounter(_ links: [ChainResponse.Link]) throws -> UInt64 {
        var common: UInt64 = 0
        for link in links {
            let dot = Dot(replica: identity.replica, counter: link.counter)
            guard let own = try transaction.entry(dot), own.chain == link.chain else { break }
            common = link.counter
        }
        return common
    }

    func chain(at counter: UInt64) throws -> [UInt8] {
        guard counter > 0 else { return identity.replica.bytes }
        return try transaction.entry(Dot(replica: identity.replica, counter: counter))?.chain ?? identity.replica.bytes
    }

    /// Takes the new identity, acknowledges what the hub holds, and issues the rest anew under the new replica.
    ///
    /// - Parameter refill: what becomes of copies that the next pull does not bring. While a copy of a device was away
    ///   records may have left, and the hub would not say so again; a hub that went back may have lost them.
    func descend(
        to enrolment: Enrolment, common: UInt64, held: [ChainResponse.Link],
        refill: ExchangeState.Refill = .replacing, report: inout ExchangeReport
    ) throws {
        var state = try exchangeState()
        for link in held where link.counter > state.acknowledged && link.counter <= common {
            try settle(
                VerdictEntry(counter: link.counter, verdict: link.verdict, receipt: link.receipt), &state, &report)
        }
        if enrolment.epoch != identity.epoch { state.copiesEpoch = state.copiesEpoch ?? identity.epoch }
        let old = identity.replica
        var identity = identity
        identity.ancestors.append(old)
        identity.device = enrolment.device
        identity.replica = enrolment.replica
        identity.token = enrolment.token
        identity.epoch = enrolment.epoch
        identity.sealingKey = enrolment.sealingKey
        let work = with(identity: identity, manifest: enrolment.manifest)
        try transaction.put(DeviceIdentity.key, identity.json)
        try transaction.put(ScopeManifest.key, enrolment.manifest.json)
        try transaction.put(DocumentKey.manifestVersion, .string(enrolment.manifest.version))
        try dropStaged()
        var fresh = ExchangeState()
        fresh.clockOffset = state.clockOffset
        fresh.lastSync = state.lastSync
        fresh.refill = refill
        fresh.unpulled = state.unpulled + [old]
        fresh.copiesEpoch = state.copiesEpoch
        try put(fresh)
        try work.reissue(of: old, after: common)
        report.descendedFrom = old
    }

    /// Copies what the old replica had beyond the common counter, each context with the dots that it has now.
    private func reissue(of old: ReplicaID, after common: UInt64) throws {
        var translation = DotTranslation(old: old, common: common, new: identity.replica)
        while let entry = try transaction.entries(of: old, after: translation.last, limit: 1).first {
            translation.last = entry.dot.counter
            guard entry.state == .pending || entry.state == .acknowledged,
                let changeset = try changeset(of: entry)
            else { continue }
            var copy = changeset
            copy.dot = translation.add(entry.dot.counter)
            copy.changes = changeset.changes.map { translation.translated($0) }
            copy.origin = Changeset.Origin(
                dot: entry.dot, onBehalfOf: changeset.origin?.onBehalfOf,
                effectiveTime: StoredVerdict(bytes: entry.verdict)?.receipt.effectiveTime
                    ?? changeset.origin?.effectiveTime)
            try append(copy, was: entry.dot, at: entry.at)
            var replaced = entry
            replaced.state = .reissued
            try transaction.update(replaced)
        }
    }
}

/// Where the dots of an old replica beyond a counter stand now.
struct DotTranslation {
    let old: ReplicaID
    let common: UInt64
    let new: ReplicaID
    /// The last counter of the old replica that was looked at.
    var last: UInt64
    /// Counters of the old replica in the order of their new ones, which begin at 1.
    private var issued: [UInt64] = []

    init(old: ReplicaID, common: UInt64, new: ReplicaID) {
        self.old = old
        self.common = common
        self.new = new
        last = common
    }

    /// Gives the next new dot to an old counter.
    mutating func add(_ counter: UInt64) -> Dot {
        issued.append(counter)
        return Dot(replica: new, counter: UInt64(issued.count))
    }

    func translated(_ change: Change) -> Change {
        Change(
            record: change.record, kind: change.kind, context: translated(change.context), epoch: change.epoch,
            isResolution: change.isResolution, isCreation: change.isCreation, writes: change.writes,
            keeps: change.keeps.compactMap { kept in translated(kept.dot).map { KeptSibling($0, at: kept.path) } })
    }

    func translated(_ context: VersionVector) -> VersionVector {
        let seen = context[old]
        guard seen > common else { return context }
        let count = UInt64(issued.prefix { $0 <= seen }.count)
        return VersionVector(
            context.entries.map { entry in
                entry.replica == old ? .init(replica: old, counter: common) : entry
            } + [.init(replica: new, counter: count)])
    }

    /// Nil for a dot that was not issued again.
    private func translated(_ dot: Dot) -> Dot? {
        guard dot.replica == old, dot.counter > common else { return dot }
        guard let index = issued.firstIndex(of: dot.counter) else { return nil }
        return Dot(replica: new, counter: UInt64(index + 1))
    }
}
