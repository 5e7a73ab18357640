import Foundation
import GRDB
import GridCausality
import GridRecords

/// The same bytes without a hub: for each change a row of the record with the record's id and a row of the log with its
/// dot, in the SQLite that the hub has, with its journal and its syncs.
struct RawStore {
    private let queue: DatabaseQueue
    private let directory: String

    init(in parent: String) throws {
        directory = try TemporaryDirectory.make(in: parent)
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(path: "\(directory)/raw.sqlite", configuration: configuration)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE records (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT, position INTEGER,
                        body BLOB) STRICT;
                    CREATE TABLE changes (number INTEGER PRIMARY KEY, replica INTEGER, counter INTEGER, position INTEGER,
                        body BLOB, UNIQUE (replica, counter)) STRICT;
                    """)
        }
    }

    /// Puts everything in, so many rows of each kind a transaction.
    func insert(_ rows: [SimpleDevice.Body], batch: Int) throws {
        var number = 0
        while number < rows.count {
            let part = rows[number..<min(number + batch, rows.count)]
            try queue.write { database in
                let record = try database.cachedStatement(
                    sql: "INSERT INTO records (id, kind, position, body) VALUES (?, ?, ?, ?)")
                let change = try database.cachedStatement(
                    sql: "INSERT INTO changes (replica, counter, position, body) VALUES (?, ?, ?, ?)")
                for row in part {
                    number += 1
                    let body = Data(row.bytes)
                    try record.execute(arguments: [Data(row.record.bytes), "hazard", number, body])
                    try change.execute(
                        arguments: [
                            Int64(truncatingIfNeeded: row.dot.replica.bits.low), Int64(row.dot.counter), number, body,
                        ])
                }
            }
        }
    }

    func end() throws {
        try queue.close()
        try FileManager.default.removeItem(atPath: directory)
    }
}
