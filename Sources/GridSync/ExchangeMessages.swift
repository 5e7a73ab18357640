package import GridCausality
package import GridRecords

/// What a device says of itself before anything is taken. SPEC, "Hello".
package struct Hello: Hashable, Sendable {
    package var device: DeviceID
    package var replica: ReplicaID
    /// The last counter that the device used, 0 for none.
    package var head: UInt64
    /// The chain hash at `head`, 32 bytes; at 0 the replica's 16 bytes.
    package var headChain: [UInt8]
    /// The last counter for which the device holds a verdict with no gap before it.
    package var acknowledged: UInt64
    package var acknowledgedChain: [UInt8]
    /// The hub's epoch as the device knows it; nil before the first exchange.
    package var epoch: EpochID?
    package var catalogueVersion: String
    /// Version of the scope manifest that the device holds; empty for none.
    package var manifestVersion: String
    /// The device's clock when it sent this, milliseconds since 1970.
    package var deviceTime: Int64
    /// Changesets on the device that are not yet acknowledged.
    package var unsent: UInt64
    /// Name and version of the program, for the fleet's list.
    package var software: String

    package init(
        device: DeviceID, replica: ReplicaID, head: UInt64, headChain: [UInt8], acknowledged: UInt64,
        acknowledgedChain: [UInt8], epoch: EpochID?, catalogueVersion: String, manifestVersion: String,
        deviceTime: Int64, unsent: UInt64, software: String
    ) {
        self.device = device
        self.replica = replica
        self.head = head
        self.headChain = headChain
        self.acknowledged = acknowledged
        self.acknowledgedChain = acknowledgedChain
        self.epoch = epoch
        self.catalogueVersion = catalogueVersion
        self.manifestVersion = manifestVersion
        self.deviceTime = deviceTime
        self.unsent = unsent
        self.software = software
    }
}

/// A changeset on its way to the hub.
package struct PushedChangeset: Hashable, Sendable {
    package var changeset: Changeset
    /// The hub's earlier receipt, when this one was acknowledged before the hub went back.
    package var receipt: Receipt?
    /// Set when the body was too large to travel: the hash of the canonical bytes that stayed on the device. The
    /// changeset then has no changes.
    package var withheldHash: [UInt8]?

    package init(changeset: Changeset, receipt: Receipt? = nil, withheldHash: [UInt8]? = nil) {
        self.changeset = changeset
        self.receipt = receipt
        self.withheldHash = withheldHash
    }
}

/// What a device wants from the feed.
package struct PullRequest: Hashable, Sendable {
    /// The cursor of the last page, as the hub gave it; empty to begin.
    package var cursor: [UInt8]
    /// Records on a page, at most; the hub may send fewer.
    package var limit: UInt32

    package init(cursor: [UInt8], limit: UInt32) {
        self.cursor = cursor
        self.limit = limit
    }
}

/// One exchange from the device's side: hello, push, pull.
package struct SyncRequest: Hashable, Sendable {
    package var hello: Hello
    /// In the order of their counters, without gaps.
    package var changesets: [PushedChangeset]
    /// Nil for a push alone.
    package var pull: PullRequest?

    package init(hello: Hello, changesets: [PushedChangeset] = [], pull: PullRequest? = nil) {
        self.hello = hello
        self.changesets = changesets
        self.pull = pull
    }
}

/// How the hub sees the device that said hello.
package enum Standing: String, Hashable, Sendable {
    /// The hub's head lies on the device's chain.
    case normal
    /// The hub knows more of this replica than the copy that speaks, or other things: it was restored or cloned.
    /// Nothing was taken; the copy has to descend.
    case copied
    /// The hub went back to an earlier state, now or since the device last spoke; it began a new epoch. Nothing was
    /// taken: the device drops its cursor and sends again from the hub's head.
    case wentBack = "went_back"
}

/// The hub's answer for one counter of the device's replica.
package struct VerdictEntry: Hashable, Sendable {
    package var counter: UInt64
    package var verdict: Verdict
    package var receipt: Receipt

    package init(counter: UInt64, verdict: Verdict, receipt: Receipt) {
        self.counter = counter
        self.verdict = verdict
        self.receipt = receipt
    }
}

/// One exchange from the hub's side.
package struct SyncResponse: Hashable, Sendable {
    /// The hub's clock, milliseconds since 1970.
    package var hubTime: Int64
    package var epoch: EpochID
    package var standing: Standing
    /// The hub's last counter of the device's replica, after this push, and the chain hash there.
    package var head: UInt64
    package var headChain: [UInt8]
    /// One for each changeset pushed, in their order.
    package var verdicts: [VerdictEntry]
    package var page: FeedPage?
    /// Only when it differs from the one the device holds.
    package var manifest: ScopeManifest?
    /// The catalogue that is in force; the device fetches it when its own is another.
    package var catalogueVersion: String
    /// The counter of this replica up to which a completed backup holds everything.
    package var backedUp: UInt64
    package var news: [NewsItem]

    package init(
        hubTime: Int64, epoch: EpochID, standing: Standing, head: UInt64, headChain: [UInt8],
        verdicts: [VerdictEntry] = [], page: FeedPage? = nil, manifest: ScopeManifest? = nil,
        catalogueVersion: String, backedUp: UInt64 = 0, news: [NewsItem] = []
    ) {
        self.hubTime = hubTime
        self.epoch = epoch
        self.standing = standing
        self.head = head
        self.headChain = headChain
        self.verdicts = verdicts
        self.page = page
        self.manifest = manifest
        self.catalogueVersion = catalogueVersion
        self.backedUp = backedUp
        self.news = news
    }
}
