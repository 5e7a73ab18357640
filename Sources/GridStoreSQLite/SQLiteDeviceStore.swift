import GRDB
package import GridStore
import Synchronization

/// A device's store in `device.sqlite` of a store directory.
///
/// Each write takes the directory's lock, commits and lets go, so that a command beside a watching process waits for
/// one transaction and never for the network. Readers need no lock.
package final class SQLiteDeviceStore: DeviceStore {
    static let fileName = "device.sqlite"
    private static let cacheKibibytes = 4096

    private let directory: String
    private let path: String
    private let files: any StoreFiles
    private let busyMilliseconds: Int
    private let readers: ReaderPool
    private let gate = StoreGate()
    /// The writing connection, opened by the first write and used under the directory's lock only; the mutex keeps
    /// the threads of this process from racing for that lock.
    private let writer = Mutex<DatabaseQueue?>(nil)

    /// Opens a store directory, and makes it when `create` says so. The wait is for other processes' writes.
    package init(
        directory: String, create: Bool, busyTimeoutMilliseconds: Int = 5000, files: any StoreFiles = SystemFiles()
    ) throws(StoreError) {
        let path = "\(directory)/\(Self.fileName)"
        guard create || files.exists(path) else {
            throw StoreError(
                .missing, operation: "open", detail: "there is no device store in \(directory)",
                hint: "enrol the device first, or name another directory")
        }
        self.directory = directory
        self.path = path
        self.files = files
        let name = files.databaseName(path)
        busyMilliseconds = busyTimeoutMilliseconds
        readers = ReaderPool {
            try Connection.reader(name, schema: deviceSchema, busyMilliseconds: busyTimeoutMilliseconds)
        }
        do {
            if create { try files.createDirectory(directory) }
            try settle()
            if try needsSetup() { try setUp() }
            // An idle reader keeps the WAL in place when a writer closes: a write is then several times cheaper.
            try readers.read { _ in }
        } catch {
            throw StoreError.from(error, operation: "open")
        }
    }

    /// Whoever forgot `close` leaves the files in the same order.
    deinit { try? closeWriter() }

    package func write<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value {
        try gate.pass("write") {
            try withWriter { database in
                let transaction = SQLiteDeviceTransaction(database)
                return try database.committing { try transaction.run { try job(transaction) } }
            }
        }
    }

    package func read<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value {
        try gate.pass("read") {
            try readers.read { database in
                let transaction = SQLiteDeviceTransaction(database)
                return try transaction.run { try job(transaction) }
            }
        }
    }

    package func beginExchange() throws -> any ExchangeLease {
        try gate.pass("begin exchange") {
            try files.lock(directory: directory, name: "exchange.lock", waitMilliseconds: busyMilliseconds)
        }
    }

    package func integrityFindings() throws -> [String] {
        try gate.pass("check integrity") {
            try readers.read { try Integrity.findings(in: $0) + Integrity.deviceFindings(in: $0) }
        }
    }

    package func close() throws {
        guard gate.close() else { return }
        do {
            try closeWriter()
            try readers.close()
        } catch {
            throw StoreError.from(error, operation: "close")
        }
    }

    /// Makes durable what a process that died may have left in the log, before anybody reads it.
    ///
    /// While another process writes, the log is in use and nobody reads it anew.
    private func settle() throws {
        let log = path + StoreLog.suffix
        guard files.exists(log), !files.isSettled(log, in: directory) else { return }
        do {
            let lock = try files.lock(directory: directory, name: DirectoryLock.fileName, waitMilliseconds: 0)
            defer { lock.end() }
            try files.settle(log, in: directory)
            files.noteSettled(log, under: lock)
        } catch let error where error.code == .busy {
            return
        }
    }

    /// Whether the file must be made, finished or brought to the present version first.
    private func needsSetup() throws -> Bool {
        guard files.exists(path) else { return true }
        do {
            try readers.read { _ in }
            return false
        } catch let error as StoreError where error.code == .missing {
            return true
        }
    }

    private func setUp() throws {
        try withWriter { _ in }
        try files.synchronize(directory: directory)
    }

    private func withWriter<Value>(_ work: (Database) throws -> Value) throws -> Value {
        var value: Value?
        try writer.withLock { writer in
            let lock = try files.lock(
                directory: directory, name: DirectoryLock.fileName, waitMilliseconds: busyMilliseconds)
            defer { lock.end() }
            let queue = try writer ?? openWriter()
            writer = queue
            value = try queue.inDatabase { database in
                try confirm(database)
                return try work(database)
            }
            files.noteSettled(path + StoreLog.suffix, under: lock)
        }
        return value!
    }

    /// Refuses what has changed under an open connection: the file itself, or the version that it has.
    private func confirm(_ database: Database) throws {
        guard try !database.hasMoved() else {
            throw StoreError(
                .io, operation: "write", detail: "\(path) is another file than the one that was opened",
                hint: "open the store again: somebody put a copy in its place")
        }
        _ = try deviceSchema.check(database)
    }

    private func openWriter() throws -> DatabaseQueue {
        // Never when it is there: closing a second descriptor of a file drops all locks that this process has on it.
        if !files.exists(path) { try files.create(path) }
        return try Connection.writer(
            files.databaseName(path), schema: deviceSchema, busyMilliseconds: busyMilliseconds,
            cacheKibibytes: Self.cacheKibibytes)
    }

    /// Closes it while a reader is still open: SQLite then leaves the WAL alone, and needs no lock.
    private func closeWriter() throws {
        try writer.withLock { writer in
            try writer?.close()
            writer = nil
        }
    }
}
