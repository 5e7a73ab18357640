import Foundation
import GRDB
package import GridCausality
package import GridRecords
package import GridStore

/// The log of changesets.
extension SQLiteHubTransaction {
    /// Asked by an edit that disputes another: devices, authors and heads are looked up in memory, not joined.
    private static let writings = BatchStatement(
        """
        SELECT r.id, c.counter, c.head, c.body, c.device, c.author, c.effective_time, c.clock_offset, c.number
        FROM (SELECT creation AS changeset FROM records WHERE number = ?1 AND creation IS NOT NULL UNION ALL
            SELECT changeset FROM touches WHERE record = ?1) t
            CROSS JOIN changesets c ON c.number = t.changeset CROSS JOIN replicas r ON r.number = c.replica
        WHERE c.is_applied
        """, count: 1)
    /// Asked for each dot in the context of an edit whose device was not sent the record as it is.
    private static let position = BatchStatement(
        "SELECT position FROM changesets WHERE replica = ? AND counter = ?", count: 1)
    /// The number of the replica whose id is the next argument.
    private static let replica = "(SELECT number FROM replicas WHERE id = ?)"

    package func append(_ entry: LogEntry) throws { try touch(entry.records, by: try add(entry)) }

    package func append(_ entry: LogEntry, creating record: StoredRecord) throws {
        try StoreError.requireOnly(record.id, in: entry)
        try giveNumber(toNew: record.id)
        try put(record, creation: try add(entry))
    }

    /// Returns the entry's number, which the records that it touches still have to name.
    private func add(_ entry: LogEntry) throws -> Int64 {
        let dot = entry.dot
        try StoreError.requireNext(dot, after: try head(of: dot.replica)?.counter ?? 0)
        let records = try columns(of: entry.records)
        let body = try columns(ofBody: entry)
        let replica = try advance(dot.replica, to: ReplicaHead(counter: dot.counter, chain: entry.chain))
        memory.waitingReplicas.insert(dot.replica)
        let number = try nextChangeset()
        memory.waiting.changesets.append(
            number.databaseValue, replica.databaseValue, clamped(dot.counter).databaseValue,
            try signed(entry.position).databaseValue, blobValue(entry.pushedHash), blobValue(entry.chain),
            try self.number(of: entry.device.text).databaseValue, try self.number(of: entry.author.text).databaseValue,
            entry.effectiveTime.databaseValue, entry.receivedTime.databaseValue, entry.clockOffset.databaseValue,
            LogText.short(entry.verdict).databaseValue, try self.number(of: entry.epoch.bytes).databaseValue,
            entry.isApplied.databaseValue, records.only?.databaseValue ?? .null,
            records.several?.databaseValue ?? .null, body.head?.databaseValue ?? .null,
            body.rest?.databaseValue ?? .null)
        return number
    }

    private func nextChangeset() throws(StoreError) -> Int64 {
        let number = if let last = memory.lastChangeset { last + 1 } else { try next(in: "changesets") }
        memory.lastChangeset = number
        return number
    }

