import Foundation
import GRDB
package import GridCausality
import GridRecords
package import GridStore

/// The verbs of the hub's store as statements: commits, replicas and small numbers here; the log, records and feed beside
/// it.
package final class SQLiteHubTransaction: SQLiteTransaction, HubTransaction {
    /// What every changeset of a push asks for again; a job that is taken back takes all of it along.
    struct Memory {
        var lastCommit: Commit?
        var replicas: [ReplicaID: (number: Int64, head: ReplicaHead)] = [:]
        /// Replicas whose heads have moved on from what their rows say.
        var moved: Set<ReplicaID> = []
        var names: [String: Int64] = [:]
        var byteNames: [[UInt8]: Int64] = [:]
        /// The texts and bytes behind small numbers.
        var texts: [Int64: String] = [:]
        var bytes: [Int64: [UInt8]] = [:]
        /// The heads of bodies that were stored last.
        var bodyHeads: [ReplicaID: (bytes: [UInt8], number: Int64)] = [:]
        /// The small numbers of records; 0 for one that the hub never met.
        var numbers: [RecordID: Int64] = [:]
        /// Records that have a number and no row yet.
        var met: [RecordID: Int64] = [:]
        /// Whether a record is there for sure, and the areas, by their numbers, in which it is present.
        var present: [RecordID: (isThere: Bool, areas: [Int64])] = [:]
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
        for (record, number) in memory.met {
            memory.waiting.recordIDs.append(number.databaseValue, blobValue(record.bytes))
        }
        memory.met = [:]
        guard !memory.waiting.isEmpty else { return }
        try memory.waiting.write { operation, statement, values throws(StoreError) in
            try execute(operation, statement, values)
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
    func advance(_ replica: ReplicaID, to head: ReplicaHead) throws -> Int64 {
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

    /// The number that follows those given in a table, of which none waits.
    func next(in table: String) throws(StoreError) -> Int64 {
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM \(table)"
        return Int64(try count("give number", sql, isApart: true))
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

    /// The text behind a small number.
    func text(of number: Int64) throws(StoreError) -> String {
        if let known = memory.texts[number] { return known }
        let text = try first("read name", "SELECT text FROM names WHERE number = ?", [number], isApart: true) {
            try $0.text(0)
        }
        guard let text else { throw Row.damaged(0) }
        memory.texts[number] = text
        return text
    }

    /// The bytes behind a small number.
    func bytes(of number: Int64) throws(StoreError) -> [UInt8] {
        if let known = memory.bytes[number] { return known }
        let bytes = try first("read name", "SELECT bytes FROM byte_names WHERE number = ?", [number], isApart: true) {
            try $0.bytes(0)
        }
        guard let bytes else { throw Row.damaged(0) }
        memory.bytes[number] = bytes
        return bytes
    }

    /// For what is stored: a number beyond the range of the column is a defect in the caller.
    func signed(_ number: UInt64) throws(StoreError) -> Int64 {
        guard let number = Int64(exactly: number) else {
            throw StoreError.constraint("store number", "\(number) is beyond 2^63 - 1")
        }
        return number
    }

    /// The small number of bytes that repeat, given when they are met for the first time.
    func number(of bytes: [UInt8]) throws(StoreError) -> Int64 {
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
}
