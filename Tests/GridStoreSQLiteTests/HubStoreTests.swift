import GridCausality
import GridRecords
import GridStore
import Testing

@Suite("The hub's stores agree with their door")
struct HubStoreTests {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    @Test("a job that throws leaves no trace and the jobs around it stay", arguments: Kept.allCases)
    func savepoints(kept: Kept) throws {
        let store = try kept.hub(directory)
        let results = try store.commit([
            { try $0.append(Commit(position: 1, chain: [1])) },
            {
                try $0.append(logEntry(dot(1, 1), touching: [record(1)]))
                try $0.put(storedRecord(record(1), at: 1, in: ["3307"]))
                try $0.put("shelf", "key", [1])
                throw Refusal()
            },
            { try $0.append(logEntry(dot(2, 1))) },
        ])
        #expect(throws: Refusal.self) { try results[1].get() }
        try results[0].get()
        try results[2].get()
        try store.read { hub throws in
            #expect(try hub.entry(dot(1, 1)) == nil)
            #expect(try hub.head(of: replica(1)) == nil)
            #expect(try hub.record(record(1)) == nil)
            #expect(try hub.entries(touching: record(1)).isEmpty)
            #expect(try hub.placements(after: 0, limit: 10).isEmpty)
            #expect(try hub.document("shelf", "key") == nil)
            #expect(try hub.head(of: replica(2))?.counter == 1)
            #expect(try hub.lastCommit() == Commit(position: 1, chain: [1]))
        }
        #expect(try store.integrityFindings() == [])
    }

