import Foundation
import GRDB
package import GridRecords
package import GridStore

/// Records and their places in the feed.
extension SQLiteHubTransaction {
    /// What `stored` reads. Kinds and what bodies begin with have few numbers: they are looked up once, not joined to each
    /// row.
    private static let columns =
        "r.id, r.kind, r.body, r.position, r.areas, r.is_deleted, c.head, c.body, r.number"
    /// With the changeset with whose body a record goes on that nothing has touched since.
    private static let creation = "LEFT JOIN changesets c ON r.is_untouched AND c.number = r.creation"
    /// How long most bodies are at most.
    private static let usualBody = 1_024
    /// Numbers begin with 1.
    private static let notThere: Int64 = 0

    private static let someRecords = BatchQuery { marks in
        """
        SELECT \(columns) FROM records r \(creation) WHERE r.id IN (\(marks))
        """
    }

    package func record(_ id: RecordID) throws -> StoredRecord? { try records([id]).first }

    package func records(_ ids: [RecordID]) throws -> [StoredRecord] {
        let isApart = memory.waitingRecords.isDisjoint(with: ids)
        var records: [StoredRecord] = []
        records.reserveCapacity(ids.count)
        for (statement, keys) in Self.someRecords.statements(for: ids.map { blobValue($0.bytes) }) {
            let rows = try all("read records", statement, values: keys, isApart: isApart) { row in
                (
                    id: try row.recordID(0), stored: row.hasNull(atIndex: 1) ? nil : try stored(row),
                    number: try row.integer(8)
                )
            }
            for row in rows {
                memory.numbers[row.id] = row.number
                guard let stored = row.stored else { continue }
                records.append(stored)
                memory.present[row.id] = (true, try stored.areas.map { try number(of: $0.text) })
            }
        }
        if records.count < ids.count {
            let found = Set(records.lazy.map(\.id))
            for id in ids where !found.contains(id) {
                memory.present[id] = (false, [])
                if memory.numbers[id] == nil { memory.numbers[id] = Self.notThere }
            }
        }
        return records
    }

    package func records(after id: RecordID?, limit: Int) throws -> [StoredRecord] {
        let sql = """
            SELECT \(Self.columns) FROM records r \(Self.creation)
            WHERE r.id > ? AND r.kind IS NOT NULL ORDER BY r.id LIMIT ?
            """
        let after = id?.bytes ?? [0]  // Shorter than every id, so below each that starts with a zero byte too.
        return try all("read records", sql, [blob(after), max(0, limit)], stored)
    }

    package func records(ofKind kind: String, after id: RecordID?, limit: Int) throws -> [StoredRecord] {
        let sql = """
            SELECT \(Self.columns) FROM records r \(Self.creation)
            WHERE r.kind = (SELECT number FROM names WHERE text = ?) AND r.number > ? ORDER BY r.number LIMIT ?
            """
        let after = try id.map { try numberKnown(of: $0) } ?? 0
        return try all("read records", sql, [kind, after, max(0, limit)], stored)
    }

    package func countRecords() throws -> Int {
        try count("count records", "SELECT count(*) FROM records WHERE kind IS NOT NULL")
    }

    package func put(_ record: StoredRecord) throws { try put(record, creation: nil) }

    /// - Parameter creation: for a record that the hub never met, the changeset with whose body its own goes on.
    func put(_ record: StoredRecord, creation: Int64?) throws {
        try StoreError.requireAreas(record.areas)
        let position = try signed(record.position)
        let number = try numberGiven(to: record.id)
        let before = try memory.present[record.id] ?? (isThere: false, areas: presence(of: number))
        memory.met[record.id] = nil
        memory.waitingRecords.insert(record.id)
        if !before.isThere {
            memory.waiting.records.append(
                number.databaseValue, blobValue(record.id.bytes), try self.number(of: record.kind).databaseValue,
                position.databaseValue, record.isDeleted.databaseValue, joined(record.areas).databaseValue,
                creation?.databaseValue ?? .null, (creation != nil).databaseValue, blobValue(record.body))
        } else {
            memory.waiting.recordChanges.append(
                number.databaseValue, blobValue(record.id.bytes), position.databaseValue,
                record.isDeleted.databaseValue, joined(record.areas).databaseValue, blobValue(record.body))
        }
        let areas = try record.areas.map { try self.number(of: $0.text) }
        for area in areas { place(number, in: area, at: position, .present) }
        for area in before.areas where !areas.contains(area) { place(number, in: area, at: position, .departed) }
        memory.present[record.id] = (true, areas)
    }

