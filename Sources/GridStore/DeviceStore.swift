package import GridCausality
package import GridRecords

/// A device's data: the hub's copies of records, the journal of its own changesets, and shelves of documents.
///
/// One process writes at a time; a second one gets `StoreError.busy` after a bounded wait.
package protocol DeviceStore: AnyObject, Sendable {
    /// Runs a job in one transaction and commits it, fsynced, before it returns. A throwing job leaves no trace.
    func write<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value
    func read<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value
    /// Marks that this process is exchanging with the hub; `StoreError.busy` when another one still is after the wait.
    func beginExchange() throws -> any ExchangeLease
    func integrityFindings() throws -> [String]
    func close() throws
}

/// The right to exchange with the hub, held by one process at a time; also ends when it is let go.
package protocol ExchangeLease: AnyObject, Sendable {
    func end()
}

/// One of the device's own changesets.
package struct JournalEntry: Hashable, Sendable {
    /// What became of it.
    package enum State: String, CaseIterable, Sendable {
        /// Not yet acknowledged.
        case pending
        /// Applied on the hub (applied, merged or conflict).
        case acknowledged
        case quarantined
        /// The worker took it back, or edited it into another.
        case withdrawn
        /// The hub erased its record.
        case erased
        case forked
        /// Re-issued under a new replica; the new entry says which.
        case reissued
    }

    package var dot: Dot
    /// Canonical bytes; empty once trimmed.
    package var body: [UInt8]
    package var hash: [UInt8]
    package var chain: [UInt8]
    package var state: State
    /// Milliseconds since 1970 by the device's clock.
    package var at: Int64
    package var records: [RecordID]
    /// The dot it had before it was re-issued.
    package var was: Dot?
    /// The stored form of verdict and receipt, empty before there is one.
    package var verdict: [UInt8]

    package init(
        dot: Dot, body: [UInt8], hash: [UInt8], chain: [UInt8], state: State, at: Int64, records: [RecordID],
        was: Dot? = nil, verdict: [UInt8] = []
    ) {
        self.dot = dot
        self.body = body
        self.hash = hash
        self.chain = chain
        self.state = state
        self.at = at
        self.records = records
        self.was = was
        self.verdict = verdict
    }
}

/// The hub's copy of a record on a device.
package struct DeviceRecord: Hashable, Sendable {
    package var id: RecordID
    package var kind: String
    /// The encoded record, as the hub sent it.
    package var body: [UInt8]
    /// All areas it belongs to, sorted.
    package var areas: [AreaCode]
    /// Open disputes in it.
    package var disputes: Int

    package init(id: RecordID, kind: String, body: [UInt8], areas: [AreaCode], disputes: Int) {
        self.id = id
        self.kind = kind
        self.body = body
        self.areas = areas
        self.disputes = disputes
    }
}

/// The verbs within one transaction of a device.
package protocol DeviceTransaction: DocumentTransaction {
    /// The counter must be the replica's last plus one.
    func append(_ entry: JournalEntry) throws
    /// Replaces everything but the dot.
    func update(_ entry: JournalEntry) throws
    func entry(_ dot: Dot) throws -> JournalEntry?
    /// The last entry of a replica; nil when it never wrote.
    func lastEntry(of replica: ReplicaID) throws -> JournalEntry?
    /// Entries in a state, in the order (replica as first used, counter).
    func entries(in state: JournalEntry.State, limit: Int) throws -> [JournalEntry]
    /// A replica's entries after a counter, in order.
    func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [JournalEntry]
    /// Entries that touch a record, in the order they were made.
    func entries(touching record: RecordID) throws -> [JournalEntry]
    func countEntries(in state: JournalEntry.State) throws -> Int

    func record(_ id: RecordID) throws -> DeviceRecord?
    func put(_ record: DeviceRecord) throws
    func removeRecord(_ id: RecordID) throws
    /// In the order of ids after one, all, of a kind, or only those in dispute.
    func records(after id: RecordID?, kind: String?, onlyDisputed: Bool, limit: Int) throws -> [DeviceRecord]
    func countRecords() throws -> Int
    /// Sum of open disputes over all records.
    func countDisputes() throws -> Int
}
