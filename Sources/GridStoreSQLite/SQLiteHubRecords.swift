import GRDB
package import GridRecords
package import GridStore

/// Records and their places in the feed.
extension SQLiteHubTransaction {
    package func record(_ id: RecordID) throws -> StoredRecord? {
        let stored = try records("WHERE id = ?", [blob(id.bytes)]).first
        if stored == nil { memory.present[id] = [] }
        return stored
    }

    package func records(after id: RecordID?, kind: String?, limit: Int) throws -> [StoredRecord] {
        let after = id?.bytes ?? [0]  // Shorter than every id, so below each that starts with a zero byte too.
        guard let kind else {
            return try records("WHERE id > ? ORDER BY id LIMIT ?", [blob(after), max(0, limit)])
        }
        return try records(
            "WHERE kind = ? AND id > ? ORDER BY id LIMIT ?", [kind, blob(after), max(0, limit)])
    }

    package func countRecords() throws -> Int { try count("count records", "SELECT count(*) FROM records") }

    package func put(_ record: StoredRecord) throws {
        try StoreError.requireAreas(record.areas)
        let position = try signed(record.position)
        let sql = """
            INSERT INTO records (id, kind, position, is_deleted, areas, body) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, position = excluded.position,
                is_deleted = excluded.is_deleted, areas = excluded.areas, body = excluded.body
            """
        try execute(
            "put record", sql,
            [
                blob(record.id.bytes), record.kind, position, record.isDeleted, joined(record.areas),
                blob(record.body),
            ])
        let before = try presence(of: record.id)
        let areas = try record.areas.map { try number(of: $0.text) }
        for area in areas { try place(record.id, in: area, at: position, .present) }
        for area in before where !areas.contains(area) { try place(record.id, in: area, at: position, .departed) }
        memory.present[record.id] = areas
    }

    private func presence(of record: RecordID) throws(StoreError) -> [Int64] {
        if let known = memory.present[record] { return known }
        let sql = "SELECT area FROM placements WHERE record = ? AND state = \(Placement.State.present.rawValue)"
        return try all("put record", sql, [blob(record.bytes)]) { try $0.integer(0) }
    }

    package func erase(_ id: RecordID, position: UInt64) throws {
        try execute("erase record", "DELETE FROM records WHERE id = ?", [blob(id.bytes)])
        try execute(
            "erase record", "UPDATE placements SET position = ?, state = ? WHERE record = ?",
            [try signed(position), Int64(Placement.State.erased.rawValue), blob(id.bytes)])
        memory.present[id] = []
    }

    package func placements(in area: AreaCode, after position: UInt64, limit: Int) throws -> [Placement] {
        let page = try placements(
            """
            WHERE p.area = (SELECT number FROM names WHERE text = ?) AND p.position > ?
            ORDER BY p.position, p.record LIMIT ?
            """,
            [area.text, clamped(position), max(0, limit)])
        guard let last = page.last?.position, page.count == limit else { return page }
        let whole = try placements(
            "WHERE p.area = (SELECT number FROM names WHERE text = ?) AND p.position = ? ORDER BY p.record",
            [area.text, clamped(last)])
        return page.filter { $0.position != last } + whole
    }

    package func records(
        placedIn area: AreaCode, after position: UInt64, through last: UInt64
    ) throws -> [StoredRecord] {
        let sql = """
            SELECT r.id, r.kind, r.body, r.position, r.areas, r.is_deleted
            FROM placements p CROSS JOIN records r ON r.id = p.record
            WHERE p.area = (SELECT number FROM names WHERE text = ?) AND p.position > ? AND p.position <= ?
                AND p.state = \(Placement.State.present.rawValue)
            ORDER BY p.position, p.record
            """
        return try all("read records", sql, [area.text, clamped(position), clamped(last)], stored)
    }

    package func placements(after position: UInt64, limit: Int) throws -> [Placement] {
        var page = try placements(
            "WHERE p.position > ? ORDER BY p.position, p.record LIMIT ?",
            [clamped(position), max(0, limit)])
        if let last = page.last?.position, page.count == limit {
            let whole = try placements("WHERE p.position = ?", [clamped(last)])
            page = page.filter { $0.position != last } + whole
        }
        // The index knows areas by their numbers, readers by their codes.
        return page.sorted {
            if $0.position != $1.position { return $0.position < $1.position }
            return $0.record != $1.record ? $0.record < $1.record : $0.area < $1.area
        }
    }

    private func place(
        _ record: RecordID, in area: Int64, at position: Int64, _ state: Placement.State
    ) throws(StoreError) {
        let sql = """
            INSERT INTO placements (record, area, position, state) VALUES (?, ?, ?, ?)
            ON CONFLICT (record, area) DO UPDATE SET position = excluded.position, state = excluded.state
            """
        try execute("put record", sql, [blob(record.bytes), area, position, Int64(state.rawValue)])
    }

    private func records(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [StoredRecord] {
        let sql = "SELECT id, kind, body, position, areas, is_deleted FROM records \(condition)"
        return try all("read records", sql, arguments, stored)
    }

    private func stored(_ row: Row) throws -> StoredRecord {
        StoredRecord(
            id: try row.recordID(0), kind: try row.text(1), body: try row.bytes(2),
            position: try row.unsigned(3), areas: try row.areas(4), isDeleted: try row.integer(5) != 0)
    }

    private func placements(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [Placement] {
        let sql = """
            SELECT n.text, p.position, p.record, p.state
            FROM placements p CROSS JOIN names n ON n.number = p.area \(condition)
            """
        return try all("read feed", sql, arguments) { row in
            guard let byte = UInt8(exactly: try row.integer(3)), let state = Placement.State(rawValue: byte) else {
                throw Row.damaged(3)
            }
            return Placement(
                area: AreaCode(try row.text(0)), position: try row.unsigned(1), record: try row.recordID(2),
                state: state)
        }
    }
}