    @Test("a full disk costs the whole commit, also when a job hides it", arguments: Kept.allCases)
    func fatalErrors(kept: Kept) throws {
        let store = try kept.hub(directory)
        #expect(throws: StoreError.self) {
            try store.commit([
                { try $0.append(Commit(position: 1, chain: [1])) },
                { _ in throw StoreError(.full, operation: "test", detail: "full") },
            ])
        }
        #expect(try store.read { try $0.lastCommit().position } == 0)
    }

    @Test("an entry comes back as it was stored, by dot, replica, record and commit", arguments: Kept.allCases)
    func entries(kept: Kept) throws {
        let store = try kept.hub(directory)
        let first = logEntry(dot(1, 1), at: 1, touching: [record(1), record(2)])
        let second = logEntry(dot(2, 1), at: 2, touching: [record(2)], body: [])
        let third = logEntry(dot(1, 2), at: 2, touching: [record(1)])
        try store.write { hub in for entry in [first, second, third] { try hub.append(entry) } }
        try store.read { hub throws in
            #expect(try hub.entry(dot(1, 1)) == first)
            #expect(try hub.position(of: dot(2, 1)) == 2)
            #expect(try hub.chain(of: dot(1, 2)) == third.chain)
            #expect(try hub.entry(dot(1, 3)) == nil)
            #expect(try hub.position(of: dot(9, .max)) == nil)
            #expect(try hub.entries(of: replica(1), after: 0, limit: 9) == [first, third])
            #expect(try hub.entries(of: replica(1), after: 1, limit: 9) == [third])
            #expect(try hub.entries(of: replica(1), after: .max, limit: 9) == [])
            #expect(try hub.entries(of: replica(1), after: 0, limit: 1) == [first])
            #expect(try hub.entries(touching: record(2)) == [first, second])
            #expect(try hub.entries(limit: 9) == [first, second, third])
            #expect(try hub.entries(limit: 2) == [first, second])
            #expect(try hub.entries(limit: 0).isEmpty)
            #expect(try hub.heads().map(\.replica) == [replica(1), replica(2)])
            #expect(try hub.head(of: replica(1)) == ReplicaHead(counter: 2, chain: third.chain))
        }
    }

    @Test("a dot twice, a gap and a commit out of turn are refused", arguments: Kept.allCases)
    func refusals(kept: Kept) throws {
        let store = try kept.hub(directory)
        try store.write { hub in
            try hub.append(Commit(position: 1, chain: [1]))
            try hub.append(logEntry(dot(1, 1)))
        }
        for wrong in [dot(1, 1), dot(1, 3), dot(2, 2), dot(2, 0), dot(1, .max)] {
            #expect(throws: StoreError.self, "\(wrong)") { try store.write { try $0.append(logEntry(wrong)) } }
        }
        for wrong in [UInt64(0), 1, 3, .max] {
            #expect(throws: StoreError.self, "\(wrong)") {
                try store.write { try $0.append(Commit(position: wrong, chain: [])) }
            }
        }
        #expect(throws: StoreError.self) { try store.write { try $0.update(logEntry(dot(5, 1))) } }
        #expect(try store.read { try $0.head(of: replica(1))?.counter } == 1)
    }

    @Test("an update replaces what may change and nothing else", arguments: Kept.allCases)
    func updates(kept: Kept) throws {
        let store = try kept.hub(directory)
        try store.write { try $0.append(logEntry(dot(1, 1), at: 4, touching: [record(1), record(2)])) }
        var changed = logEntry(dot(1, 1), at: 99, touching: [record(2), record(3)], body: [])
        changed.verdict = "erased"
        changed.isApplied = false
        changed.pushedHash = [0]
        try store.write { [changed] in try $0.update(changed) }
        try store.read { hub throws in
            let entry = try #require(try hub.entry(dot(1, 1)))
            #expect(entry.position == 4 && entry.pushedHash == [0])
            #expect(entry.verdict == "erased" && entry.body.isEmpty && !entry.isApplied)
            #expect(try hub.entries(touching: record(1)).isEmpty)
            #expect(try hub.entries(touching: record(3)) == [entry])
        }
        #expect(try store.integrityFindings() == [])
    }

    @Test("a page of the feed never ends within a commit", arguments: Kept.allCases)
    func wholeCommits(kept: Kept) throws {
        let store = try kept.hub(directory)
        try store.write { hub in
            for number in 1...6 as ClosedRange<UInt64> {
                let position = (number + 2) / 3
                try hub.append(logEntry(dot(1, number), at: position))
                try hub.put(storedRecord(record(number), at: position, in: ["b", "a"]))
            }
        }
        try store.read { hub throws in
            #expect(try hub.placements(in: AreaCode("a"), after: 0, limit: 1).count == 3)
            #expect(try hub.placements(in: AreaCode("a"), after: 1, limit: 1).map(\.record) == (4...6).map(record))
            #expect(try hub.placements(after: 0, limit: 4).count == 6)
            #expect(try hub.placements(after: 0, limit: 7).count == 12)
            #expect(try hub.placements(after: 0, limit: 1).prefix(3).map(\.area.text) == ["a", "b", "a"])
            #expect(try hub.feed(of: [AreaCode("a")], after: 0, limit: 1).map(\.position) == [1, 1, 1])
            #expect(try hub.feed(of: [AreaCode("a")], after: 1, limit: 9).map(\.record) == (4...6).map(record))
            let areas = ["a", "x", "b"].map { AreaCode($0) }
            #expect(try hub.feed(of: areas, after: 0, limit: 4).map(\.position) == [1, 1, 1, 1, 1, 1])
            #expect(try hub.feed(of: areas, after: 0, limit: 7).count == 12)
            #expect(try hub.feed(of: Array(areas.prefix(2)), after: 0, limit: 7).count == 6)
            #expect(try hub.feed(of: areas, after: 2, limit: 7).isEmpty)
            #expect(try hub.feed(of: [], after: 0, limit: 7).isEmpty)
            #expect(try hub.feed(of: areas, after: 0, limit: 0).isEmpty)
        }
    }

    @Test("a record that moves is departed where it was, present where it is, and back again", arguments: Kept.allCases)
    func moves(kept: Kept) throws {
        let store = try kept.hub(directory)
        func lines(_ area: String) throws -> [String] {
            try store.read { hub throws in
                try hub.placements(in: AreaCode(area), after: 0, limit: 9).map { "\($0.position) \($0.state)" }
            }
        }
        try store.write { try $0.put(storedRecord(record(1), at: 1, in: ["a", "b"])) }
        try store.write { try $0.put(storedRecord(record(1), at: 2, in: ["b", "c"])) }
        #expect(try lines("a") == ["2 departed"])
        #expect(try lines("b") == ["2 present"])
        let body = try store.read { try #require(try $0.record(record(1))).body }
        let told = try store.read { hub throws in
            try ["a", "b", "c"].map { try hub.feed(of: [AreaCode($0)], after: 1, limit: 9).map(\.body) }
        }
        #expect(told == [[[]], [body], [body]])
        #expect(try store.read { try $0.feed(of: [AreaCode("b")], after: 2, limit: 9) }.isEmpty)
        #expect(try lines("c") == ["2 present"])
        try store.write { try $0.put(storedRecord(record(1), at: 3, in: ["c"])) }
        #expect(try lines("a") == ["2 departed"])
        #expect(try lines("b") == ["3 departed"])
        try store.write { try $0.put(storedRecord(record(1), at: 4, in: ["a"])) }
        #expect(try lines("a") == ["4 present"])
        #expect(try lines("c") == ["4 departed"])
        try store.write { try $0.erase(record(1), position: 5) }
        for area in ["a", "b", "c"] { #expect(try lines(area) == ["5 erased"]) }
        #expect(try store.read { try $0.record(record(1)) } == nil)
        #expect(try store.read { try $0.countRecords() } == 0)
    }

    @Test("all records come in the order of their ids, those of a kind each once", arguments: Kept.allCases)
    func recordOrder(kept: Kept) throws {
        let store = try kept.hub(directory)
        try store.write { hub in
            for number in [3, 1, 15, 2, 0] as [UInt64] {
                let kind = number % 2 == 1 ? "odd" : "even"
                try hub.put(storedRecord(record(number), at: 1, in: ["a"], kind: kind, body: []))
            }
        }
        try store.read { hub throws in
            #expect(try hub.records(after: nil, limit: 9).map(\.id) == [0, 1, 2, 3, 15].map(record))
            #expect(try hub.records(after: record(1), limit: 2).map(\.id) == [2, 3].map(record))
            #expect(try everyRecord(ofKind: "odd", in: hub, page: 9).map(\.id).sorted() == [1, 3, 15].map(record))
            #expect(try everyRecord(ofKind: "odd", in: hub, page: 1).map(\.id).sorted() == [1, 3, 15].map(record))
            #expect(try hub.records(ofKind: "none", after: nil, limit: 9).isEmpty)
            #expect(try hub.record(record(2)) == storedRecord(record(2), at: 1, in: ["a"], kind: "even", body: []))
            #expect(try hub.countRecords() == 5)
        }
    }

    @Test("a record may not be placed in an area without a sound code", arguments: Kept.allCases)
    func areaCodes(kept: Kept) throws {
        let store = try kept.hub(directory)
        for code in ["", "a\nb", "村"] {
            #expect(throws: StoreError.self) {
                try store.write { try $0.put(storedRecord(record(1), at: 1, in: [code])) }
            }
        }
        try store.write { try $0.put(storedRecord(record(1), at: 1, in: [])) }
        #expect(try store.read { try $0.record(record(1))?.areas } == [])
    }

    @Test("a job that only reads may not write, and a closed store does nothing", arguments: Kept.allCases)
    func readOnly(kept: Kept) throws {
        let store = try kept.hub(directory)
        #expect(throws: StoreError.self) { try store.read { try $0.append(Commit(position: 1, chain: [1])) } }
        #expect(throws: StoreError.self) { try store.read { try $0.put("shelf", "key", []) } }
        #expect(try store.read { try $0.lastCommit() } == Commit(position: 0, chain: []))
        try store.write { try $0.append(Commit(position: 1, chain: [1])) }
        try store.close()
        try store.close()
        #expect(throws: StoreError.self) { try store.read { try $0.lastCommit() } }
        #expect(throws: StoreError.self) { try store.commit([]) }
    }
}
