import GRDB
import GRDBSQLite

/// Settings of a connection by SQLite's own calls: a command on a device opens two connections, sets and reads back all
/// of them, and by GRDB's statements that costs twice as much.
extension Database {
    /// Sets a pragma; whether it took is another question (`setting`).
    func set(_ pragma: String, to value: String) throws { _ = try firstValue("PRAGMA \(pragma) = \(value)") }

    /// The value of a pragma as text; nil when SQLite answers nothing.
    func setting(_ pragma: String) throws -> String? { try firstValue("PRAGMA \(pragma)") }

    /// Whether the path of the main file names another file by now, or none: what is written here nobody would find.
    func hasMoved() throws -> Bool {
        var moved: Int32 = 0
        let result = sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        // A VFS need not know the question.
        if result != SQLITE_NOTFOUND { try check(result, "SQLITE_FCNTL_HAS_MOVED") }
        return moved != 0
    }

    /// The first column of the first row of a statement without parameters.
    func firstValue(_ sql: String) throws -> String? {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_prepare_v2(sqliteConnection, sql, -1, &statement, nil), sql)
        let result = sqlite3_step(statement)
        guard result == SQLITE_ROW else {
            if result != SQLITE_DONE { try check(result, sql) }
            return nil
        }
        return sqlite3_column_text(statement, 0).map { String(cString: $0) }
    }

    private func check(_ result: Int32, _ sql: String) throws {
        guard result != SQLITE_OK else { return }
        let message = sqlite3_errmsg(sqliteConnection).map { String(cString: $0) }
        throw DatabaseError(resultCode: ResultCode(rawValue: result), message: message, sql: sql)
    }
}
