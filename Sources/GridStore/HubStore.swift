package import GridCausality
package import GridRecords

/// The hub's data: the log of changesets, the records, the feed, and shelves of administrative documents.
///
/// One process and one writing connection. Every commit is fsynced before a call returns. A job must not call the
/// store again, nor keep the transaction it was given.
package protocol HubStore: AnyObject, Sendable {
    /// Runs the jobs in their order in one transaction, each in a savepoint of its own, and commits once.
    ///
    /// A job that throws is rolled back alone and its error is its result. When the commit fails, everything is
    /// rolled back and the call throws: no job has happened. So too when a job meets a full or failing disk.
    func commit(_ jobs: [(any HubTransaction) throws -> Void]) throws -> [Result<Void, any Error>]
    /// Runs a job that only reads, on a consistent state.
    func read<Value>(_ job: (any HubTransaction) throws -> Value) throws -> Value
    /// Copies the whole store into an empty directory, consistent, while it goes on. Returns the bytes written.
    func backup(to directory: String) throws -> Int64
    /// Findings of the store's own integrity checks; empty when all is well.
    func integrityFindings() throws -> [String]
    func close() throws
}

/// One changeset as the hub took it.
package struct LogEntry: Hashable, Sendable {
    package var dot: Dot
    /// The commit that brought it; positions rise by one with each commit of anything.
    package var position: UInt64
    /// SHA-256 of the canonical bytes that were pushed; empty where these are `body`.
    package var pushedHash: [UInt8]
    /// The replica's chain hash with it.
    package var chain: [UInt8]
    /// Canonical bytes; empty once erased by law or when withheld.
    package var body: [UInt8]
    package var device: DeviceID
    package var author: WorkerID
    package var effectiveTime: Int64
    package var receivedTime: Int64
    package var clockOffset: Int64
    /// The verdict with reason, detail and conflicts, as stored text.
    package var verdict: String
    /// In which the verdict was given.
    package var epoch: EpochID
    /// Whether its writes were applied to the records.
    package var isApplied: Bool
    /// The records it touches, sorted.
    package var records: [RecordID]

    package init(
        dot: Dot, position: UInt64, pushedHash: [UInt8], chain: [UInt8], body: [UInt8], device: DeviceID,
        author: WorkerID,
        effectiveTime: Int64, receivedTime: Int64, clockOffset: Int64, verdict: String, epoch: EpochID,
        isApplied: Bool, records: [RecordID]
    ) {
        self.dot = dot
        self.position = position
        self.pushedHash = pushedHash
        self.chain = chain
        self.body = body
        self.device = device
        self.author = author
        self.effectiveTime = effectiveTime
        self.receivedTime = receivedTime
        self.clockOffset = clockOffset
        self.verdict = verdict
        self.epoch = epoch
        self.isApplied = isApplied
        self.records = records
    }
}

/// Of a line of the log, what the values of records come from.
package struct LogWriting: Hashable, Sendable {
    package var dot: Dot
    package var body: [UInt8]
    package var device: DeviceID
    package var author: WorkerID
    package var effectiveTime: Int64
    package var clockOffset: Int64

    package init(
        dot: Dot, body: [UInt8], device: DeviceID, author: WorkerID, effectiveTime: Int64, clockOffset: Int64
    ) {
        self.dot = dot
        self.body = body
        self.device = device
        self.author = author
        self.effectiveTime = effectiveTime
        self.clockOffset = clockOffset
    }
}

extension LogEntry {
    package var writing: LogWriting {
        LogWriting(
            dot: dot, body: body, device: device, author: author, effectiveTime: effectiveTime,
            clockOffset: clockOffset)
    }
}

/// The last changeset of a replica.
package struct ReplicaHead: Hashable, Sendable {
    package var counter: UInt64
    package var chain: [UInt8]

    package init(counter: UInt64, chain: [UInt8]) {
        self.counter = counter
        self.chain = chain
    }
}

/// One record as the hub keeps it.
package struct StoredRecord: Hashable, Sendable {
    package var id: RecordID
    package var kind: String
    /// The encoded record, as it is sent.
    package var body: [UInt8]
    /// The commit that changed it last.
    package var position: UInt64
    /// The areas it belongs to, sorted.
    package var areas: [AreaCode]
    package var isDeleted: Bool

    package init(
        id: RecordID, kind: String, body: [UInt8], position: UInt64, areas: [AreaCode], isDeleted: Bool
    ) {
        self.id = id
        self.kind = kind
        self.body = body
        self.position = position
        self.areas = areas
        self.isDeleted = isDeleted
    }
}

