import Foundation
import GRDB
import GridCausality
import GridRecords
import GridStore
import GridStoreSQLite
import Testing

@Suite("The device's store on disk")
struct SQLiteDeviceStoreTests {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    private func open(create: Bool = true, busy: Int = 5_000, _ path: String? = nil) throws -> SQLiteDeviceStore {
        try SQLiteDeviceStore(directory: path ?? directory.path, create: create, busyTimeoutMilliseconds: busy)
    }

    @Test("there is nothing to open until a store was made, and what was written is there again")
    func reopening() throws {
        do {
            _ = try open(create: false)
            Issue.record("opened nothing")
        } catch let error as StoreError { #expect(error.code == .missing) }
        let store = try open()
        try store.write { try $0.append(journalEntry(dot(1, 1), touching: [record(1)])) }
        try store.close()
        let again = try open(create: false)
        #expect(try again.read { try $0.entry(dot(1, 1)) } == journalEntry(dot(1, 1), touching: [record(1)]))
        let copied = try directory.copied()
        defer { withExtendedLifetime(copied) {} }
        let copy = try open(create: false, copied.path)
        #expect(try copy.read { try $0.countEntries(in: .pending) } == 1)
        #expect(try copy.integrityFindings() == [])
    }

    @Test("two that write take turns, and both see everything")
    func turns() async throws {
        let watching = try open()
        let other = try open(create: false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, store) in [watching, other, watching, other].enumerated() {
                group.addTask {
                    for counter in 1...10 as ClosedRange<UInt64> {
                        try store.write { try $0.append(journalEntry(dot(UInt64(number + 1), counter))) }
                        _ = try store.read { try $0.countEntries(in: .pending) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try watching.read { try $0.countEntries(in: .pending) } == 40)
        #expect(try other.read { try $0.countEntries(in: .pending) } == 40)
        #expect(try other.integrityFindings() == [])
    }

    @Test("what lies under the store's name by now and is another file is not written to, nor the one that has gone")
    func replaced() throws {
        let store = try open()
        try store.write { try $0.put("shelf", "key", [1]) }
        let other = try TemporaryDirectory()
        let copy = try open(other.path)
        try copy.write { try $0.put("shelf", "key", [2]) }
        try copy.close()
        for name in ["device.sqlite", "device.sqlite-wal"] {
            try FileManager.default.removeItem(atPath: "\(directory.path)/\(name)")
            try FileManager.default.copyItem(atPath: "\(other.path)/\(name)", toPath: "\(directory.path)/\(name)")
        }
        do {
            try store.write { try $0.put("shelf", "key", [3]) }
            Issue.record("wrote what nobody would find")
        } catch let error as StoreError { #expect(error.code == .io && error.hint.contains("copy")) }
        try store.close()
        #expect(try open(create: false).read { try $0.document("shelf", "key") } == [2])
    }

    @Test(
        "a log is known to be on the disk after a write, until somebody is killed under the lock, and never in a copy")
    func settled() throws {
        let files = SystemFiles()
        func isSettled(_ path: String) -> Bool { files.isSettled("\(path)/device.sqlite-wal", in: path) }
        #expect(!isSettled(directory.path))
        let store = try open()
        try store.write { try $0.put("shelf", "key", [1]) }
        #expect(isSettled(directory.path))
        let copied = try directory.copied()
        #expect(!isSettled(copied.path))
        struct Refusal: Error {}
        #expect(throws: Refusal.self) { try store.write { _ in throw Refusal() } }
        #expect(!isSettled(directory.path))
        try store.write { try $0.put("shelf", "key", [2]) }
        #expect(isSettled(directory.path))
        let killed = try DirectoryLock(directory: directory.path)
        killed.end()
        #expect(!isSettled(directory.path))
        try store.close()
        // Whoever opens it settles the log, and the next one need not.
        let next = try open(create: false)
        #expect(isSettled(directory.path))
        #expect(try next.read { try $0.document("shelf", "key") } == [2])
        withExtendedLifetime(copied) {}
    }

    @Test("a store that a later version has changed meanwhile is written to no more")
    func outgrown() throws {
        let store = try open()
        try store.write { try $0.put("shelf", "key", [1]) }
        let later = try DatabaseQueue(path: "\(directory.path)/device.sqlite")
        try later.inDatabase { try $0.execute(sql: "PRAGMA user_version = 1000") }
        do {
            try store.write { try $0.put("shelf", "key", [2]) }
            Issue.record("wrote into what it does not know")
        } catch let error as StoreError { #expect(error.code == .newer) }
    }

    @Test("a write that finds the lock held is busy after its wait; reading needs no lock")
    func contention() throws {
        let store = try open(busy: 10)
        let lock = try DirectoryLock(directory: directory.path)
        do {
            try store.write { try $0.put("shelf", "key", [1]) }
            Issue.record("wrote past the lock")
        } catch let error as StoreError {
            #expect(error.code == .busy && error.detail.contains("\(getpid())"))
        }
        #expect(try store.read { try $0.document("shelf", "key") } == nil)
        lock.end()
        try store.write { try $0.put("shelf", "key", [1]) }
    }

    @Test("what a crash leaves on disk holds every commit and nothing of what was going on")
    func crash() throws {
        let store = try open()
        try store.write { try $0.put("shelf", "done", [1]) }
        _ = try store.read { try $0.countRecords() }
        let left = try store.write { device in
            for counter in 1...300 as ClosedRange<UInt64> {
                var entry = journalEntry(dot(1, counter))
                entry.body = [UInt8](repeating: 1, count: 9_000)
                try device.append(entry)
            }
            return try directory.copied()
        }
        defer { withExtendedLifetime(left) {} }
        let crashed = try open(create: false, left.path)
        #expect(try crashed.read { try $0.document("shelf", "done") } == [1])
        #expect(try crashed.read { try $0.countEntries(in: .pending) } == 0)
        try crashed.write { try $0.append(journalEntry(dot(1, 1))) }
        #expect(try crashed.integrityFindings() == [])
    }
}
