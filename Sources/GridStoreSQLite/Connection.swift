import Foundation
import GRDB
import GridStore

/// Opens SQLite files the one way we open them, and believes no setting that it has not read back.
enum Connection {
    /// How a file is written: `wal` lets readers go on; `truncate` leaves no second file that a stranger could touch.
    enum Journal: String { case wal, truncate }

    /// The connection that writes and checkpoints: one at a time does so on each file (see DESIGN.md).
    ///
    /// The cache takes 32 MiB at most, unless told otherwise: ids come in no order, and the hub writes their indexes
    /// everywhere. For the same reason a checkpoint waits for `checkpointPages` of the log: a page that many commits
    /// wrote goes into the file once.
    ///
    /// - Parameter checksReferences: whether each row is held to the foreign keys as it is written.
    static func writer(
        _ path: String, schema: Schema, busyMilliseconds: Int, journal: Journal = .wal, cacheKibibytes: Int = 32768,
        checkpointPages: Int = 1000, checksReferences: Bool = true
    ) throws(StoreError) -> DatabaseQueue {
        var configuration = common(busyMilliseconds)
        configuration.label = "\(schema.name) writer"
        configuration.prepareDatabase { database in
            // What is no file of ours stays as it is, its journal mode too.
            _ = try schema.check(database)
            try database.set("journal_mode", to: journal.rawValue)
            try database.set("synchronous", to: "FULL")
            try database.set("secure_delete", to: "ON")
            try database.set("journal_size_limit", to: "67108864")
            try database.set("cache_size", to: "-\(cacheKibibytes)")
            try database.set("wal_autocheckpoint", to: "\(checkpointPages)")
            try hold(database)
            try require(database, "journal_mode", journal.rawValue)
            try require(database, "synchronous", "2")
            try require(database, "secure_delete", "1")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { database in
                try schema.migrate(database)
                // What a savepoint keeps to be taken back is a job's, so it fits into memory; steps of the schema, which
                // sort whole tables, may need a file.
                try database.set("temp_store", to: "MEMORY")
                try require(database, "temp_store", "2")
                if !checksReferences {
                    try database.set("foreign_keys", to: "OFF")
                    try require(database, "foreign_keys", "0")
                }
            }
            return queue
        } catch {
            throw StoreError.from(error, operation: "open")
        }
    }

    /// A connection that only reads, and never checkpoints: not on closing either, as it may not write the file.
    static func reader(_ path: String, schema: Schema, busyMilliseconds: Int) throws(StoreError) -> DatabaseQueue {
        var configuration = common(busyMilliseconds)
        configuration.label = "\(schema.name) reader"
        configuration.readonly = true
        configuration.prepareDatabase { database in
            try hold(database)
            guard try schema.check(database) == schema.version else {
                throw StoreError(
                    .missing, operation: "open", detail: "the \(schema.name) was not set up to the end",
                    hint: "open it for writing once")
            }
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError.from(error, operation: "open")
        }
    }

    private static func common(_ busyMilliseconds: Int) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(TimeInterval(busyMilliseconds) / 1000)
        configuration.foreignKeysEnabled = true
        return configuration
    }

    private static func hold(_ database: Database) throws {
        try database.set("cell_size_check", to: "ON")
        try database.set("trusted_schema", to: "OFF")
        try database.set("mmap_size", to: "0")
        try require(database, "foreign_keys", "1")
        try require(database, "cell_size_check", "1")
        try require(database, "trusted_schema", "0")
        try require(database, "mmap_size", "0")
    }

    /// A build of SQLite without memory mapping answers nothing for `mmap_size`: that is as good as 0.
    private static func require(_ database: Database, _ pragma: String, _ expected: String) throws {
        let value = try database.setting(pragma)
        guard value ?? "0" == expected else {
            throw StoreError(
                .io, operation: "open", detail: "PRAGMA \(pragma) is \(value ?? "unknown"), must be \(expected)",
                hint: "the file system or the build of SQLite does not allow it: use another")
        }
    }
}