    private func presence(of record: Int64) throws(StoreError) -> [Int64] {
        let sql = "SELECT area FROM placements WHERE record = ? AND state = \(Placement.State.present.rawValue)"
        return try all("put record", sql, [record], isApart: true) { try $0.integer(0) }
    }

    package func move(_ id: RecordID, to position: UInt64) throws {
        let number = try numberKnown(of: id)
        try execute("move record", "UPDATE records SET position = ? WHERE number = ?", [try signed(position), number])
        try execute(
            "move record", "UPDATE placements SET position = ? WHERE record = ? AND state = ?",
            [try signed(position), number, Int64(Placement.State.present.rawValue)])
    }

    /// Makes a record whole by itself before the changeset that created it becomes another one: from then on that is one
    /// of those that touch it.
    func forgetCreation(of id: RecordID, by changeset: Int64) throws {
        let sql = "SELECT \(Self.columns) FROM records r \(Self.creation) WHERE r.id = ? AND r.creation = ?"
        let found = try first("update entry", sql, [blob(id.bytes), changeset]) {
            (number: try $0.integer(8), body: try body($0, head: 6))
        }
        guard let found else { return }
        try execute(
            "update entry", "UPDATE records SET body = ?, is_untouched = 0, creation = NULL WHERE number = ?",
            [blob(found.body), found.number])
        try execute("update entry", "INSERT INTO touches (record, changeset) VALUES (?, ?)", [found.number, changeset])
    }

    package func erase(_ id: RecordID, position: UInt64) throws {
        let number = try numberKnown(of: id)
        try execute(
            "erase record",
            """
            INSERT INTO touches (record, changeset)
                SELECT number, creation FROM records WHERE number = ? AND creation IS NOT NULL
            """, [number])
        try execute(
            "erase record",
            """
            UPDATE records SET kind = NULL, position = NULL, is_deleted = NULL, areas = NULL, creation = NULL,
                is_untouched = 0, body = NULL
            WHERE number = ?
            """, [number])
        try execute(
            "erase record", "UPDATE placements SET position = ?, state = ? WHERE record = ?",
            [try signed(position), Int64(Placement.State.erased.rawValue), number])
        memory.present[id] = (false, [])
    }

    /// The small number of a record; `notThere` when the hub never met it.
    func numberKnown(of record: RecordID) throws(StoreError) -> Int64 {
        if let known = memory.numbers[record] { return known }
        let stored = try first(
            "read record", "SELECT number FROM records WHERE id = ?", [blob(record.bytes)], isApart: true
        ) { try $0.integer(0) }
        memory.numbers[record] = stored ?? Self.notThere
        return stored ?? Self.notThere
    }

    /// The small number of a record, given when it is met for the first time. It gets its row when it is put, or else
    /// before what refers to it is written.
    func numberGiven(to record: RecordID) throws(StoreError) -> Int64 {
        let known = try numberKnown(of: record)
        guard known == Self.notThere else { return known }
        let number = try nextRecord()
        memory.numbers[record] = number
        memory.met[record] = number
        return number
    }

    /// Without a look for the record: should it be there, its row is refused.
    func giveNumber(toNew record: RecordID) throws(StoreError) {
        guard memory.numbers[record, default: Self.notThere] == Self.notThere else { throw .taken }
        memory.numbers[record] = try nextRecord()
        memory.present[record] = (false, [])
    }

    private func nextRecord() throws(StoreError) -> Int64 {
        let number = if let last = memory.lastRecord { last + 1 } else { try next(in: "records") }
        memory.lastRecord = number
        return number
    }

    package func placements(in area: AreaCode, after position: UInt64, limit: Int) throws -> [Placement] {
        let page = try placements(
            """
            WHERE p.area = (SELECT number FROM names WHERE text = ?) AND p.position > ?
            ORDER BY p.position, p.record LIMIT ?
            """,
            [area.text, clamped(position), max(0, limit)])
        guard let last = page.last?.position, page.count == limit else { return inFeedOrder(page) }
        let whole = try placements(
            "WHERE p.area = (SELECT number FROM names WHERE text = ?) AND p.position = ?",
            [area.text, clamped(last)])
        return inFeedOrder(page.filter { $0.position != last } + whole)
    }

