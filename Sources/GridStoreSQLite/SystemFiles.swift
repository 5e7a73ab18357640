import Foundation
package import GridStore

/// The file system of this machine.
package struct SystemFiles: StoreFiles {
    package init() {}

    package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package func createDirectory(_ path: String) throws(StoreError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw StoreError.fromSystem("create directory", path) }
    }

    package func create(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fromSystem("create", path) }
        close(descriptor)
    }

    package func synchronize(directory: String) throws(StoreError) { try synchronize(directory) }

    package func publish(_ path: String, as name: String, in directory: String) throws(StoreError) {
        try synchronize(path)
        guard rename(path, name) == 0 else { throw StoreError.fromSystem("rename", name) }
        try synchronize(directory)
    }

    package func settle(_ path: String, in directory: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw StoreError.fromSystem("open", path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var offset = 0
        while true {
            let count = pread(descriptor, &bytes, bytes.count, off_t(offset))
            guard count >= 0 else { throw StoreError.fromSystem("read", path) }
            guard count > 0 else { break }
            guard pwrite(descriptor, bytes, count, off_t(offset)) == count else {
                throw StoreError.fromSystem("write", path)
            }
            offset += count
        }
        guard fsync(descriptor) == 0 else { throw StoreError.fromSystem("fsync", path) }
        try synchronize(directory)
    }

    package func noteSettled(_ path: String, under lock: any ExchangeLease) {
        guard let lock = lock as? DirectoryLock, let word = SystemFiles.settled(path) else { return }
        lock.note(word)
    }

    package func isSettled(_ path: String, in directory: String) -> Bool {
        guard let word = SystemFiles.settled(path) else { return false }
        return DirectoryLock.word(in: "\(directory)/\(DirectoryLock.fileName)") == word
    }

    private static func settled(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return "settled \(status.st_dev) \(status.st_ino)\n"
    }

    package func remove(_ path: String) throws(StoreError) {
        if unlink(path) != 0, errno != ENOENT { throw StoreError.fromSystem("remove", path) }
    }

    package func size(_ path: String) throws(StoreError) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw StoreError.fromSystem("stat", path) }
        return Int64(status.st_size)
    }

    package func lock(
        directory: String, name: String, waitMilliseconds: Int
    ) throws(StoreError) -> any ExchangeLease {
        try DirectoryLock(directory: directory, name: name, waitMilliseconds: waitMilliseconds)
    }

    package func databaseName(_ path: String) -> String { path }

    private func synchronize(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.fromSystem("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError.fromSystem("fsync", path) }
    }
}
