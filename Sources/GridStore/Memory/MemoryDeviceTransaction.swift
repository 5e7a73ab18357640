package import GridCausality
package import GridRecords

/// A device's tables in memory, with their indexes.
package final class MemoryDeviceTransaction: MemoryTransaction, DeviceTransaction {
    /// Entries in the order they were made; an entry's number is its place here.
    private var journal: [JournalEntry] = []
    private var numbers = SortedTable<Dot, Int>()
    /// In the order in which they were first used.
    private var replicas: [ReplicaID] = []
    private var stored = SortedTable<RecordID, DeviceRecord>()

    func becomeCopy(of other: MemoryDeviceTransaction) {
        becomeDocuments(of: other)
        (journal, numbers, replicas, stored) = (other.journal, other.numbers, other.replicas, other.stored)
    }

    package func append(_ entry: JournalEntry) throws {
        let dot = entry.dot
        try StoreError.requireNext(dot, after: try lastEntry(of: dot.replica)?.dot.counter ?? 0)
        let isNew = !replicas.contains(dot.replica)
        try willChange { [unowned self] in
            journal.removeLast()
            numbers.set(dot, nil)
            if isNew { replicas.removeLast() }
        }
        numbers.set(dot, journal.count)
        journal.append(entry)
        if isNew { replicas.append(dot.replica) }
    }

    package func update(_ entry: JournalEntry) throws {
        guard let number = numbers[entry.dot] else {
            throw StoreError.constraint("update entry", "\(entry.dot) is not in the journal")
        }
        let old = journal[number]
        try willChange { [unowned self] in journal[number] = old }
        journal[number] = entry
    }

    package func entry(_ dot: Dot) throws -> JournalEntry? { numbers[dot].map { journal[$0] } }

    package func lastEntry(of replica: ReplicaID) throws -> JournalEntry? {
        let index = numbers.upperBound(Dot(replica: replica, counter: .max)) - 1
        guard index >= 0, numbers.keys[index].replica == replica else { return nil }
        return journal[numbers.values[index]]
    }

    package func entries(in state: JournalEntry.State, limit: Int) throws -> [JournalEntry] {
        var result: [JournalEntry] = []
        for replica in replicas {
            for entry in try entries(of: replica, after: 0, limit: .max) where entry.state == state {
                guard result.count < limit else { return result }
                result.append(entry)
            }
        }
        return result
    }

    package func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [JournalEntry] {
        var index = numbers.upperBound(Dot(replica: replica, counter: counter))
        var result: [JournalEntry] = []
        while result.count < limit, index < numbers.count, numbers.keys[index].replica == replica {
            result.append(journal[numbers.values[index]])
            index += 1
        }
        return result
    }

    package func entries(touching record: RecordID) throws -> [JournalEntry] {
        journal.filter { $0.records.contains(record) }
    }

    package func countEntries(in state: JournalEntry.State) throws -> Int {
        journal.count { $0.state == state }
    }

    package func record(_ id: RecordID) throws -> DeviceRecord? { stored[id] }

    package func put(_ record: DeviceRecord) throws {
        try StoreError.requireAreas(record.areas)
        try set(record.id, record)
    }

    package func removeRecord(_ id: RecordID) throws { try set(id, nil) }

    package func records(
        after id: RecordID?, kind: String?, onlyDisputed: Bool, limit: Int
    ) throws -> [DeviceRecord] {
        var index = id.map { stored.upperBound($0) } ?? 0
        var result: [DeviceRecord] = []
        while result.count < limit, index < stored.count {
            let record = stored.values[index]
            if kind == nil || record.kind == kind, !onlyDisputed || record.disputes > 0 { result.append(record) }
            index += 1
        }
        return result
    }

    package func countRecords() throws -> Int { stored.count }
    package func countDisputes() throws -> Int { stored.values.reduce(0) { $0 + $1.disputes } }

    private func set(_ id: RecordID, _ record: DeviceRecord?) throws(StoreError) {
        let old = stored[id]
        try willChange { [unowned self] in _ = stored.set(id, old) }
        stored.set(id, record)
    }
}
