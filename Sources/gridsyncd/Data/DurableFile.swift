import Foundation

/// Files that are on disk when the call returns.
enum DurableFile {
    /// Makes a file for its owner alone that is not there yet, and syncs it with its directory.
    static func create(_ path: String, bytes: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("make", path) }
        defer { close(descriptor) }
        try writeAll(descriptor, bytes, path)
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
        try syncDirectory(of: path)
    }

    /// Appends a line to a file, made when it is not there; all of it or nothing.
    ///
    /// What a crash left of an earlier line ends before it: the two would else be one that nobody can read.
    static func append(_ path: String, bytes: [UInt8]) throws(Failure) {
        let isNew = access(path, F_OK) != 0
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        let end = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0x0A
        if end > 0 { guard pread(descriptor, &last, 1, end - 1) == 1 else { throw failure("read", path) } }
        do {
            try writeAll(descriptor, (last == 0x0A ? [] : [0x0A]) + bytes, path)
        } catch {
            _ = ftruncate(descriptor, end)
            throw error
        }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
        if isNew { try syncDirectory(of: path) }
    }

    private static func syncDirectory(of path: String) throws(Failure) {
        let directory = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure("open the directory of", path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure("sync the directory of", path) }
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: [UInt8], _ path: String) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", path) }
            written += count
        }
    }

    private static func failure(_ verb: String, _ path: String) -> Failure {
        let isFull = errno == ENOSPC || errno == EDQUOT
        return Failure(
            isFull ? "store_full" : "io", "cannot \(verb) \(path): \(String(cString: strerror(errno)))", exitCode: 74)
    }
}