/// One line of the feed's index: that a record changed in, or left, an area.
package struct Placement: Hashable, Sendable {
    package enum State: UInt8, Sendable {
        /// The record is in this area.
        case present = 0
        /// It was, and moved away.
        case departed = 1
        /// It was erased by law.
        case erased = 2
    }

    package var area: AreaCode
    package var position: UInt64
    package var record: RecordID
    package var state: State

    package init(area: AreaCode, position: UInt64, record: RecordID, state: State) {
        self.area = area
        self.position = position
        self.record = record
        self.state = state
    }
}

/// A line of the feed of some areas, with the record where it is to be sent.
package struct FeedLine: Hashable, Sendable {
    package var position: UInt64
    package var record: RecordID
    package var state: Placement.State
    /// The encoded record that is present; empty for one that departed or was erased.
    package var body: [UInt8]

    package init(position: UInt64, record: RecordID, state: Placement.State, body: [UInt8]) {
        self.position = position
        self.record = record
        self.state = state
        self.body = body
    }
}

/// The last commit: its number and the chain hash over all commits up to it.
package struct Commit: Hashable, Sendable {
    package var position: UInt64
    package var chain: [UInt8]

    package init(position: UInt64, chain: [UInt8]) {
        self.position = position
        self.chain = chain
    }
}

/// The verbs within one transaction of the hub.
package protocol HubTransaction: DocumentTransaction {
    /// The last commit; position 0 with an empty chain before the first.
    func lastCommit() throws -> Commit
    /// Notes the next commit; its position must be the last one plus one.
    func append(_ commit: Commit) throws
    /// The chain hash at a position; nil beyond the last commit.
    func commitChain(at position: UInt64) throws -> [UInt8]?

    /// Nil for a replica that never wrote.
    func head(of replica: ReplicaID) throws -> ReplicaHead?
    /// Appends to the log and moves the replica's head; the counter must be the head's plus one.
    func append(_ entry: LogEntry) throws
    /// The same, and puts the record that the changeset creates: its body is the record's as it is given here, and behind
    /// that the entry's, which is kept once. No look is taken whether the store has met the record before: if it has, the
    /// job fails with `taken`, here or at its end.
    func append(_ entry: LogEntry, creating record: StoredRecord) throws
    func entry(_ dot: Dot) throws -> LogEntry?
    /// The commit of a changeset without its body; nil when it is not in the log.
    func position(of dot: Dot) throws -> UInt64?
    func chain(of dot: Dot) throws -> [UInt8]?
    /// A replica's log after a counter, in order.
    func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [LogEntry]
    /// Everything in the log that touches a record, in the order of the commits.
    func entries(touching record: RecordID) throws -> [LogEntry]
    /// What a record's values come from: of each applied entry that touches it, in the order of the commits.
    func writings(of record: RecordID) throws -> [LogWriting]
    /// The log from its beginning, in the order of the commits.
    func entries(limit: Int) throws -> [LogEntry]
    /// Replaces what may change of an entry: verdict and its epoch, body with the hash of what was pushed, whether it is
    /// applied, its records.
    func update(_ entry: LogEntry) throws
    func heads() throws -> [(replica: ReplicaID, head: ReplicaHead)]

    func record(_ id: RecordID) throws -> StoredRecord?
    /// Those of the records that are there, in any order; each is asked for once.
    func records(_ ids: [RecordID]) throws -> [StoredRecord]
    /// Stores a record and its place in the feed: present in its areas, departed from those it was in before. The kind
    /// of one that is there stays as it is.
    func put(_ record: StoredRecord) throws
    /// Puts a record at a new place in the feed, as it stands.
    func move(_ id: RecordID, to position: UInt64) throws
    /// Takes a record away for ever and leaves an erased line in each area it is or ever was in.
    func erase(_ id: RecordID, position: UInt64) throws
    /// Records in the order of their ids after one.
    func records(after id: RecordID?, limit: Int) throws -> [StoredRecord]
    /// The records of a kind after one of them, in an order of the store's own: each comes once to who goes on from page
    /// to page, as long as nothing is written.
    func records(ofKind kind: String, after id: RecordID?, limit: Int) throws -> [StoredRecord]
    /// The feed of one area after a position, in the order (position, record); never cut within a commit, so a page
    /// may be longer than its limit.
    func placements(in area: AreaCode, after position: UInt64, limit: Int) throws -> [Placement]
    /// What is told of some areas after a position, in the order of the commits and within one in an order of the store's
    /// own; never cut within a commit, so a page may be longer than its limit. A record has a line for each of the areas.
    func feed(of areas: [AreaCode], after position: UInt64, limit: Int) throws -> [FeedLine]
    /// The feed of all areas after a position, in the order (position, record, area); never cut within a commit.
    func placements(after position: UInt64, limit: Int) throws -> [Placement]
    func countRecords() throws -> Int
}
