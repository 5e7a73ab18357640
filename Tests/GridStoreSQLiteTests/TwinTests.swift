import GridCausality
import GridRecords
import GridStore
import GridStoreSQLite
import Testing

/// The law over all verbs: whatever is done to both, memory and disk answer alike.
@Suite("Memory and disk are twins")
struct TwinTests {
    @Test("after any jobs, some taken back, both hubs answer alike", arguments: 0..<12 as Range<UInt64>)
    func hubs(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let disk = try SQLiteHubStore(directory: directory.path, create: true)
        let memory = MemoryHubStore()
        var random = SplitMix64(state: seed)
        for position in 1...12 as ClosedRange<UInt64> {
            let seeds = (0..<5).map { _ in random.next() }
            let onDisk = try Self.commit(to: disk, at: position, seeds)
            #expect(try onDisk == Self.commit(to: memory, at: position, seeds))
            #expect(try disk.read(Self.everything) == memory.read(Self.everything))
        }
        #expect(try disk.integrityFindings() == [])
        try disk.close()
        let reopened = try SQLiteHubStore(directory: directory.path, create: false)
        #expect(try reopened.read(Self.everything) == memory.read(Self.everything))
    }

    /// A commit and jobs behind it, each told by its seed: their results and what they were answered.
    private static func commit(to store: any HubStore, at position: UInt64, _ seeds: [UInt64]) throws -> [String] {
        var answers: [String] = []
        let jobs: [(any HubTransaction) throws -> Void] =
            [{ try $0.append(Commit(position: position, chain: [UInt8(position)])) }]
            + seeds.map { seed in { try Self.change($0, at: position, SplitMix64(state: seed), &answers) } }
        return try store.commit(jobs).map { "\($0)" } + answers
    }

