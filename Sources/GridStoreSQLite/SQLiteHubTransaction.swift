import Foundation
import GRDB
package import GridCausality
package import GridRecords
package import GridStore

/// The verbs of the hub's store as statements: commits, replicas and the log here, records and feed beside it.
package final class SQLiteHubTransaction: SQLiteTransaction, HubTransaction {
    /// The number of the replica whose id is the next argument.
    private static let replica = "(SELECT number FROM replicas WHERE id = ?)"

    /// What every changeset of a push asks for again; a job that is taken back takes all of it along.
    struct Memory {
        var lastCommit: Commit?
        var replicas: [ReplicaID: (number: Int64, head: ReplicaHead)] = [:]
        /// Replicas whose heads have moved on from what their rows say.
        var moved: Set<ReplicaID> = []
        var names: [String: Int64] = [:]
        var byteNames: [[UInt8]: Int64] = [:]
        /// The heads of bodies that were stored last.
        var bodyHeads: [ReplicaID: (bytes: [UInt8], number: Int64)] = [:]
        /// The small numbers of records; 0 for one that the hub never met.
        var numbers: [RecordID: Int64] = [:]
        /// Areas, by their numbers, in which a record is present; empty for one that is not there.
        var present: [RecordID: [Int64]] = [:]
        /// The greatest numbers given so far.
        var lastRecord: Int64?
        var lastChangeset: Int64?
        var waiting = WaitingRows()
        /// Records that something waits for: rows of their own or entries that touch them.
        var waitingRecords: Set<RecordID> = []
        /// Replicas of whose entries some wait.
        var waitingReplicas: Set<ReplicaID> = []
    }

    var memory = Memory()

    override func jobWasTakenBack() { memory = Memory() }

    override func jobEnds() throws {
        try writeHeads()
        try writeWaitingRows()
    }

    override func writeWaitingRows() throws(StoreError) {
        guard !memory.waiting.isEmpty else { return }
        try memory.waiting.write { operation, sql, values throws(StoreError) in
            try execute(operation, sql, values)
        }
        memory.waitingRecords = []
        memory.waitingReplicas = []
    }

    /// A push moves one head as often as it has changesets, and writes it once.
    private func writeHeads() throws(StoreError) {
        for replica in memory.moved {
            guard let (number, head) = memory.replicas[replica] else { continue }
            try execute(
                "append entry", "UPDATE replicas SET counter = ?, chain = ? WHERE number = ?",
                [clamped(head.counter), blob(head.chain), number], isApart: true)
        }
        memory.moved = []
    }

    package func lastCommit() throws -> Commit {
        if let known = memory.lastCommit { return known }
        let last =
            try first(
                "read commit", "SELECT position, chain FROM commits ORDER BY position DESC LIMIT 1", isApart: true
            ) { Commit(position: try $0.unsigned(0), chain: try $0.bytes(1)) } ?? Commit(position: 0, chain: [])
        memory.lastCommit = last
        return last
    }

    package func append(_ commit: Commit) throws {
        let last = try lastCommit().position
        guard commit.position == last + 1 else {
            throw StoreError.constraint("append commit", "position \(commit.position), expected \(last + 1)")
        }
        memory.waiting.commits.append(clamped(commit.position).databaseValue, blobValue(commit.chain))
        memory.lastCommit = commit
    }

    package func commitChain(at position: UInt64) throws -> [UInt8]? {
        try first("read commit", "SELECT chain FROM commits WHERE position = ?", [clamped(position)]) {
            try $0.bytes(0)
        }
    }

    package func head(of replica: ReplicaID) throws -> ReplicaHead? {
        if let known = memory.replicas[replica] { return known.head }
        let found = try first(
            "read head", "SELECT number, counter, chain FROM replicas WHERE id = ?", [blob(replica.bytes)],
            isApart: true
        ) {
            (number: try $0.integer(0), head: ReplicaHead(counter: try $0.unsigned(1), chain: try $0.bytes(2)))
        }
        memory.replicas[replica] = found
        return found?.head
    }

    /// Moves the head of a replica and returns the replica's small number, given when it is met for the first time.
    private func advance(_ replica: ReplicaID, to head: ReplicaHead) throws -> Int64 {
        let number: Int64
        if let known = memory.replicas[replica]?.number {
            number = known
            memory.moved.insert(replica)
        } else {
            try execute(
                "append entry", "INSERT INTO replicas (id, counter, chain) VALUES (?, ?, ?)",
                [blob(replica.bytes), clamped(head.counter), blob(head.chain)], isApart: true)
            number = lastNumber
        }
        memory.replicas[replica] = (number, head)
        return number
    }

    package func heads() throws -> [(replica: ReplicaID, head: ReplicaHead)] {
        try writeHeads()
        return try all("read heads", "SELECT id, counter, chain FROM replicas ORDER BY id") {
            (try $0.replicaID(0), ReplicaHead(counter: try $0.unsigned(1), chain: try $0.bytes(2)))
        }
    }

    package func append(_ entry: LogEntry) throws {
        let dot = entry.dot
        try StoreError.requireNext(dot, after: try head(of: dot.replica)?.counter ?? 0)
        let records = try columns(of: entry.records)
        let body = try columns(ofBody: entry)
        let replica = try advance(dot.replica, to: ReplicaHead(counter: dot.counter, chain: entry.chain))
        memory.waitingReplicas.insert(dot.replica)
        let number = try nextChangeset()
        memory.waiting.changesets.append(
            number.databaseValue, replica.databaseValue, clamped(dot.counter).databaseValue,
            try signed(entry.position).databaseValue, blobValue(entry.hash), blobValue(entry.chain),
            try self.number(of: entry.device.text).databaseValue, try self.number(of: entry.author.text).databaseValue,
            entry.effectiveTime.databaseValue, entry.receivedTime.databaseValue, entry.clockOffset.databaseValue,
            LogText.short(entry.verdict).databaseValue, try self.number(of: entry.epoch.bytes).databaseValue,
            entry.isApplied.databaseValue, records.only?.databaseValue ?? .null,
            records.several?.databaseValue ?? .null, body.head?.databaseValue ?? .null,
            body.rest?.databaseValue ?? .null)
        try touch(entry.records, by: number)
    }

    private func nextChangeset() throws(StoreError) -> Int64 {
        let number = if let last = memory.lastChangeset { last + 1 } else { try next(in: "changesets") }
        memory.lastChangeset = number
        return number
    }

    /// The number that follows those given in a table, of which none waits.
    func next(in table: String) throws(StoreError) -> Int64 {
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM \(table)"
        return Int64(try count("give number", sql, isApart: true))
    }

    package func update(_ entry: LogEntry) throws {
        let sql = """
            SELECT c.number, c.records, o.id FROM changesets c LEFT JOIN record_ids o ON o.number = c.record
            WHERE c.counter = ? AND c.replica = \(Self.replica)
            """
        let old = try first("update entry", sql, [clamped(entry.dot.counter), blob(entry.dot.replica.bytes)]) {
            (number: try $0.integer(0), records: try $0.recordIDs(1) + $0.recordIDs(2))
        }
        guard let old else { throw StoreError.constraint("update entry", "\(entry.dot) is not in the log") }
        let records = try columns(of: entry.records)
        let body = try columns(ofBody: entry)
        try execute(
            "update entry",
            """
            UPDATE changesets
            SET verdict = ?, epoch = ?, is_applied = ?, record = ?, records = ?, head = ?, body = ?
            WHERE number = ?
            """,
            [
                LogText.short(entry.verdict), try number(of: entry.epoch.bytes), entry.isApplied, records.only,
                records.several, body.head, body.rest, old.number,
            ])
        guard old.records != entry.records else { return }
        for record in old.records {
            try execute(
                "update entry", "DELETE FROM touches WHERE record = ? AND changeset = ?",
                [try numberGiven(to: record), old.number])
        }
        try touch(entry.records, by: old.number)
    }

    package func entry(_ dot: Dot) throws -> LogEntry? {
        try entries(
            "WHERE c.replica = \(Self.replica) AND c.counter = ?", [blob(dot.replica.bytes), clamped(dot.counter)],
            isApart: !memory.waitingReplicas.contains(dot.replica)
        ).first
    }

    package func position(of dot: Dot) throws -> UInt64? {
        try column("position", of: dot) { try $0.unsigned(0) }
    }

    package func chain(of dot: Dot) throws -> [UInt8]? {
        try column("chain", of: dot) { try $0.bytes(0) }
    }

    package func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [LogEntry] {
        try entries(
            "WHERE c.replica = \(Self.replica) AND c.counter > ? ORDER BY c.counter LIMIT ?",
            [blob(replica.bytes), clamped(counter), max(0, limit)])
    }

    package func entries(touching record: RecordID) throws -> [LogEntry] {
        // Entries are numbered in the order of their commits.
        try entries(
            "WHERE t.record = (SELECT number FROM record_ids WHERE id = ?) ORDER BY t.changeset",
            from: "touches t CROSS JOIN changesets c ON c.number = t.changeset", [blob(record.bytes)],
            isApart: !memory.waitingRecords.contains(record))
    }

    package func entries(after position: UInt64, limit: Int) throws -> [LogEntry] {
        let page = try entries(
            "WHERE c.position > ? ORDER BY c.position, c.number LIMIT ?", [clamped(position), max(0, limit)])
        guard let last = page.last?.position, page.count == limit else { return page }
        let whole = try entries("WHERE c.position = ? ORDER BY c.number", [clamped(last)])
        return page.filter { $0.position != last } + whole
    }

    /// The small number of a text, given when it is met for the first time.
    func number(of text: String) throws(StoreError) -> Int64 {
        if let known = memory.names[text] { return known }
        let stored = try first("read name", "SELECT number FROM names WHERE text = ?", [text], isApart: true) {
            try $0.integer(0)
        }
        if stored == nil { try execute("add name", "INSERT INTO names (text) VALUES (?)", [text], isApart: true) }
        let number = stored ?? lastNumber
        memory.names[text] = number
        return number
    }

    /// For what is stored: a number beyond the range of the column is a defect in the caller.
    func signed(_ number: UInt64) throws(StoreError) -> Int64 {
        guard let number = Int64(exactly: number) else {
            throw StoreError.constraint("store number", "\(number) is beyond 2^63 - 1")
        }
        return number
    }

    /// The only record as its number, several as their packed ids.
    private func columns(of records: [RecordID]) throws -> (only: Int64?, several: Data?) {
        records.count == 1 ? (try numberGiven(to: records[0]), nil) : (nil, packed(records))
    }

    /// A body without its head, which stands once for many.
    private func columns(ofBody entry: LogEntry) throws -> (head: Int64?, rest: Data?) {
        let replica = entry.dot.replica
        if let head = memory.bodyHeads[replica], entry.body.starts(with: head.bytes) {
            return (head.number, Self.rest(of: entry.body, after: head.bytes.count))
        }
        let count = LogText.headCount(of: entry.body, replica: replica)
        guard count > 0 else { return (nil, blob(entry.body)) }
        let head = Array(entry.body[..<count])
        let number = try number(of: head)
        memory.bodyHeads[replica] = (head, number)
        return (number, Self.rest(of: entry.body, after: count))
    }

    private static func rest(of body: [UInt8], after count: Int) -> Data? {
        count < body.count ? Data(body[count...]) : nil
    }

    /// The small number of bytes that repeat, given when they are met for the first time.
    private func number(of bytes: [UInt8]) throws(StoreError) -> Int64 {
        if let known = memory.byteNames[bytes] { return known }
        let stored = try first(
            "read name", "SELECT number FROM byte_names WHERE bytes = ?", [blob(bytes)], isApart: true
        ) { try $0.integer(0) }
        if stored == nil {
            try execute("add name", "INSERT INTO byte_names (bytes) VALUES (?)", [blob(bytes)], isApart: true)
        }
        let number = stored ?? lastNumber
        memory.byteNames[bytes] = number
        return number
    }

    private func touch(_ records: [RecordID], by number: Int64) throws(StoreError) {
        for record in records {
            memory.waitingRecords.insert(record)
            memory.waiting.touches.append(try numberGiven(to: record).databaseValue, number.databaseValue)
        }
    }

    private func column<Value>(
        _ name: String, of dot: Dot, _ read: (Row) throws -> Value
    ) throws(StoreError) -> Value? {
        let sql = """
            SELECT \(name) FROM changesets WHERE counter = ? AND replica = \(Self.replica)
            """
        return try first(
            "read entry", sql, [clamped(dot.counter), blob(dot.replica.bytes)],
            isApart: !memory.waitingReplicas.contains(dot.replica), read)
    }

    private func entries(
        _ condition: String, from changesets: String = "changesets c", _ arguments: StatementArguments,
        isApart: Bool = false
    ) throws(StoreError) -> [LogEntry] {
        let sql = """
            SELECT r.id, c.counter, c.position, c.hash, c.chain, c.body, d.text, a.text, c.effective_time,
                c.received_time, c.clock_offset, c.verdict, h.bytes, e.bytes, c.is_applied, c.records, o.id
            FROM \(changesets) CROSS JOIN replicas r ON r.number = c.replica
                CROSS JOIN names d ON d.number = c.device CROSS JOIN names a ON a.number = c.author
                CROSS JOIN byte_names e ON e.number = c.epoch LEFT JOIN record_ids o ON o.number = c.record
                LEFT JOIN byte_names h ON h.number = c.head
            \(condition)
            """
        return try all("read entries", sql, arguments, isApart: isApart) { row in
            guard let epoch = EpochID(bytes: try row.bytes(13)) else { throw Row.damaged(13) }
            return LogEntry(
                dot: Dot(replica: try row.replicaID(0), counter: try row.unsigned(1)), position: try row.unsigned(2),
                hash: try row.bytes(3), chain: try row.bytes(4), body: try row.bytes(12) + row.bytes(5),
                device: DeviceID(try row.text(6)), author: WorkerID(try row.text(7)),
                effectiveTime: try row.integer(8), receivedTime: try row.integer(9), clockOffset: try row.integer(10),
                verdict: LogText.long(try row.text(11)), epoch: epoch, isApplied: try row.integer(14) != 0,
                records: try row.recordIDs(15) + row.recordIDs(16))
        }
    }
}