    package func feed(of areas: [AreaCode], after position: UInt64, limit: Int) throws -> [FeedLine] {
        guard limit > 0, let area = areas.first else { return [] }
        // One area has its own index; of several, the places of all others are passed over before a record is read.
        let isMeant =
            areas.count == 1
            ? "p.area = (SELECT number FROM names WHERE text = ?)"
            : "+p.area IN (SELECT n.number FROM json_each(?) a CROSS JOIN names n ON n.text = a.value)"
        let sql = """
            SELECT r.id, p.state, r.body, p.position, c.head, c.body
            FROM placements p CROSS JOIN records r ON r.number = p.record \(Self.creation)
            WHERE \(isMeant) AND p.position > ? ORDER BY p.position
            """
        let asked = areas.count == 1 ? area.text : try Self.list(areas)
        var (count, last) = (0, UInt64(0))
        return try leading("read feed", sql, [asked, clamped(position)]) { row in
            let position = try row.unsigned(3)
            guard count < limit || position == last else { return nil }
            (count, last) = (count + 1, position)
            let state = try state(row, 1)
            return FeedLine(
                position: position, record: try row.recordID(0), state: state,
                body: state == .present ? try body(row, head: 4) : [])
        }
    }

    private static func list(_ areas: [AreaCode]) throws -> String {
        String(decoding: try JSONEncoder().encode(areas.map(\.text)), as: UTF8.self)
    }

    package func placements(after position: UInt64, limit: Int) throws -> [Placement] {
        var page = try placements(
            "WHERE p.position > ? ORDER BY p.position, p.record LIMIT ?",
            [clamped(position), max(0, limit)])
        if let last = page.last?.position, page.count == limit {
            let whole = try placements("WHERE p.position = ?", [clamped(last)])
            page = page.filter { $0.position != last } + whole
        }
        return inFeedOrder(page)
    }

    /// The indexes know records and areas by their numbers, readers by their ids.
    private func inFeedOrder(_ page: [Placement]) -> [Placement] {
        page.sorted {
            if $0.position != $1.position { return $0.position < $1.position }
            return $0.record != $1.record ? $0.record < $1.record : $0.area < $1.area
        }
    }

    private func place(_ record: Int64, in area: Int64, at position: Int64, _ state: Placement.State) {
        memory.waiting.placements.append(
            record.databaseValue, area.databaseValue, position.databaseValue, Int64(state.rawValue).databaseValue)
    }

    private func stored(_ row: Row) throws -> StoredRecord {
        StoredRecord(
            id: try row.recordID(0), kind: try text(of: try row.integer(1)), body: try body(row, head: 6),
            position: try row.unsigned(3), areas: try row.areas(4), isDeleted: try row.integer(5) != 0)
    }

    /// The record's bytes, and behind them those of the changeset that created it, where nothing else has touched it:
    /// its head and what follows on that, in two columns from `head` on.
    private func body(_ row: Row, head: Int) throws(StoreError) -> [UInt8] {
        var body = try row.bytes(2)
        let isWhole = row.hasNull(atIndex: head)
        guard !isWhole || !row.hasNull(atIndex: head + 1) else { return body }
        body.reserveCapacity(Self.usualBody)
        if !isWhole { body += try bytes(of: try row.integer(head)) }
        body += try row.bytes(head + 1)
        return body
    }

    private func state(_ row: Row, _ index: Int) throws -> Placement.State {
        guard let byte = UInt8(exactly: try row.integer(index)), let state = Placement.State(rawValue: byte) else {
            throw Row.damaged(index)
        }
        return state
    }

    private func placements(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [Placement] {
        let sql = """
            SELECT p.area, p.position, r.id, p.state FROM placements p CROSS JOIN records r ON r.number = p.record
            \(condition)
            """
        return try all("read feed", sql, arguments) { row in
            Placement(
                area: AreaCode(try text(of: try row.integer(0))), position: try row.unsigned(1),
                record: try row.recordID(2), state: try state(row, 3))
        }
    }
}
