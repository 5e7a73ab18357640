import GridCausality
import GridRecords
import GridStore

/// The records that one job has looked at: each is fetched and decoded once. A job that fails takes them with it.
final class JobMemory {
    /// Then all are forgotten, so that memory stays bounded.
    private static let capacity = 4_096
    private var stored: [RecordID: StoredRecord?] = [:]
    private var decoded: [RecordID: KnownRecord] = [:]
    /// Records that are taken for new because a changeset creates them. Nobody has looked for them.
    private var expectedNew: Set<RecordID> = []
    /// How far the replicas' changesets were committed up to the position of a cursor, as far as that was asked.
    fileprivate var told: (position: UInt64, counters: [ReplicaID: UInt64]) = (0, [:])
    /// Versions of the catalogue that were asked for, and whether this hub ever had them.
    fileprivate var catalogueVersions: [String: Bool] = [:]

    func stored(_ id: RecordID, else fetch: () throws -> StoredRecord?) rethrows -> StoredRecord? {
        if let known = stored[id] { return known }
        let record = try fetch()
        if stored.count >= JobMemory.capacity { forgetAll() }
        stored[id] = .some(record)
        return record
    }

    /// Fetches records that will be asked for, together.
    ///
    /// - Parameter ids: each as often as may be.
    func fetch(_ ids: [RecordID], _ fetch: ([RecordID]) throws -> [StoredRecord]) rethrows {
        if stored.count + ids.count > JobMemory.capacity { forgetAll() }
        var seen: Set<RecordID> = []
        seen.reserveCapacity(ids.count)
        let isEmpty = stored.isEmpty
        let unknown = ids.filter { (isEmpty || stored[$0] == nil) && seen.insert($0).inserted }
        let found = try fetch(unknown)
        stored.reserveCapacity(stored.count + unknown.count)
        for record in found { stored[record.id] = .some(record) }
        guard found.count < unknown.count else { return }
        for id in unknown where stored[id] == nil { stored[id] = .some(nil) }
    }

    /// Takes records for new without a look: what creates one shows whether it is.
    func expectNew(_ ids: [RecordID]) {
        for id in ids where stored[id] == nil {
            stored[id] = .some(nil)
            expectedNew.insert(id)
        }
    }

    /// Looks for those of the records that were only taken for new; `taken` where one is there.
    func confirmNew(_ ids: [RecordID], _ fetch: ([RecordID]) throws -> [StoredRecord]) throws {
        guard !expectedNew.isEmpty else { return }
        let unseen = ids.filter { expectedNew.contains($0) && stored[$0] == .some(nil) }
        guard !unseen.isEmpty else { return }
        expectedNew.subtract(unseen)
        guard try fetch(unseen).isEmpty else { throw StoreError.taken }
    }

    func decoded(_ id: RecordID, else decode: () throws -> KnownRecord?) rethrows -> KnownRecord? {
        if let known = decoded[id] { return known }
        let record = try decode()
        decoded[id] = record
        return record
    }

    func keep(_ record: StoredRecord, _ value: KnownRecord?) {
        stored[record.id] = .some(record)
        decoded[record.id] = value
    }

    /// - Parameter before: a record as it is read from the stored one.
    func know(_ before: KnownRecord, of record: StoredRecord) {
        if decoded[record.id] == nil, stored[record.id] == .some(record) { decoded[record.id] = before }
    }

    func forget(_ id: RecordID) {
        stored[id] = nil
        decoded[id] = nil
    }

    private func forgetAll() {
        stored = [:]
        decoded = [:]
    }
}

/// Records go through the job's memory; whoever walks over many of them asks the transaction.
extension HubWork {
    func fetch(_ ids: [RecordID]) throws { try known.fetch(ids) { try transaction.records($0) } }

    func expectNew(_ ids: [RecordID]) { known.expectNew(ids) }

    func confirmNew(_ ids: [RecordID]) throws { try known.confirmNew(ids) { try transaction.records($0) } }

    func stored(_ id: RecordID) throws -> StoredRecord? {
        try known.stored(id) { try transaction.record(id) }
    }

    func record(_ id: RecordID) throws -> Record? { try knownRecord(id)?.record }

    func knownRecord(_ id: RecordID) throws -> KnownRecord? {
        try known.decoded(id) { try stored(id).map { try reading($0) } }
    }

    private func reading(_ stored: StoredRecord) throws -> KnownRecord {
        if let known = recordReadings.record(stored) { return known }
        let record = KnownRecord(try decode(stored))
        recordReadings.keep(record, stored.body)
        return record
    }

    /// Takes the record that a merge begins with for read.
    func know(_ foreseen: MergesAhead.Foreseen) { known.know(foreseen.merge.before, of: foreseen.stored) }

    /// Whether the changeset was committed at a position or before.
    ///
    /// A replica's are committed in their order, so one that was says the same of all before it: mostly the last one does.
    func wasTold(_ dot: Dot, upTo position: UInt64) throws -> Bool {
        if known.told.position != position { known.told = (position, [:]) }
        if known.told.counters[dot.replica] == nil {
            let head = Dot(replica: dot.replica, counter: try head(dot.replica))
            known.told.counters[dot.replica] = try isCommitted(head, by: position) ? head.counter : 0
        }
        if let counter = known.told.counters[dot.replica], dot.counter <= counter { return true }
        guard try isCommitted(dot, by: position) else { return false }
        known.told.counters[dot.replica] = dot.counter
        return true
    }

    private func isCommitted(_ dot: Dot, by position: UInt64) throws -> Bool {
        guard dot.counter > 0, let committed = try transaction.position(of: dot) else { return false }
        return committed <= position
    }

    /// Whether this hub has had the catalogue in force at some time.
    func knows(catalogueVersion version: String) throws -> Bool {
        if let isKnown = known.catalogueVersions[version] { return isKnown }
        let isKnown = try documents.has(.meta, "catalogue/\(version)")
        known.catalogueVersions[version] = isKnown
        return isKnown
    }

    /// Logs a changeset and puts the record that it creates, whose body goes on with the entry's.
    func append(_ entry: LogEntry, creating record: StoredRecord) throws {
        try transaction.append(entry, creating: record)
        var whole = record
        whole.body += entry.body
        known.keep(whole, nil)
    }

    /// Puts a record at a new place in the feed, as it stands.
    func move(_ id: RecordID, to position: UInt64) throws {
        try transaction.move(id, to: position)
        known.forget(id)
    }

    /// - Parameter value: what the stored bytes say.
    func put(_ record: StoredRecord, _ value: KnownRecord) throws {
        try transaction.put(record)
        known.keep(record, value)
    }
}