    package func update(_ entry: LogEntry) throws {
        let sql = """
            SELECT c.number, c.records, o.id FROM changesets c LEFT JOIN records o ON o.number = c.record
            WHERE c.counter = ? AND c.replica = \(Self.replica)
            """
        let old = try first("update entry", sql, [clamped(entry.dot.counter), blob(entry.dot.replica.bytes)]) {
            (number: try $0.integer(0), records: try $0.recordIDs(1) + $0.recordIDs(2))
        }
        guard let old else { throw StoreError.constraint("update entry", "\(entry.dot) is not in the log") }
        for record in old.records { try forgetCreation(of: record, by: old.number) }
        let records = try columns(of: entry.records)
        let body = try columns(ofBody: entry)
        try execute(
            "update entry",
            """
            UPDATE changesets
            SET verdict = ?, epoch = ?, is_applied = ?, record = ?, records = ?, head = ?, body = ?, hash = ?
            WHERE number = ?
            """,
            [
                LogText.short(entry.verdict), try number(of: entry.epoch.bytes), entry.isApplied, records.only,
                records.several, body.head, body.rest, blob(entry.pushedHash), old.number,
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
        guard try head(of: dot.replica) != nil, let replica = memory.replicas[dot.replica]?.number else { return nil }
        return try all(
            "read entry", Self.position, values: [replica.databaseValue, clamped(dot.counter).databaseValue],
            isApart: !memory.waitingReplicas.contains(dot.replica)
        ) { try $0.unsigned(0) }.first
    }

    package func chain(of dot: Dot) throws -> [UInt8]? {
        let sql = "SELECT chain FROM changesets WHERE counter = ? AND replica = \(Self.replica)"
        return try first(
            "read entry", sql, [clamped(dot.counter), blob(dot.replica.bytes)],
            isApart: !memory.waitingReplicas.contains(dot.replica)
        ) { try $0.bytes(0) }
    }

    package func entries(of replica: ReplicaID, after counter: UInt64, limit: Int) throws -> [LogEntry] {
        try entries(
            "WHERE c.replica = \(Self.replica) AND c.counter > ? ORDER BY c.counter LIMIT ?",
            [blob(replica.bytes), clamped(counter), max(0, limit)])
    }

    package func entries(touching record: RecordID) throws -> [LogEntry] {
        // Entries are numbered in the order of their commits; nothing touches a record before it is created.
        try entries(
            "ORDER BY t.changeset",
            from: """
                (SELECT creation AS changeset FROM records WHERE id = ?1 AND creation IS NOT NULL UNION ALL
                SELECT changeset FROM touches WHERE record = (SELECT number FROM records WHERE id = ?1)) t
                CROSS JOIN changesets c ON c.number = t.changeset
                """, [blob(record.bytes)],
            isApart: !memory.waitingRecords.contains(record))
    }

    package func writings(of record: RecordID) throws -> [LogWriting] {
        let isApart = !memory.waitingRecords.contains(record)
        let number = try numberKnown(of: record).databaseValue
        return try all("read entries", Self.writings, values: [number], isApart: isApart) { row in
            let head = row.hasNull(atIndex: 2) ? [] : try bytes(of: try row.integer(2))
            return (
                number: try row.integer(8),
                writing: LogWriting(
                    dot: Dot(replica: try row.replicaID(0), counter: try row.unsigned(1)),
                    body: try head + row.bytes(3), device: DeviceID(try text(of: try row.integer(4))),
                    author: WorkerID(try text(of: try row.integer(5))), effectiveTime: try row.integer(6),
                    clockOffset: try row.integer(7))
            )
        }.sorted { $0.number < $1.number }.map(\.writing)
    }

    package func entries(limit: Int) throws -> [LogEntry] {
        try entries("ORDER BY c.number LIMIT ?", [max(0, limit)])
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

    private func touch(_ records: [RecordID], by number: Int64) throws(StoreError) {
        for record in records {
            memory.waitingRecords.insert(record)
            memory.waiting.touches.append(try numberGiven(to: record).databaseValue, number.databaseValue)
        }
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
                CROSS JOIN byte_names e ON e.number = c.epoch LEFT JOIN records o ON o.number = c.record
                LEFT JOIN byte_names h ON h.number = c.head
            \(condition)
            """
        return try all("read entries", sql, arguments, isApart: isApart) { row in
            guard let epoch = EpochID(bytes: try row.bytes(13)) else { throw Row.damaged(13) }
            return LogEntry(
                dot: Dot(replica: try row.replicaID(0), counter: try row.unsigned(1)), position: try row.unsigned(2),
                pushedHash: try row.bytes(3), chain: try row.bytes(4), body: try row.bytes(12) + row.bytes(5),
                device: DeviceID(try row.text(6)), author: WorkerID(try row.text(7)),
                effectiveTime: try row.integer(8), receivedTime: try row.integer(9), clockOffset: try row.integer(10),
                verdict: LogText.long(try row.text(11)), epoch: epoch, isApplied: try row.integer(14) != 0,
                records: try row.recordIDs(15) + row.recordIDs(16))
        }
    }
}
