import Foundation
import GRDB
import GRDBSQLite
package import GridStore

/// One transaction of a connection: cached statements, rows read without trust, errors as `StoreError`; and the
/// shelves of documents, which both stores have.
package class SQLiteTransaction: DocumentTransaction {
    private let database: Database
    /// Statements that take their values as they are.
    private var prepared: [ObjectIdentifier: Statement] = [:]
    /// The first error that costs the whole transaction, also when a job swallowed it.
    private(set) final var failure: StoreError?

    init(_ database: Database) { self.database = database }

    /// Told when everything since the last savepoint is undone.
    func jobWasTakenBack() {}

    /// Told when a job is through: the time to write what was put off.
    func jobEnds() throws {}

    /// Told before a statement that may meet rows which were put off.
    func writeWaitingRows() throws(StoreError) {}

    /// The number that the last insertion got.
    final var lastNumber: Int64 { database.lastInsertedRowID }

    /// How many rows the last statement changed.
    final var changedRows: Int { database.changesCount }

    /// Runs a job; an error that costs the whole transaction comes out even when the job made another of it.
    final func run<Value>(_ job: () throws -> Value) throws -> Value {
        let result = Result {
            let value = try job()
            try jobEnds()
            return value
        }
        if let failure { throw failure }
        return try result.get()
    }

    /// - Parameter isApart: whether the statement meets no rows that may have been put off; so for the others.
    final func execute(
        _ operation: String, _ sql: String, _ arguments: StatementArguments = [], isApart: Bool = false
    ) throws(StoreError) {
        try refuseAfterFailure()
        if !isApart { try writeWaitingRows() }
        do {
            try database.cachedStatement(sql: sql).execute(arguments: arguments)
        } catch {
            throw note(error, operation)
        }
    }

    /// The same with values that go to SQLite as they are: with many rows a statement, their way through arguments would
    /// cost as much as the rows. Such a statement is apart.
    ///
    /// - Parameter values: as many as the statement has marks.
    final func execute(
        _ operation: String, _ batch: BatchStatement, _ values: ArraySlice<DatabaseValue>
    ) throws(StoreError) {
        try refuseAfterFailure()
        do {
            try statement(batch, values).execute()
        } catch {
            throw note(error, operation)
        }
    }

    /// The rows of a statement with values that go to SQLite as they are.
    final func all<Value>(
        _ operation: String, _ batch: BatchStatement, values: ArraySlice<DatabaseValue>, isApart: Bool,
        _ read: (Row) throws -> Value
    ) throws(StoreError) -> [Value] {
        try refuseAfterFailure()
        if !isApart { try writeWaitingRows() }
        do {
            return try collected(Row.fetchCursor(try statement(batch, values)), read)
        } catch {
            throw note(error, operation)
        }
    }

    private func collected<Value>(_ rows: RowCursor, _ read: (Row) throws -> Value?) throws -> [Value] {
        var result: [Value] = []
        while let row = try rows.next(), let value = try read(row) { result.append(value) }
        return result
    }

    private func statement(_ batch: BatchStatement, _ values: ArraySlice<DatabaseValue>) throws -> Statement {
        let statement = try prepared(batch)
        // A statement that failed says so once more; it was heard then.
        sqlite3_reset(statement.sqliteStatement)
        for (index, value) in zip(CInt(1)..., values) {
            let code = value.bind(to: statement.sqliteStatement, at: index)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
        return statement
    }

    /// Found by its text, which is hashed then, and told that its values are not checked: once in a transaction.
    private func prepared(_ batch: BatchStatement) throws -> Statement {
        if let known = prepared[ObjectIdentifier(batch)] { return known }
        let statement = try database.cachedStatement(sql: batch.sql)
        statement.setUncheckedArguments([])
        prepared[ObjectIdentifier(batch)] = statement
        return statement
    }

    final func all<Value>(
        _ operation: String, _ sql: String, _ arguments: StatementArguments = [], isApart: Bool = false,
        _ read: (Row) throws -> Value
    ) throws(StoreError) -> [Value] {
        try refuseAfterFailure()
        if !isApart { try writeWaitingRows() }
        do {
            let rows = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
            return try collected(rows, read)
        } catch {
            throw note(error, operation)
        }
    }

    /// The rows up to the one of which nothing is read. The cursor resets the statement when it goes.
    final func leading<Value>(
        _ operation: String, _ sql: String, _ arguments: StatementArguments, _ read: (Row) throws -> Value?
    ) throws(StoreError) -> [Value] {
        try refuseAfterFailure()
        try writeWaitingRows()
        do {
            let rows = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
            return try collected(rows, read)
        } catch {
            throw note(error, operation)
        }
    }

    final func first<Value>(
        _ operation: String, _ sql: String, _ arguments: StatementArguments = [], isApart: Bool = false,
        _ read: (Row) throws -> Value
    ) throws(StoreError) -> Value? {
        try refuseAfterFailure()
        if !isApart { try writeWaitingRows() }
        do {
            let rows = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
            return try rows.next().map(read)
        } catch {
            throw note(error, operation)
        }
    }

    final func count(
        _ operation: String, _ sql: String, _ arguments: StatementArguments = [], isApart: Bool = false
    ) throws(StoreError) -> Int {
        try first(operation, sql, arguments, isApart: isApart) { Int(try $0.integer(0)) } ?? 0
    }

    /// SQLite takes a transaction back by itself after some errors: what a job that hid one then did would stand alone.
    private func refuseAfterFailure() throws(StoreError) { if let failure { throw failure } }

    private func note(_ error: any Error, _ operation: String) -> StoreError {
        let error = StoreError.from(error, operation: operation)
        if error.isFatal, failure == nil { failure = error }
        return error
    }

    package final func document(_ shelf: String, _ key: String) throws -> [UInt8]? {
        try first(
            "read document", "SELECT body FROM documents WHERE shelf = ? AND key = ?", [shelf, key], isApart: true
        ) { try $0.bytes(0) }
    }

    package final func documents(_ shelf: String, prefix: String, after: String?, limit: Int) throws -> [Document] {
        let sql = """
            SELECT key, body FROM documents WHERE shelf = ? AND key >= ? AND key < ? AND key > ? ORDER BY key LIMIT ?
            """
        let arguments: StatementArguments = [shelf, prefix, Self.end(of: prefix), after ?? "", max(0, limit)]
        return try all("read documents", sql, arguments, isApart: true) {
            Document(key: try $0.text(0), body: try $0.bytes(1))
        }
    }

    package final func put(_ shelf: String, _ key: String, _ body: [UInt8]) throws {
        try StoreError.requireKey(shelf, key)
        let sql = """
            INSERT INTO documents (shelf, key, body) VALUES (?, ?, ?)
            ON CONFLICT (shelf, key) DO UPDATE SET body = excluded.body
            """
        try execute("put document", sql, [shelf, key, blob(body)], isApart: true)
    }

    package final func removeDocument(_ shelf: String, _ key: String) throws {
        try execute(
            "remove document", "DELETE FROM documents WHERE shelf = ? AND key = ?", [shelf, key], isApart: true)
    }

    package final func countDocuments(_ shelf: String, prefix: String) throws -> Int {
        try count(
            "count documents", "SELECT count(*) FROM documents WHERE shelf = ? AND key >= ? AND key < ?",
            [shelf, prefix, Self.end(of: prefix)], isApart: true)
    }

    /// Above every ASCII key with the prefix.
    private static func end(of prefix: String) -> String { prefix + "\u{10FFFF}" }
}
