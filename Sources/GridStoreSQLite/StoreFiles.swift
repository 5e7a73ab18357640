package import GridStore

/// The log beside a file in WAL mode.
enum StoreLog {
    static let suffix = "-wal"
}

/// What the stores do to files besides SQLite, and by what name SQLite finds the same files.
///
/// `SystemFiles` is the file system of the machine; a simulation has a disk of its own.
package protocol StoreFiles: Sendable {
    func exists(_ path: String) -> Bool
    /// Creates a directory for its owner only, if it is not there; its parents must be.
    func createDirectory(_ path: String) throws(StoreError)
    /// Creates an empty file for its owner only, if it is not there: SQLite gives its own files the same mode.
    func create(_ path: String) throws(StoreError)
    /// Returns once the directory's names are on the disk.
    func synchronize(directory: String) throws(StoreError)
    /// Gives a finished file its name at once, over whatever had it; durable when it returns.
    func publish(_ path: String, as name: String, in directory: String) throws(StoreError)
    /// Writes a file's bytes once more and waits until they and its name are on the disk; nothing when it is not there.
    ///
    /// What a killed process wrote may lie in the page cache only; after a failed fsync the cache even believes it to
    /// be on the disk, so that an fsync alone would not bring it there.
    func settle(_ path: String, in directory: String) throws(StoreError)
    /// Notes under a directory's lock that all is on the disk that was ever written to a file of it.
    func noteSettled(_ path: String, under lock: any ExchangeLease)
    /// Whether that was noted of this very file, not of one that it was copied from, and nobody had the lock since.
    func isSettled(_ path: String, in directory: String) -> Bool
    /// Does nothing when it is not there.
    func remove(_ path: String) throws(StoreError)
    /// In bytes.
    func size(_ path: String) throws(StoreError) -> Int64
    /// Takes the lock of that name in a directory; `busy` when another process still has it after the wait.
    func lock(directory: String, name: String, waitMilliseconds: Int) throws(StoreError) -> any ExchangeLease
    /// The file's name for `sqlite3_open`: its path, or a URI that names a VFS too.
    func databaseName(_ path: String) -> String
}
