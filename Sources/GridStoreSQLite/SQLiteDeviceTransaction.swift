import GRDB
package import GridCausality
package import GridRecords
package import GridStore

/// The verbs of a device's store as statements.
package final class SQLiteDeviceTransaction: SQLiteTransaction, DeviceTransaction {
    /// The number of the replica whose id is the next argument.
    private static let replica = "(SELECT number FROM replicas WHERE id = ?)"

    package func append(_ entry: JournalEntry) throws {
        let dot = entry.dot
        let replica = blob(dot.replica.bytes)
        let last = try first(
            "append entry", "SELECT max(counter) FROM journal WHERE replica = \(Self.replica) HAVING count(*) > 0",
            [replica]
        ) { try $0.unsigned(0) }
        try StoreError.requireNext(dot, after: last ?? 0)
        if last == nil {
            try execute("append entry", "INSERT OR IGNORE INTO replicas (id) VALUES (?)", [replica])
        }
        try execute(
            "append entry",
            """
            INSERT INTO journal (
                replica, counter, state, at, hash, chain, was_replica, was_counter, records, verdict, body)
            VALUES (\(Self.replica), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                replica, clamped(dot.counter), entry.state.rawValue, entry.at, blob(entry.hash), blob(entry.chain),
                entry.was.flatMap { blob($0.replica.bytes) }, entry.was.map { clamped($0.counter) },
                packed(entry.records), blob(entry.verdict), blob(entry.body),
            ])
        try touch(entry.records, by: lastNumber)
    }

    package func update(_ entry: JournalEntry) throws {
        let old = try first(
            "update entry", "SELECT number, records FROM journal WHERE replica = \(Self.replica) AND counter = ?",
            [blob(entry.dot.replica.bytes), clamped(entry.dot.counter)]
        ) { (number: try $0.integer(0), records: try $0.recordIDs(1)) }
        guard let old else { throw StoreError.constraint("update entry", "\(entry.dot) is not in the journal") }
        try execute(
            "update entry",
            """
            UPDATE journal SET state = ?, at = ?, hash = ?, chain = ?, was_replica = ?, was_counter = ?, records = ?,
                verdict = ?, body = ? WHERE number = ?
            """,
            [
                entry.state.rawValue, entry.at, blob(entry.hash), blob(entry.chain),
                entry.was.flatMap { blob($0.replica.bytes) }, entry.was.map { clamped($0.counter) },
                packed(entry.records), blob(entry.verdict), blob(entry.body), old.number,
            ])
        guard old.records != entry.records else { return }
        for record in old.records {
            try execute(
                "update entry", "DELETE FROM touches WHERE record = ? AND entry = ?", [blob(record.bytes), old.number])
        }
        try touch(entry.records, by: old.number)
    }

    package func entry(_ dot: Dot) throws -> JournalEntry? {
        try entries(
            "WHERE j.replica = \(Self.replica) AND j.counter = ?", [blob(dot.replica.bytes), clamped(dot.counter)]
        ).first
    }

    package func lastEntry(of replica: ReplicaID) throws -> JournalEntry? {
        try entries(
            "WHERE j.replica = \(Self.replica) ORDER BY j.counter DESC LIMIT 1", [blob(replica.bytes)]
        ).first
    }

    package func entries(in state: JournalEntry.State, limit: Int) throws -> [JournalEntry] {
        try entries("WHERE j.state = ? ORDER BY j.replica, j.counter LIMIT ?", [state.rawValue, max(0, limit)])
    }

    package func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [JournalEntry] {
        try entries(
            "WHERE j.replica = \(Self.replica) AND j.counter > ? ORDER BY j.counter LIMIT ?",
            [blob(replica.bytes), clamped(counter), max(0, limit)])
    }

    package func entries(touching record: RecordID) throws -> [JournalEntry] {
        try entries(
            "WHERE j.number IN (SELECT entry FROM touches WHERE record = ?) ORDER BY j.number", [blob(record.bytes)])
    }

    package func countEntries(in state: JournalEntry.State) throws -> Int {
        try count("count entries", "SELECT count(*) FROM journal WHERE state = ?", [state.rawValue])
    }

    package func record(_ id: RecordID) throws -> DeviceRecord? {
        try records("WHERE id = ?", [blob(id.bytes)]).first
    }

    package func put(_ record: DeviceRecord) throws {
        try StoreError.requireAreas(record.areas)
        let sql = """
            INSERT INTO records (id, kind, disputes, areas, body) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, disputes = excluded.disputes,
                areas = excluded.areas, body = excluded.body
            """
        try execute(
            "put record", sql,
            [blob(record.id.bytes), record.kind, record.disputes, joined(record.areas), blob(record.body)])
    }

    package func removeRecord(_ id: RecordID) throws {
        try execute("remove record", "DELETE FROM records WHERE id = ?", [blob(id.bytes)])
    }

    package func records(
        after id: RecordID?, kind: String?, onlyDisputed: Bool, limit: Int
    ) throws -> [DeviceRecord] {
        let disputed = onlyDisputed ? " AND disputes > 0" : ""
        let after = blob(id?.bytes ?? [0])  // Shorter than every id, so below each that starts with a zero byte too.
        guard let kind else {
            return try records("WHERE id > ?\(disputed) ORDER BY id LIMIT ?", [after, max(0, limit)])
        }
        return try records(
            "WHERE kind = ? AND id > ?\(disputed) ORDER BY id LIMIT ?", [kind, after, max(0, limit)])
    }

    package func countRecords() throws -> Int { try count("count records", "SELECT count(*) FROM records") }

    package func countDisputes() throws -> Int {
        try count("count disputes", "SELECT ifnull(sum(disputes), 0) FROM records WHERE disputes > 0")
    }

    private func touch(_ records: [RecordID], by number: Int64) throws(StoreError) {
        for record in records {
            try execute(
                "append entry", "INSERT OR IGNORE INTO touches (record, entry) VALUES (?, ?)",
                [blob(record.bytes), number])
        }
    }

    private func entries(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [JournalEntry] {
        let sql = """
            SELECT r.id, j.counter, j.body, j.hash, j.chain, j.state, j.at, j.records, j.was_replica, j.was_counter,
                j.verdict
            FROM journal j CROSS JOIN replicas r ON r.number = j.replica \(condition)
            """
        return try all("read entries", sql, arguments) { row in
            guard let state = JournalEntry.State(rawValue: try row.text(5)) else { throw Row.damaged(5) }
            let was =
                row.hasNull(atIndex: 8)
                ? nil : Dot(replica: try row.replicaID(8), counter: try row.unsigned(9))
            return JournalEntry(
                dot: Dot(replica: try row.replicaID(0), counter: try row.unsigned(1)), body: try row.bytes(2),
                hash: try row.bytes(3), chain: try row.bytes(4), state: state, at: try row.integer(6),
                records: try row.recordIDs(7), was: was, verdict: try row.bytes(10))
        }
    }

    private func records(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [DeviceRecord] {
        let sql = "SELECT id, kind, body, areas, disputes FROM records \(condition)"
        return try all("read records", sql, arguments) { row in
            DeviceRecord(
                id: try row.recordID(0), kind: try row.text(1), body: try row.bytes(2), areas: try row.areas(3),
                disputes: Int(try row.integer(4)))
        }
    }
}
