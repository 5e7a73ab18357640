import Foundation
package import GridStore

/// The right to a directory, held by one process at a time: an advisory lock on a file in it, gone with the process.
///
/// The file stays behind. It holds the number of the process that has it; whoever was killed under the lock or lets go
/// without a word leaves that number, and who knows that all is on the disk leaves another word (`note`).
package final class DirectoryLock: ExchangeLease, @unchecked Sendable {
    /// The lock of a store's directory.
    package static let fileName = "lock"

    private let mutex = NSLock()
    /// Touched only under the mutex; negative once let go.
    private var descriptor: Int32

    /// Tries until the wait is over, then throws `busy` with the number of the process that holds it.
    ///
    /// The descriptor is closed in `deinit` alone, which runs for an initialiser that throws too: a second close could
    /// hit a file that another thread has opened under the same number meanwhile.
    package init(
        directory: String, name: String = DirectoryLock.fileName, waitMilliseconds: Int = 0
    ) throws(StoreError) {
        let path = "\(directory)/\(name)"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fromSystem("lock", path) }
        var remaining = waitMilliseconds
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw StoreError.fromSystem("lock", path)
            }
            guard remaining > 0 else {
                throw StoreError(
                    .busy, operation: "lock \(path)", detail: "held by process \(Self.holder(of: descriptor))",
                    hint: "wait for it, or stop it")
            }
            let step = min(remaining, 5)
            usleep(UInt32(step) * 1000)
            remaining -= step
        }
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    /// Lets go; a second call does nothing.
    package func end() {
        mutex.lock()
        defer { mutex.unlock() }
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Writes a word in place of this process' number, for `word(in:)`; nothing when the lock was let go.
    func note(_ word: String) {
        mutex.lock()
        defer { mutex.unlock() }
        guard descriptor >= 0 else { return }
        let text = Array(word.utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    /// What the lock's file holds; nil when it cannot be read.
    static func word(in path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    deinit { end() }

    private static func holder(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }
}
