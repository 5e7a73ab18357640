import Foundation
import GridStore

/// The few things the stores do to files themselves, each made durable.
enum StoreFiles {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Creates a directory for its owner only, if it is not there; its parents must be.
    static func createDirectory(_ path: String) throws(StoreError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw StoreError.fromSystem("create directory", path) }
    }

    /// Creates an empty file for its owner only, if it is not there: SQLite gives its own files the same mode.
    static func create(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fromSystem("create", path) }
        close(descriptor)
    }

    /// Returns once the file's or directory's contents are on the disk.
    static func synchronize(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.fromSystem("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError.fromSystem("fsync", path) }
    }

    /// Gives a finished file its name at once, over whatever had it; durable when it returns.
    static func publish(_ path: String, as name: String, in directory: String) throws(StoreError) {
        try synchronize(path)
        guard rename(path, name) == 0 else { throw StoreError.fromSystem("rename", name) }
        try synchronize(directory)
    }

    static func remove(_ path: String) throws(StoreError) {
        if unlink(path) != 0, errno != ENOENT { throw StoreError.fromSystem("remove", path) }
    }

    /// In bytes.
    static func size(_ path: String) throws(StoreError) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw StoreError.fromSystem("stat", path) }
        return Int64(status.st_size)
    }
}
