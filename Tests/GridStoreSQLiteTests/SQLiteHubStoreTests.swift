import Foundation
import GRDB
import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridStoreSQLite

@Suite("The hub's store on disk")
struct SQLiteHubStoreTests {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    private var file: String { "\(directory.path)/hub.sqlite" }

    private func open(_ directory: TemporaryDirectory? = nil) throws -> SQLiteHubStore {
        try SQLiteHubStore(directory: (directory ?? self.directory).path, create: true)
    }

    private func code(_ work: () throws -> Void) -> StoreError.Code? {
        do {
            try work()
            return nil
        } catch {
            return (error as? StoreError)?.code
        }
    }

    @Test("there is nothing to open until a store was made, and then it is for its owner only")
    func creation() throws {
        #expect(code { _ = try SQLiteHubStore(directory: directory.path, create: false) } == .missing)
        #expect(code { _ = try SQLiteHubStore(directory: "/nowhere/at/all", create: true) } == .missing)
        let store = try open()
        try store.write { try $0.append(Commit(position: 1, chain: [1])) }
        for name in ["hub.sqlite", "hub.sqlite-wal", "lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        try store.close()
        #expect(try SQLiteHubStore(directory: directory.path, create: false).read { try $0.lastCommit().position } == 1)
    }

    @Test("a data directory belongs to one at a time, and the error names the process")
    func lock() throws {
        let store = try open()
        do {
            _ = try open()
            Issue.record("opened twice")
        } catch let error as StoreError {
            #expect(error.code == .busy && error.detail.contains("\(getpid())"))
        }
        try store.close()
        try open().close()
        let lock = try DirectoryLock(directory: directory.path)
        try SQLiteHubStore(directory: directory.path, create: false, lock: lock).close()
        try open().close()
    }

    @Test("every setting reads back as it must be, for writers and readers")
    func settings() throws {
        try open().close()
        let writer = try Connection.writer(file, schema: hubSchema, busyMilliseconds: 0)
        let reader = try Connection.reader(file, schema: hubSchema, busyMilliseconds: 0)
        func value(_ queue: DatabaseQueue, _ pragma: String) throws -> String? {
            try queue.inDatabase { try Row.fetchOne($0, sql: "PRAGMA \(pragma)").map { "\($0[0] ?? "")" } }
        }
        let everywhere = ["foreign_keys": "1", "cell_size_check": "1", "trusted_schema": "0", "mmap_size": "0"]
        for (pragma, expected) in everywhere {
            #expect(try value(writer, pragma) == expected, "\(pragma)")
            #expect(try value(reader, pragma) == expected, "\(pragma)")
        }
        #expect(try value(writer, "journal_mode") == "wal")
        #expect(try value(writer, "synchronous") == "2")
        #expect(try value(writer, "secure_delete") == "1")
        #expect(try value(writer, "temp_store") == "2")
        try writer.close()
        let serving = try Connection.writer(file, schema: hubSchema, busyMilliseconds: 0, checksReferences: false)
        #expect(try value(serving, "foreign_keys") == "0")
        #expect(throws: DatabaseError.self) { try reader.inDatabase { try $0.execute(sql: "DELETE FROM commits") } }
    }

    @Test("a later version's store and another program's file are refused and left as they are")
    func versions() throws {
        try open().close()
        let writer = try Connection.writer(file, schema: hubSchema, busyMilliseconds: 0)
        try writer.inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
        try writer.close()
        #expect(code { _ = try open() } == .newer)
        let foreign = try TemporaryDirectory()
        let queue = try DatabaseQueue(path: "\(foreign.path)/hub.sqlite")
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE theirs (a)") }
        try queue.close()
        #expect(code { _ = try open(foreign) } == .corrupt)
        let before = try Data(contentsOf: URL(fileURLWithPath: "\(foreign.path)/hub.sqlite"))
        #expect(before[18] == 1, "its journal mode was changed")
        try Data("no database".utf8).write(to: URL(fileURLWithPath: "\(foreign.path)/hub.sqlite"))
        #expect(code { _ = try open(foreign) } == .corrupt)
    }

    @Test("a store in which records had no numbers yet is brought over whole")
    func earlierSchema() throws {
        let earlier = Schema(
            name: hubSchema.name, applicationID: hubSchema.applicationID, steps: Array(hubSchema.steps[..<2]))
        let queue = try Connection.writer(file, schema: earlier, busyMilliseconds: 0)
        try queue.inDatabase { database in
            try database.execute(
                sql: """
                    INSERT INTO commits VALUES (1, x'01'), (2, x'02');
                    INSERT INTO names VALUES (1, 'a'), (2, 'b'), (3, 'd1'), (4, 'w1');
                    INSERT INTO replicas VALUES (1, x'01000000000000000000000000000001', 1, x'0109');
                    INSERT INTO changesets VALUES (1, 1, 1, 1, x'07', x'0109', 3, 4, -5, 6, 3, 'applied', x'08',
                        x'00000000000000010000000000000002', 1,
                        x'2000000000000000000000000000000290000000000000000000000000000009', x'0102');
                    INSERT INTO touches VALUES (x'20000000000000000000000000000002', 1),
                        (x'90000000000000000000000000000009', 1);
                    INSERT INTO records VALUES (1, x'20000000000000000000000000000002', 'hazard', 1, 0, 'a', x'05'),
                        (2, x'10000000000000000000000000000001', 'house', 2, 1, '', x'06');
                    INSERT INTO placements VALUES (x'20000000000000000000000000000002', 1, 1, 0),
                        (x'20000000000000000000000000000002', 2, 1, 1), (x'30000000000000000000000000000003', 1, 2, 2);
                    """)
        }
        try queue.close()
        let store = try open()
        try store.read { hub throws in
            #expect(try hub.records(after: nil, limit: 9).map(\.id) == [record(1), record(2)])
            #expect(try hub.record(record(2)) == storedRecord(record(2), at: 1, in: ["a"]))
            #expect(try hub.record(record(1))?.isDeleted == true)
            #expect(try hub.record(record(3)) == nil && hub.record(record(9)) == nil)
            #expect(try hub.entries(touching: record(9)).map(\.dot) == [dot(1, 1)])
            let entry = try #require(try hub.entries(touching: record(2)).first)
            #expect(entry.dot == dot(1, 1) && entry.records == [record(2), record(9)] && entry.body == [1, 2])
            #expect(
                entry.pushedHash == [7] && entry.verdict == "applied" && entry.epoch.bits == Bits128(high: 1, low: 2))
            #expect(
                try hub.placements(after: 0, limit: 9).map { "\($0.position) \($0.record) \($0.area.text) \($0.state)" }
                    == [
                        "1 \(record(2)) a present", "1 \(record(2)) b departed", "2 \(record(3)) a erased",
                    ])
        }
        try store.write { hub in
            try hub.append(logEntry(dot(1, 2), at: 2, touching: [record(9)]))
            try hub.put(storedRecord(record(9), at: 2, in: ["b"]))
        }
        #expect(try store.read { try $0.entries(touching: record(9)).count } == 2)
        #expect(try store.integrityFindings() == [])
    }

    @Test("what a changeset creates has its bytes once, until the changeset gets others or the record does")
    func creations() throws {
        let store = try open()
        let long = [UInt8](repeating: 7, count: 500)
        try store.write { hub in
            for counter in 1...3 as ClosedRange<UInt64> {
                try hub.append(
                    logEntry(dot(1, counter), touching: [record(counter)], body: long),
                    creating: storedRecord(record(counter), at: 1, in: ["a"], body: [5, UInt8(counter)]))
            }
        }
        let whole = (1...3 as ClosedRange<UInt8>).map { [5, $0] + long }
        let everything: @Sendable (any HubTransaction) throws -> Void = { hub in
            let stored = try (1...3 as ClosedRange<UInt64>).map { try hub.record(record($0))?.body }
            #expect(stored == whole)
            #expect(try hub.feed(of: [AreaCode("a")], after: 0, limit: 9).map(\.body) == whole)
            for number in 1...3 as ClosedRange<UInt64> {
                #expect(try hub.entries(touching: record(number)).map(\.dot) == [dot(1, number)])
            }
        }
        try store.read(everything)
        #expect(try lengths() == [2, 2, 2])
        try store.write { hub in
            var erased = try #require(try hub.entry(dot(1, 1)))
            erased.body = []
            try hub.update(erased)
            try hub.put(storedRecord(record(2), at: 1, in: ["a"], body: whole[1]))
            try hub.move(record(3), to: 1)
        }
        try store.read(everything)
        #expect(try lengths() == [502, 502, 2])
        #expect(try store.integrityFindings() == [])
    }

    /// How many bytes each record has in its own row.
    private func lengths() throws -> [Int] {
        let reader = try DatabaseQueue(path: file)
        defer { try? reader.close() }
        return try reader.read { try Int.fetchAll($0, sql: "SELECT length(body) FROM records ORDER BY number") }
    }

    @Test("a line of the log that its index lacks, or has too much, is a finding", arguments: [1, 2])
    func touches(count: UInt64) throws {
        let store = try open()
        try store.write { hub in
            try hub.append(logEntry(dot(1, 1), touching: (1...count).map { record($0) }))
            try hub.append(logEntry(dot(1, 2)))
        }
        #expect(try store.integrityFindings() == [])
        try store.close()
        for sql in [
            "DELETE FROM touches WHERE record = 1", "INSERT INTO touches VALUES (1, 1)",
            "INSERT INTO touches VALUES (1, 2)",
        ] {
            let writer = try Connection.writer(file, schema: hubSchema, busyMilliseconds: 0)
            try writer.inDatabase { try $0.execute(sql: sql) }
            try writer.close()
            let damaged = try open()
            let isSound = sql.hasSuffix("(1, 1)")
            #expect(
                try damaged.integrityFindings()
                    == (isSound ? [] : ["1 changesets that do not agree with their touches"]), "\(sql)"
            )
            try damaged.close()
        }
    }

    @Test("what a crash leaves on disk holds every commit and nothing of what was going on")
    func crash() throws {
        let store = try open()
        for position in 1...20 as ClosedRange<UInt64> {
            try store.write { hub in
                try hub.append(Commit(position: position, chain: [UInt8(position)]))
                try hub.append(logEntry(dot(1, position), at: position, touching: [record(position % 16)]))
            }
        }
        var left: TemporaryDirectory?
        let results = try store.commit([
            { hub in
                for counter in 21...400 as ClosedRange<UInt64> {
                    try hub.append(logEntry(dot(1, counter), at: 21, body: [UInt8](repeating: 3, count: 9_000)))
                }
                left = try directory.copied()
            }
        ])
        try results[0].get()
        let remains: TemporaryDirectory = try #require(left)
        let finished = try directory.copied()
        defer { withExtendedLifetime((remains, finished)) {} }
        let crashed = try open(remains)
        #expect(try crashed.read { try $0.lastCommit() } == Commit(position: 20, chain: [20]))
        #expect(try crashed.read { try $0.head(of: replica(1))?.counter } == 20)
        #expect(try crashed.integrityFindings() == [])
        let afterwards = try open(finished)
        #expect(try afterwards.read { try $0.head(of: replica(1))?.counter } == 400)
        #expect(try afterwards.integrityFindings() == [])
    }

    @Test("on a full disk nothing is half done, reading goes on, and so does writing when there is space again")
    func fullDisk() throws {
        let store = try open()
        try store.write { try $0.append(logEntry(dot(1, 1))) }
        try store.limit(pages: 40)
        let large = [UInt8](repeating: 1, count: 100_000)
        let failure = code {
            _ = try store.commit([
                { try $0.append(logEntry(dot(1, 2))) },
                { hub in
                    for counter in 1...9 as ClosedRange<UInt64> {
                        try? hub.append(logEntry(dot(2, counter), body: large))
                    }
                },
            ])
        }
        #expect(failure == .full)
        #expect(try store.read { try $0.head(of: replica(1))?.counter } == 1)
        #expect(try store.read { try $0.head(of: replica(2)) } == nil)
        #expect(try store.integrityFindings() == [])
        try store.limit(pages: 1_000_000)
        try store.write { try $0.append(logEntry(dot(1, 2), body: large)) }
        #expect(try store.read { try $0.head(of: replica(1))?.counter } == 2)
    }

    @Test("a backup made while commits go on is whole, verified and one file")
    func backup() async throws {
        let store = try open()
        let target = try TemporaryDirectory()
        try store.write { try $0.append(Commit(position: 1, chain: [1])) }
        let writing = Task.detached {
            for position in 2...60 as ClosedRange<UInt64> {
                try store.write { hub in
                    try hub.append(Commit(position: position, chain: [UInt8(position)]))
                    try hub.append(
                        logEntry(dot(1, position - 1), at: position, body: [UInt8](repeating: 5, count: 5_000)))
                }
            }
        }
        for number in 1...4 {
            let bytes = try store.backup(to: "\(target.path)/\(number)")
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(target.path)/\(number)")
            #expect(names == ["hub.sqlite"] && bytes >= 4_096)
            let copy = try SQLiteHubStore(directory: "\(target.path)/\(number)", create: false)
            let last = try copy.read { try $0.lastCommit().position }
            #expect(try copy.read { try $0.head(of: replica(1))?.counter ?? 0 } == last - 1)
            #expect(try copy.integrityFindings() == [])
            try copy.close()
        }
        try await writing.value
        #expect(code { _ = try store.backup(to: "\(target.path)/1") } == .constraint)
        #expect(code { _ = try store.backup(to: "\(target.path)/a/b") } == .missing)
        #expect(try store.read { try $0.lastCommit().position } == 60)
    }

    @Test("readers on many threads see whole commits while one writes")
    func readers() async throws {
        let store = try open()
        try store.write { try $0.append(Commit(position: 1, chain: [1])) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for position in 2...80 as ClosedRange<UInt64> {
                    try store.write { hub in
                        try hub.append(Commit(position: position, chain: [1]))
                        try hub.append(logEntry(dot(1, position - 1), at: position))
                    }
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<60 {
                        let (last, head) = try store.read { hub in
                            (try hub.lastCommit().position, try hub.head(of: replica(1))?.counter ?? 0)
                        }
                        #expect(last == head + 1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("bytes that went bad on the disk are an error or a finding, never a trap", arguments: 0..<24 as Range<UInt64>)
    func damage(seed: UInt64) throws {
        let store = try open()
        try store.write { hub in
            for counter in 1...60 as ClosedRange<UInt64> {
                try hub.append(Commit(position: counter, chain: [1]))
                try hub.append(logEntry(dot(1, counter), at: counter, touching: [record(counter % 8)]))
                try hub.put(storedRecord(record(counter % 8), at: counter, in: ["a\(counter % 3)"]))
                try hub.put("shelf", "key\(counter)", [1, 2])
            }
        }
        try store.close()
        var random = SplitMix64(state: seed)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for _ in 0..<40 {
            bytes[Int.random(in: 100..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        try bytes.write(to: URL(fileURLWithPath: file))
        do {
            let damaged = try open()
            _ = try damaged.integrityFindings()
            for question in 0..<6 {
                do {
                    try damaged.read { hub in
                        switch question {
                        case 0: _ = try hub.entries(limit: 99)
                        case 1: _ = try hub.records(after: nil, limit: 99)
                        case 2: _ = try hub.placements(after: 0, limit: 99)
                        case 3: _ = try hub.documents("shelf", prefix: "", after: nil, limit: 99)
                        case 4: _ = try hub.entries(touching: record(1))
                        default: _ = try hub.heads()
                        }
                    }
                } catch is StoreError {}
            }
        } catch is StoreError {}
    }

    @Test("once the disk failed, a store refuses everything until it is opened again")
    func gate() throws {
        let gate = StoreGate()
        #expect(throws: Refusal.self) { try gate.pass("test") { throw Refusal() } }
        #expect(try gate.pass("test") { 1 } == 1)
        #expect(throws: StoreError.self) {
            try gate.pass("test") { throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
        }
        #expect(code { try gate.pass("test") {} } == .io)
        let codes: [(ResultCode, StoreError.Code)] = [
            (.SQLITE_FULL, .full), (.SQLITE_BUSY_SNAPSHOT, .busy), (.SQLITE_IOERR_WRITE, .io),
            (.SQLITE_CORRUPT_INDEX, .corrupt), (.SQLITE_NOTADB, .corrupt), (.SQLITE_CONSTRAINT_UNIQUE, .constraint),
            (.SQLITE_CANTOPEN, .io),
        ]
        for (result, expected) in codes {
            #expect(StoreError.from(DatabaseError(resultCode: result), operation: "test").code == expected)
        }
    }
}
