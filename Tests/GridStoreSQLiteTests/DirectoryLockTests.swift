import Dispatch
import Foundation
import GridStore
import GridStoreSQLite
import Synchronization
import Testing

@Suite("The lock of a directory")
struct DirectoryLockTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("one at a time has it; who let go twice took nothing from the next")
    func one() throws {
        let first = try DirectoryLock(directory: directory.path)
        #expect(throws: StoreError.self) { try DirectoryLock(directory: directory.path) }
        first.end()
        let second = try DirectoryLock(directory: directory.path)
        first.end()
        #expect(throws: StoreError.self) { try DirectoryLock(directory: directory.path) }
        second.end()
    }

    @Test("a lock that is not had closes its own file once, and never one that others opened meanwhile")
    func closesOnce() throws {
        let lock = try DirectoryLock(directory: directory.path)
        let path = directory.path
        let closedByOthers = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { worker in
            for _ in 0..<4_000 {
                if worker < 2 {
                    _ = try? DirectoryLock(directory: path)
                } else {
                    // Held for a while, so that a close too many has something to hit.
                    let held = (0..<16).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
                    for descriptor in held where close(descriptor) != 0 {
                        closedByOthers.add(1, ordering: .relaxed)
                    }
                }
            }
        }
        #expect(closedByOthers.load(ordering: .relaxed) == 0)
        lock.end()
    }
}
