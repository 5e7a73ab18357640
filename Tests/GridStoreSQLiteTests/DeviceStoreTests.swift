import GridCausality
import GridRecords
import GridStore
import GridStoreSQLite
import Testing

@Suite("The device's stores agree with their door")
struct DeviceStoreTests {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    @Test("a job that throws leaves no trace", arguments: Kept.allCases)
    func atomicity(kept: Kept) throws {
        let store = try kept.device(directory)
        #expect(throws: Refusal.self) {
            try store.write { device in
                try device.append(journalEntry(dot(1, 1), touching: [record(1)]))
                try device.put(DeviceRecord(id: record(1), kind: "k", body: [1], areas: [], disputes: 1))
                try device.put("shelf", "key", [1])
                throw Refusal()
            }
        }
        try store.read { device throws in
            #expect(try device.lastEntry(of: replica(1)) == nil)
            #expect(try device.countRecords() == 0)
            #expect(try device.document("shelf", "key") == nil)
        }
        try store.write { try $0.append(journalEntry(dot(1, 1))) }
    }

    @Test("the journal keeps the order of replicas as first used, then counters", arguments: Kept.allCases)
    func order(kept: Kept) throws {
        let store = try kept.device(directory)
        try store.write { device in
            for dot in [dot(9, 1), dot(9, 2), dot(1, 1), dot(9, 3), dot(1, 2)] {
                try device.append(journalEntry(dot, touching: [record(dot.counter)]))
            }
        }
        try store.read { device throws in
            let pending = try device.entries(in: .pending, limit: 99).map(\.dot)
            #expect(pending == [dot(9, 1), dot(9, 2), dot(9, 3), dot(1, 1), dot(1, 2)])
            #expect(try device.entries(in: .pending, limit: 2).map(\.dot) == [dot(9, 1), dot(9, 2)])
            #expect(try device.entries(of: replica(9), after: 1, limit: 9).map(\.dot) == [dot(9, 2), dot(9, 3)])
            #expect(try device.entries(touching: record(2)).map(\.dot) == [dot(9, 2), dot(1, 2)])
            #expect(try device.lastEntry(of: replica(9))?.dot == dot(9, 3))
            #expect(try device.lastEntry(of: replica(5)) == nil)
            #expect(try device.countEntries(in: .pending) == 5)
            #expect(try device.countEntries(in: .forked) == 0)
        }
    }

    @Test("an entry is replaced whole and found under its new state", arguments: Kept.allCases)
    func updates(kept: Kept) throws {
        let store = try kept.device(directory)
        var entry = journalEntry(dot(1, 1), touching: [record(1)])
        try store.write { [entry] in try $0.append(entry) }
        #expect(try store.read { try $0.entry(dot(1, 1)) } == entry)
        entry.state = .quarantined
        entry.was = dot(4, 9)
        entry.verdict = [1, 2]
        entry.body = []
        entry.records = [record(2), record(3)]
        try store.write { [entry] in try $0.update(entry) }
        try store.read { [entry] device throws in
            #expect(try device.entry(dot(1, 1)) == entry)
            #expect(try device.entries(in: .pending, limit: 9).isEmpty)
            #expect(try device.entries(in: .quarantined, limit: 9) == [entry])
            #expect(try device.entries(touching: record(1)).isEmpty)
            #expect(try device.entries(touching: record(3)) == [entry])
        }
        #expect(throws: StoreError.self) { try store.write { try $0.update(journalEntry(dot(1, 2))) } }
    }

    @Test("a dot twice and a gap are refused", arguments: Kept.allCases)
    func refusals(kept: Kept) throws {
        let store = try kept.device(directory)
        try store.write { try $0.append(journalEntry(dot(1, 1))) }
        for wrong in [dot(1, 1), dot(1, 3), dot(2, 2), dot(2, 0)] {
            #expect(throws: StoreError.self, "\(wrong)") { try store.write { try $0.append(journalEntry(wrong)) } }
        }
        #expect(try store.read { try $0.countEntries(in: .pending) } == 1)
    }

    @Test("records are replaced, listed by kind and dispute, counted and removed", arguments: Kept.allCases)
    func records(kept: Kept) throws {
        let store = try kept.device(directory)
        let areas = [AreaCode("a"), AreaCode("b c")]
        try store.write { device in
            for number in 1...5 as ClosedRange<UInt64> {
                try device.put(
                    DeviceRecord(
                        id: record(number), kind: number == 2 ? "visit" : "hazard", body: [UInt8(number)],
                        areas: areas, disputes: Int(number) / 3))
            }
            try device.put(DeviceRecord(id: record(5), kind: "hazard", body: [], areas: [], disputes: 2))
        }
        try store.read { device throws in
            func ids(_ kind: String?, _ disputed: Bool, after: RecordID? = nil) throws -> [RecordID] {
                try device.records(after: after, kind: kind, onlyDisputed: disputed, limit: 9).map(\.id)
            }
            #expect(try ids(nil, false) == (1...5).map(record))
            #expect(try ids("visit", false) == [record(2)])
            #expect(try ids(nil, true) == (3...5).map(record))
            #expect(try ids("hazard", true, after: record(3)) == [record(4), record(5)])
            #expect(try device.records(after: nil, kind: nil, onlyDisputed: false, limit: 2).count == 2)
            #expect(try device.record(record(1))?.areas == areas)
            #expect(try device.record(record(5))?.areas == [])
            #expect(try device.countRecords() == 5)
            #expect(try device.countDisputes() == 4)
        }
        try store.write { try $0.removeRecord(record(5)) }
        #expect(try store.read { try $0.countDisputes() } == 2)
        #expect(try store.read { try $0.record(record(5)) } == nil)
    }

    @Test("one exchange at a time, and the next when it has ended", arguments: Kept.allCases)
    func exchanges(kept: Kept) throws {
        let store =
            kept == .inMemory
            ? try kept.device(directory)
            : try SQLiteDeviceStore(directory: directory.path, create: true, busyTimeoutMilliseconds: 0)
        let lease = try store.beginExchange()
        #expect(throws: StoreError.self) { _ = try store.beginExchange() }
        try store.write { try $0.put("shelf", "key", [1]) }
        lease.end()
        lease.end()
        let next = try store.beginExchange()
        #expect(throws: StoreError.self) { _ = try store.beginExchange() }
        next.end()
    }
}
