import GRDB
package import GridRecords
package import GridStore

/// The records as plain SQL tables, one for each kind with the fields as columns, for people and their SQL tools.
///
/// A copy, never a source: it follows the hub's feed in transactions of its own, remembers how far it came in the
/// same transactions, and can be made anew at any time. It keeps no identity numbers, only how they end.
package final class ReadModel: Sendable {
    /// What one transaction took over.
    package struct Page: Sendable {
        package fileprivate(set) var records: Int
        /// Up to which commit the copy has everything, and the hub's last one.
        package let position: UInt64
        package let head: UInt64

        package var isLast: Bool { position == head }
    }

    /// Lines of the feed in one transaction.
    private static let pageSize = 2_000

    private let queue: DatabaseQueue
    private let catalogue: Catalogue
    private let codec: any RecordCoding
    private let tables: [String: ReadModelTable]

    /// Opens or makes the file; one process at a time may hold it, which the lock of the data directory sees to.
    package init(file: String, catalogue: Catalogue, codec: any RecordCoding) throws(StoreError) {
        try SystemFiles().create(file)
        queue = try Connection.writer(file, schema: readModelSchema, busyMilliseconds: 5000, journal: .truncate)
        self.catalogue = catalogue
        self.codec = codec
        tables = Dictionary(
            catalogue.kinds.map { ($0.id, ReadModelTable($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes over all that changed on the hub since the last time; returns how many records that were.
    package func update(from hub: any HubStore) throws -> Int {
        var total = 0
        while true {
            let page = try updatePage(from: hub)
            total += page.records
            if page.isLast { return total }
        }
    }

    /// Takes over the next page of what changed on the hub, in a transaction.
    ///
    /// Begins anew by itself when the catalogue changed or the hub went back behind this copy: a page with everything.
    package func updatePage(from hub: any HubStore) throws -> Page {
        try translating {
            try follows(hub) ? try inTransaction { try takeOver(hub, $0) } : try refill(from: hub)
        }
    }

    /// Makes all tables anew from the hub's records, in one transaction; returns how many records those were.
    package func rebuild(from hub: any HubStore) throws -> Int {
        try translating { try refill(from: hub).records }
    }

    package func close() throws {
        try translating { try queue.close() }
    }

    /// Whether this copy holds an earlier state of this very hub, seen through this very catalogue.
    private func follows(_ hub: any HubStore) throws -> Bool {
        let mark = try queue.inDatabase { try ReadModelMark($0) }
        guard mark.catalogueVersion == catalogue.version else { return false }
        guard mark.position > 0 else { return true }
        return try hub.read { try $0.commitChain(at: mark.position) } == mark.chain
    }

    private func refill(from hub: any HubStore) throws -> Page {
        try inTransaction { database in
            try ReadModelTable.dropAll(in: database)
            for kind in tables.keys.sorted() { try tables[kind]?.create(in: database) }
            try database.execute(sql: "DELETE FROM _unreadable")
            try ReadModelMark(position: 0, chain: [], catalogueVersion: catalogue.version).store(in: database)
            var total = 0
            while true {
                var page = try takeOver(hub, database)
                total += page.records
                page.records = total
                if page.isLast { return page }
            }
        }
    }

    /// One page of the feed, with the mark that says so.
    private func takeOver(_ hub: any HubStore, _ database: Database) throws -> Page {
        let mark = try ReadModelMark(database)
        let page = try hub.read { hub in
            let lines = try hub.placements(after: mark.position, limit: Self.pageSize)
            let head = try hub.lastCommit().position
            let end = lines.count < Self.pageSize ? head : lines.last?.position ?? mark.position
            let ids = Set(lines.map(\.record)).sorted()
            return (
                records: try ids.map { (id: $0, stored: try hub.record($0)) }, position: end,
                chain: try hub.commitChain(at: end) ?? [], head: head
            )
        }
        for record in page.records { try put(record.id, record.stored, in: database) }
        if page.position != mark.position {
            try ReadModelMark(
                position: page.position, chain: page.chain, catalogueVersion: catalogue.version
            ).store(in: database)
        }
        return Page(records: page.records.count, position: page.position, head: page.head)
    }

    /// A record that cannot be read stops no other: it is noted, and its last row stays.
    private func put(_ id: RecordID, _ stored: StoredRecord?, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM _unreadable WHERE id = ?").execute(arguments: [id.text])
        guard let stored else {
            for table in tables.values { try table.remove(id, in: database) }
            return
        }
        guard let table = tables[stored.kind] else {
            return try note(id, "the catalogue has no kind \(stored.kind)", in: database)
        }
        let record: GridRecords.Record
        do {
            record = try codec.decode(stored.body)
        } catch {
            return try note(id, error.detail, in: database)
        }
        try table.put(record, stored, catalogue, in: database)
    }

    private func note(_ id: RecordID, _ detail: String, in database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO _unreadable (id, detail) VALUES (?, ?)")
            .execute(arguments: [id.text, detail])
    }

    private func inTransaction<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try queue.inDatabase { database in try database.committing { try work(database) } }
    }

    private func translating<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DatabaseError {
            throw StoreError.from(error, operation: "keep the read model")
        }
    }
}

/// How far the read model came, with what proves that the hub is still on the same history.
struct ReadModelMark {
    var position: UInt64
    var chain: [UInt8]
    var catalogueVersion: String

    init(position: UInt64, chain: [UInt8], catalogueVersion: String) {
        self.position = position
        self.chain = chain
        self.catalogueVersion = catalogueVersion
    }

    init(_ database: Database) throws {
        let sql = "SELECT position, chain, catalogue FROM _mark"
        let mark = try Row.fetchOne(database, sql: sql).map { row in
            ReadModelMark(position: try row.unsigned(0), chain: try row.bytes(1), catalogueVersion: try row.text(2))
        }
        self = mark ?? ReadModelMark(position: 0, chain: [], catalogueVersion: "")
    }

    func store(in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO _mark (number, position, chain, catalogue) VALUES (1, ?, ?, ?)",
            arguments: [clamped(position), blob(chain), catalogueVersion])
    }
}

/// What the read model keeps besides the tables of the kinds; names with an underscore are its own.
let readModelSchema = Schema(
    name: "read model", applicationID: 0x4753_524D,
    steps: [
        """
        CREATE TABLE _mark (
            number INTEGER PRIMARY KEY CHECK (number = 1), position INTEGER NOT NULL, chain BLOB,
            catalogue TEXT NOT NULL) STRICT;
        CREATE TABLE _unreadable (id TEXT PRIMARY KEY, detail TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
    ])
