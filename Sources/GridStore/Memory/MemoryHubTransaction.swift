package import GridCausality
package import GridRecords

/// The hub's tables in memory, with their indexes.
package final class MemoryHubTransaction: MemoryTransaction, HubTransaction {
    private struct Touch: Comparable {
        let record: RecordID
        /// Of an entry.
        let number: Int

        static func < (left: Touch, right: Touch) -> Bool {
            left.record != right.record ? left.record < right.record : left.number < right.number
        }
    }

    private var chains: [[UInt8]] = []
    private var lastOfReplica = SortedTable<ReplicaID, ReplicaHead>()
    /// Entries by their number, which is their place here: in the order of the commits.
    private var log: [LogEntry] = []
    private var numbers = SortedTable<Dot, Int>()
    private var touches = SortedTable<Touch, Void>()
    private var stored = SortedTable<RecordID, StoredRecord>()
    /// Every record that was put or touched.
    private var met: Set<RecordID> = []
    private var feed = MemoryFeed()

    /// Becomes what the other is now: how a store goes back to an earlier state.
    func becomeCopy(of other: MemoryHubTransaction) {
        becomeDocuments(of: other)
        (chains, lastOfReplica, log, numbers) = (other.chains, other.lastOfReplica, other.log, other.numbers)
        (touches, stored, met, feed) = (other.touches, other.stored, other.met, other.feed)
    }

    package func lastCommit() throws -> Commit {
        Commit(position: UInt64(chains.count), chain: chains.last ?? [])
    }

    package func append(_ commit: Commit) throws {
        let expected = UInt64(chains.count) + 1
        guard commit.position == expected else {
            throw StoreError.constraint("append commit", "position \(commit.position), expected \(expected)")
        }
        try willChange { [unowned self] in chains.removeLast() }
        chains.append(commit.chain)
    }

    package func commitChain(at position: UInt64) throws -> [UInt8]? {
        position >= 1 && position <= UInt64(chains.count) ? chains[Int(position) - 1] : nil
    }

    package func head(of replica: ReplicaID) throws -> ReplicaHead? { lastOfReplica[replica] }

    package func heads() throws -> [(replica: ReplicaID, head: ReplicaHead)] {
        zip(lastOfReplica.keys, lastOfReplica.values).map { (replica: $0, head: $1) }
    }

    package func append(_ entry: LogEntry) throws {
        let dot = entry.dot
        let before = lastOfReplica[dot.replica]
        try StoreError.requireNext(dot, after: before?.counter ?? 0)
        for record in entry.records { try meet(record) }
        let number = log.count
        try willChange { [unowned self] in
            log.removeLast()
            numbers.set(dot, nil)
            lastOfReplica.set(dot.replica, before)
            touch(entry.records, number, nil)
        }
        log.append(entry)
        numbers.set(dot, number)
        lastOfReplica.set(dot.replica, ReplicaHead(counter: dot.counter, chain: entry.chain))
        touch(entry.records, number, ())
    }

    package func append(_ entry: LogEntry, creating record: StoredRecord) throws {
        try StoreError.requireOnly(record.id, in: entry)
        if met.contains(record.id) { throw StoreError.taken }
        try append(entry)
        var whole = record
        whole.body += entry.body
        try put(whole)
    }

    package func update(_ entry: LogEntry) throws {
        guard let number = numbers[entry.dot] else {
            throw StoreError.constraint("update entry", "\(entry.dot) is not in the log")
        }
        for record in entry.records { try meet(record) }
        let old = log[number]
        var new = old
        new.verdict = entry.verdict
        new.epoch = entry.epoch
        new.body = entry.body
        new.pushedHash = entry.pushedHash
        new.isApplied = entry.isApplied
        new.records = entry.records
        try willChange { [unowned self, records = new.records] in
            log[number] = old
            touch(records, number, nil)
            touch(old.records, number, ())
        }
        touch(old.records, number, nil)
        touch(new.records, number, ())
        log[number] = new
    }

    package func entry(_ dot: Dot) throws -> LogEntry? { numbers[dot].map { log[$0] } }
    package func position(of dot: Dot) throws -> UInt64? { numbers[dot].map { log[$0].position } }
    package func chain(of dot: Dot) throws -> [UInt8]? { numbers[dot].map { log[$0].chain } }

    package func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [LogEntry] {
        var index = numbers.upperBound(Dot(replica: replica, counter: counter))
        var result: [LogEntry] = []
        while result.count < limit, index < numbers.count, numbers.keys[index].replica == replica {
            result.append(log[numbers.values[index]])
            index += 1
        }
        return result
    }

    package func writings(of record: RecordID) throws -> [LogWriting] {
        try entries(touching: record).filter(\.isApplied).map(\.writing)
    }

    package func entries(touching record: RecordID) throws -> [LogEntry] {
        var index = touches.lowerBound(Touch(record: record, number: 0))
        var result: [LogEntry] = []
        while index < touches.count, touches.keys[index].record == record {
            result.append(log[touches.keys[index].number])
            index += 1
        }
        return result
    }

    /// Once met, a record stays so, whatever becomes of it.
    private func meet(_ id: RecordID) throws {
        guard !met.contains(id) else { return }
        try willChange { [unowned self] in met.remove(id) }
        met.insert(id)
    }

    package func entries(limit: Int) throws -> [LogEntry] { Array(log.prefix(max(0, limit))) }

    package func record(_ id: RecordID) throws -> StoredRecord? { stored[id] }
    package func records(_ ids: [RecordID]) throws -> [StoredRecord] { ids.compactMap { stored[$0] } }
    package func countRecords() throws -> Int { stored.count }

    package func put(_ record: StoredRecord) throws {
        try StoreError.requireAreas(record.areas)
        try meet(record.id)
        let old = stored[record.id]
        let lines = feed.lines(of: record.id)
        try willChange { [unowned self] in
            stored.set(record.id, old)
            feed.replace(record.id, with: lines)
        }
        var record = record
        record.kind = old?.kind ?? record.kind
        stored.set(record.id, record)
        feed.put(record)
    }

    package func move(_ id: RecordID, to position: UInt64) throws {
        guard var record = stored[id] else { return }
        record.position = position
        try put(record)
    }

    package func erase(_ id: RecordID, position: UInt64) throws {
        let old = stored[id]
        let lines = feed.lines(of: id)
        try willChange { [unowned self] in
            stored.set(id, old)
            feed.replace(id, with: lines)
        }
        stored.set(id, nil)
        feed.erase(id, position: position)
    }

    package func records(after id: RecordID?, limit: Int) throws -> [StoredRecord] {
        records(after: id, limit: limit) { _ in true }
    }

    package func records(ofKind kind: String, after id: RecordID?, limit: Int) throws -> [StoredRecord] {
        records(after: id, limit: limit) { $0.kind == kind }
    }

    private func records(
        after id: RecordID?, limit: Int, where isMeant: (StoredRecord) -> Bool
    ) -> [StoredRecord] {
        var index = id.map { stored.upperBound($0) } ?? 0
        var result: [StoredRecord] = []
        while result.count < limit, index < stored.count {
            let record = stored.values[index]
            if isMeant(record) { result.append(record) }
            index += 1
        }
        return result
    }

    package func placements(in area: AreaCode, after position: UInt64, limit: Int) throws -> [Placement] {
        feed.placements(in: area, after: position, limit: limit)
    }

    package func feed(of areas: [AreaCode], after position: UInt64, limit: Int) throws -> [FeedLine] {
        try feed.placements(in: areas, after: position, limit: limit).map { line in
            FeedLine(
                position: line.position, record: line.record, state: line.state,
                body: line.state == .present ? try record(line.record)?.body ?? [] : [])
        }
    }

    package func placements(after position: UInt64, limit: Int) throws -> [Placement] {
        feed.placements(after: position, limit: limit)
    }

    private func touch(_ records: [RecordID], _ number: Int, _ value: Void?) {
        for record in records { touches.set(Touch(record: record, number: number), value) }
    }
}