    /// A few random verbs, now and then a hundred, and questions in between; then, one time in four, a refusal.
    private static func change(
        _ hub: any HubTransaction, at position: UInt64, _ seeded: SplitMix64, _ answers: inout [String]
    ) throws {
        var random = seeded
        let isLong = random.next() % 8 == 0
        for _ in 0..<(isLong ? 100 : Int.random(in: 1...6, using: &random)) {
            switch random.next() % 24 {
            case 0: answers += try everything(hub)
            case 1:
                let ids = (0...5 as ClosedRange<UInt64>).filter { _ in random.next() % 2 == 0 }.map { record($0) }
                answers.append("\(try hub.records(ids).sorted { $0.id < $1.id })")
            case 2: answers.append("\(String(describing: try hub.record(record(random.next() % 6))))")
            case 3: answers.append("\(String(describing: try hub.chain(of: dot(1, random.next() % 9 + 1))))")
            case 4: answers.append("\(String(describing: try hub.commitChain(at: position)))")
            case 5, 6: answers.append("\(try hub.writings(of: record(random.next() % 6)))")
            case 7: answers.append("\(String(describing: try hub.position(of: dot(1, random.next() % 9 + 1))))")
            default: break
            }
            let replicaNumber = UInt64.random(in: 1...3, using: &random)
            let records = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                record(UInt64.random(in: 0...5, using: &random))
            }
            let head = try hub.head(of: replica(replicaNumber))?.counter ?? 0
            switch Int.random(in: 0...9, using: &random) {
            case 0, 1:
                try hub.append(
                    logEntry(
                        dot(replicaNumber, head + 1), at: position, touching: Set(records).sorted(),
                        body: body(of: replica(replicaNumber), &random)))
            case 2 where head > 0:
                let counter = UInt64.random(in: 1...head, using: &random)
                var entry = try #require(try hub.entry(dot(replicaNumber, counter)))
                entry.records = Set(records).sorted()
                entry.verdict = random.next() % 2 == 0 ? "{\"kind\":\"applied\"}" : "\(random.next())"
                entry.body = body(of: replica(replicaNumber), &random)
                entry.pushedHash = Bool.random(using: &random) ? [] : [UInt8(counter & 0xFF)]
                entry.isApplied = Bool.random(using: &random)
                try hub.update(entry)
            case 3, 4:
                let areas = Set((0..<Int.random(in: 0...3, using: &random)).map { _ in "a\(random.next() % 4)" })
                let id = record(UInt64.random(in: 0...5, using: &random))
                let kind = random.next() % 2 == 0 ? "x" : "y"
                try hub.put(storedRecord(id, at: position, in: areas.sorted(), kind: kind))
            case 5:
                try hub.erase(record(UInt64.random(in: 0...5, using: &random)), position: position)
            case 6:
                try hub.move(record(UInt64.random(in: 0...5, using: &random)), to: position)
            case 7:
                // Mostly one that nobody has met yet; where that is wrong, one notices at once and the other later.
                let id = record(UInt64.random(in: random.next() % 4 == 0 ? 0...5 : 6...1_000, using: &random))
                let entry = logEntry(
                    dot(replicaNumber, head + 1), at: position, touching: [id],
                    body: body(of: replica(replicaNumber), &random))
                let start = [UInt8](repeating: 3, count: Int.random(in: 0...2, using: &random))
                try hub.append(entry, creating: storedRecord(id, at: position, in: ["a1"], kind: "x", body: start))
                answers.append("\(try hub.records([id]))")
            case 8:
                try hub.put("s\(random.next() % 2)", "k\(random.next() % 9)", [UInt8(random.next() & 0xFF)])
            default:
                try hub.removeDocument("s\(random.next() % 2)", "k\(random.next() % 9)")
            }
        }
        if random.next() % 4 == 0 { throw Refusal() }
        if random.next() % 8 == 0 { try hub.append(logEntry(dot(1, 1_000), at: position)) }
    }

    /// Bytes that name their replica at their beginning, their end, far behind, or not at all.
    private static func body(of replica: ReplicaID, _ random: inout SplitMix64) -> [UInt8] {
        let counts = [0, 1, 3, 16, 239, 240, 241, 400]
        let before = [UInt8](repeating: replica.bytes[0], count: counts.randomElement(using: &random)!)
        let after = [UInt8](repeating: 7, count: counts.randomElement(using: &random)!)
        return before + (Bool.random(using: &random) ? replica.bytes : []) + after
    }

    /// Every answer of the door as text.
    @Sendable private static func everything(_ hub: any HubTransaction) throws -> [String] {
        var answers = ["\(try hub.lastCommit())", "\(try hub.heads())", "\(try hub.countRecords())"]
        answers.append("\(try hub.entries(limit: 1000))")
        answers.append("\(try hub.entries(limit: 3))")
        answers.append("\(try hub.records(after: nil, limit: 99))")
        answers.append("\(try everyRecord(ofKind: "x", in: hub, page: 2).sorted { $0.id < $1.id })")
        answers.append("\(try hub.placements(after: 0, limit: 999))")
        answers.append("\(try hub.placements(after: 3, limit: 2))")
        for number in 0...5 as ClosedRange<UInt64> {
            answers.append("\(try hub.entries(touching: record(number)))")
            answers.append("\(try hub.placements(in: AreaCode("a\(number)"), after: number, limit: Int(number)))")
            for areas in [[number], [number, number + 1, number + 2]] {
                let lines = try hub.feed(of: areas.map { AreaCode("a\($0)") }, after: number, limit: 4)
                #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.position <= $1.position })
                // Within a commit each store has an order of its own.
                answers.append(lines.map { "\($0)" }.sorted().joined())
            }
            answers.append("\(try hub.entries(of: replica(number), after: number, limit: 4))")
        }
        for shelf in ["s0", "s1"] {
            answers.append("\(try hub.documents(shelf, prefix: "k", after: "k2", limit: 4))")
            answers.append("\(try hub.countDocuments(shelf, prefix: "k"))")
        }
        return answers
    }
}
