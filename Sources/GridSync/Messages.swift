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

/// A stretch of the feed, cut to the device's scope.
package struct FeedPage: Hashable, Sendable {
    /// Encoded records as the hub stores them, in the order in which they changed.
    package var records: [[UInt8]]
    /// Records that left every area of the device's scope: the copy goes.
    package var departed: [RecordID]
    /// Records erased by law: copy, journal and drafts go.
    package var erased: [RecordID]
    package var cursor: [UInt8]
    /// Whether the head of the feed lies beyond this page.
    package var hasMore: Bool

    package init(
        records: [[UInt8]] = [], departed: [RecordID] = [], erased: [RecordID] = [], cursor: [UInt8] = [],
        hasMore: Bool = false
    ) {
        self.records = records
        self.departed = departed
        self.erased = erased
        self.cursor = cursor
        self.hasMore = hasMore
    }
}

/// A node of the area tree, as the hub keeps it and devices receive it.
package struct Area: Hashable, Sendable {
    package var code: AreaCode
    package var name: String
    /// `province city county township village grid microgrid`.
    package var level: String
    package var parent: AreaCode?
    package var validFrom: CalendarDate?
    package var validTo: CalendarDate?
    package var predecessors: [AreaCode]

    package init(
        code: AreaCode, name: String, level: String, parent: AreaCode?, validFrom: CalendarDate? = nil,
        validTo: CalendarDate? = nil, predecessors: [AreaCode] = []
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
        self.predecessors = predecessors
    }
}

/// What a device may hold and do.
package struct ScopeManifest: Hashable, Sendable {
    /// Equal contents have equal versions.
    package var version: String
    package var worker: WorkerID
    package var name: String
    package var role: Role
    /// The areas assigned, sorted; everything below them is in scope.
    package var assigned: [AreaCode]
    /// Every area in scope, the assigned ones and those below and their predecessors included, sorted by code.
    package var areas: [Area]

    package init(version: String, worker: WorkerID, name: String, role: Role, assigned: [AreaCode], areas: [Area]) {
        self.version = version
        self.worker = worker
        self.name = name
        self.role = role
        self.assigned = assigned
        self.areas = areas
    }
}

/// What became of one edit of this worker.
package struct NewsItem: Hashable, Sendable {
    package enum What: String, Sendable { case merged, resolved, accepted, edited, dropped }

    package var position: UInt64
    package var what: What
    package var record: RecordID
    package var path: String
    /// Who did it; empty when no person did.
    package var by: String
    /// Milliseconds since 1970.
    package var at: Int64
    /// JSON texts of the worker's value and of the one that stands now; empty for none.
    package var yours: String
    package var now: String
    /// The worker's changeset that this is about.
    package var dot: Dot?
    package var note: String

    package init(
        position: UInt64, what: What, record: RecordID, path: String, by: String, at: Int64, yours: String,
        now: String, dot: Dot?, note: String
    ) {
        self.position = position
        self.what = what
        self.record = record
        self.path = path
        self.by = by
        self.at = at
        self.yours = yours
        self.now = now
        self.dot = dot
        self.note = note
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

/// A one-time code turned into a device. Sent without a token.
package struct EnrolRequest: Hashable, Sendable {
    package var code: String
    package var software: String

    package init(code: String, software: String) {
        self.code = code
        self.software = software
    }
}

/// What a device is from now on; the token is shown this once.
package struct Enrolment: Hashable, Sendable {
    package var device: DeviceID
    package var replica: ReplicaID
    package var token: String
    package var epoch: EpochID
    package var manifest: ScopeManifest
    package var catalogueVersion: String
    /// The hub's public key for sealed fields (X25519, 32 bytes).
    package var sealingKey: [UInt8]
    package var hubTime: Int64

    package init(
        device: DeviceID, replica: ReplicaID, token: String, epoch: EpochID, manifest: ScopeManifest,
        catalogueVersion: String, sealingKey: [UInt8], hubTime: Int64
    ) {
        self.device = device
        self.replica = replica
        self.token = token
        self.epoch = epoch
        self.manifest = manifest
        self.catalogueVersion = catalogueVersion
        self.sealingKey = sealingKey
        self.hubTime = hubTime
    }
}

/// A restored or cloned copy asks for an identity of its own.
package struct DescendRequest: Hashable, Sendable {
    package var device: DeviceID
    package var replica: ReplicaID
    /// The last counter at which both chains are equal.
    package var common: UInt64
    package var commonChain: [UInt8]
    package var software: String

    package init(device: DeviceID, replica: ReplicaID, common: UInt64, commonChain: [UInt8], software: String) {
        self.device = device
        self.replica = replica
        self.common = common
        self.commonChain = commonChain
        self.software = software
    }
}

/// What the hub holds of one replica, so that a copy finds the last counter in common.
package struct ChainRequest: Hashable, Sendable {
    package var replica: ReplicaID
    package var after: UInt64
    package var limit: UInt32

    package init(replica: ReplicaID, after: UInt64, limit: UInt32) {
        self.replica = replica
        self.after = after
        self.limit = limit
    }
}

/// The hub's log of one replica in counter order.
package struct ChainResponse: Hashable, Sendable {
    package struct Link: Hashable, Sendable {
        package var counter: UInt64
        /// SHA-256 of the canonical changeset.
        package var hash: [UInt8]
        package var chain: [UInt8]
        package var verdict: Verdict
        package var receipt: Receipt

        package init(counter: UInt64, hash: [UInt8], chain: [UInt8], verdict: Verdict, receipt: Receipt) {
            self.counter = counter
            self.hash = hash
            self.chain = chain
            self.verdict = verdict
            self.receipt = receipt
        }
    }

    package var head: UInt64
    package var links: [Link]

    package init(head: UInt64, links: [Link]) {
        self.head = head
        self.links = links
    }
}

/// A question or order of a signed-in device that is not part of the exchange (history, digest, reveal, assign …).
package struct CallRequest: Hashable, Sendable {
    /// A JSON object as text.
    package var arguments: String
    package init(arguments: String) { self.arguments = arguments }
}

/// The answer: JSON texts, one a line.
package struct CallResponse: Hashable, Sendable {
    package var lines: [String]
    package init(lines: [String]) { self.lines = lines }
}
