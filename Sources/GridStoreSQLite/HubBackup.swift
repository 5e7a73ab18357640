import GRDB
import GridStore

/// A whole copy of a hub's file while the hub goes on: SQLite's online backup, checked, and named only when done.
struct HubBackup {
    let files: any StoreFiles

    /// Returns the bytes of `directory/hub.sqlite`, which must not be there before.
    func write(from path: String, to directory: String) throws -> Int64 {
        try files.createDirectory(directory)
        let target = "\(directory)/\(SQLiteHubStore.fileName)"
        let partial = "\(directory)/.\(SQLiteHubStore.fileName).partial"
        guard !files.exists(target) else {
            throw StoreError(
                .constraint, operation: "backup", detail: "\(target) is there already",
                hint: "name an empty directory")
        }
        try clear(partial)
        do {
            try files.create(partial)
            try copy(path, to: partial)
            try files.publish(partial, as: target, in: directory)
        } catch {
            try clear(partial)
            throw StoreError.outside(error)
        }
        return try files.size(target)
    }

    private func copy(_ path: String, to partial: String) throws {
        do {
            let source = try Connection.reader(files.databaseName(path), schema: hubSchema, busyMilliseconds: 5000)
            let copy = try DatabaseQueue(path: files.databaseName(partial))
            // All pages in one step, in one transaction of the reader: writers go on, and need not begin again.
            try source.backup(to: copy)
            try source.close()
            let findings = try copy.inDatabase { database in
                // Leaves the copy one self-contained file.
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
                return try Integrity.findings(in: database)
            }
            try copy.close()
            guard findings.isEmpty else {
                throw StoreError(
                    .corrupt, operation: "backup", detail: findings.joined(separator: "; "),
                    hint: "run verify; go back to an earlier backup")
            }
        } catch {
            throw StoreError.from(error, operation: "backup")
        }
    }

    private func clear(_ partial: String) throws(StoreError) {
        for suffix in ["", "-wal", "-shm", "-journal"] { try files.remove(partial + suffix) }
    }
}

extension StoreError {
    /// An error of a place outside the store's own directory: that the disk there failed says nothing of the store.
    static func outside(_ error: any Error) -> StoreError {
        let error = StoreError.from(error, operation: "backup")
        guard error.code == .io else { return error }
        return StoreError(
            .missing, operation: error.operation, detail: error.detail, hint: "name another directory for it")
    }
}
