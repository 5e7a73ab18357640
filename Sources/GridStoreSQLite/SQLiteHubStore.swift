import GRDB
package import GridStore
import Synchronization

/// The hub's store in `hub.sqlite` of a data directory, whose lock it holds from opening to closing.
///
/// One connection writes; any number of threads read at the same time, each on a connection of its own.
package final class SQLiteHubStore: HubStore {
    static let fileName = "hub.sqlite"
    /// 64 MiB of log, as much as `journal_size_limit` leaves in place.
    private static let checkpointPages = 16_384

    private let path: String
    private let files: any StoreFiles
    private let lock: any ExchangeLease
    private let writer: DatabaseQueue
    private let readers: ReaderPool
    private let gate = StoreGate()

    /// Opens a data directory, and makes it when `create` says so; takes its lock unless one that is held is given.
    ///
    /// - Parameter checksReferences: whether SQLite holds each row to the foreign keys as it is written. The store gives
    ///   the numbers itself, so tests and the simulator ask for it, and a serving hub leaves it to `integrityFindings`.
    package init(
        directory: String, create: Bool, lock: DirectoryLock? = nil, files: any StoreFiles = SystemFiles(),
        checksReferences: Bool = true
    ) throws(StoreError) {
        let path = "\(directory)/\(Self.fileName)"
        guard create || files.exists(path) else {
            throw StoreError(
                .missing, operation: "open", detail: "there is no hub store in \(directory)",
                hint: "check the data directory's name")
        }
        if create { try files.createDirectory(directory) }
        self.path = path
        self.files = files
        if let lock {
            self.lock = lock
        } else {
            self.lock = try files.lock(directory: directory, name: DirectoryLock.fileName, waitMilliseconds: 0)
        }
        if create { try files.create(path) }
        try files.settle(path + StoreLog.suffix, in: directory)
        let name = files.databaseName(path)
        writer = try Connection.writer(
            name, schema: hubSchema, busyMilliseconds: 0, checkpointPages: Self.checkpointPages,
            checksReferences: checksReferences)
        if create { try files.synchronize(directory: directory) }
        readers = ReaderPool { try Connection.reader(name, schema: hubSchema, busyMilliseconds: 5000) }
    }

    package func commit(_ jobs: [(any HubTransaction) throws -> Void]) throws -> [Result<Void, any Error>] {
        try gate.pass("commit") {
            try writer.inDatabase { database in
                let transaction = SQLiteHubTransaction(database)
                return try database.committing {
                    var results: [Result<Void, any Error>] = []
                    for job in jobs {
                        results.append(try database.savepoint(transaction) { try job(transaction) })
                    }
                    return results
                }
            }
        }
    }

    package func read<Value>(_ job: (any HubTransaction) throws -> Value) throws -> Value {
        try gate.pass("read") {
            try readers.read { database in
                let transaction = SQLiteHubTransaction(database)
                return try transaction.run { try job(transaction) }
            }
        }
    }

    package func backup(to directory: String) throws -> Int64 {
        try gate.pass("backup") {
            try HubBackup(files: files).write(from: path, to: directory)
        }
    }

    package func integrityFindings() throws -> [String] {
        try gate.pass("check integrity") {
            try readers.read { try Integrity.findings(in: $0) + Integrity.hubFindings(in: $0) }
        }
    }

    /// Stops the file from growing beyond so many pages of 4,096 bytes: writing then fails as on a full disk.
    package func limit(pages: Int) throws {
        try gate.pass("limit pages") {
            try writer.inDatabase { _ = try Int64.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)") }
        }
    }

    package func close() throws {
        guard gate.close() else { return }
        defer { lock.end() }
        do {
            try readers.close()
            try writer.close()
        } catch {
            throw StoreError.from(error, operation: "close")
        }
    }
}
