import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridHub

@Suite("The walk over the feed of a scope")
struct FeedWalkTests {
    private static let commits: UInt64 = 120

    private static func area(_ number: Int) -> AreaCode { AreaCode("a\(number)") }

    /// Records come, move, and are erased, some dozens in a commit or one.
    private static func store(areas: Int, _ random: Seed) throws -> MemoryHubStore {
        let store = MemoryHubStore()
        var plans: [(UInt64, [(UInt64, [AreaCode])])] = []
        for position in 1...commits {
            let count = random.below(8) == 0 ? 60 : random.below(4)
            plans.append(
                (
                    position,
                    (0..<count).map { _ in
                        let places = Set((0...random.below(3)).map { _ in area(random.below(areas)) })
                        return (UInt64(random.below(900)), random.below(20) == 0 ? [] : places.sorted())
                    }
                ))
        }
        _ = try store.commit([
            { [plans] hub in
                for (position, records) in plans {
                    for (number, places) in records {
                        let id = RecordID(bits: Bits128(high: number, low: 1))
                        if places.isEmpty {
                            try hub.erase(id, position: position)
                        } else {
                            try hub.put(
                                StoredRecord(
                                    id: id, kind: "hazard", body: [UInt8(number & 0xFF)], position: position,
                                    areas: places, isDeleted: false))
                        }
                    }
                }
            }
        ])
        return store
    }

    @Test(
        "tells every line of its areas once, whole commits in their order",
        arguments: [1, 2, 5, 40, 64, 65, 90], [1, 100, 2_000])
    func everyLine(areas: Int, limit: Int) throws {
        let random = Seed(UInt64(areas * 10_000 + limit))
        let store = try Self.store(areas: areas + 5, random)
        // Two parts that overlap, of which one is known up to some commit, and areas that nobody asks for.
        let known = UInt64(random.below(Int(Self.commits)))
        let first = Set((0..<areas).map(Self.area))
        let second = Set((0..<areas).filter { _ in random.below(3) == 0 }.map(Self.area))
        try store.read { hub in
            let walk = FeedWalk([(known, first), (0, second)], limit: limit, in: hub)
            var told: [[FeedLine]] = []
            while let commit = try walk.nextCommit() { told.append(commit) }
            let expected = try hub.placements(after: 0, limit: .max).filter {
                second.contains($0.area) || first.contains($0.area) && $0.position > known
            }
            let positions = told.map { $0[0].position }
            #expect(positions == Set(expected.map(\.position)).sorted())
            for (commit, position) in zip(told, positions) {
                let lines = expected.filter { $0.position == position }
                #expect(commit.allSatisfy { $0.position == position })
                #expect(commit.map(Self.text).sorted() == lines.map { "\($0.record) \($0.state)" }.sorted())
            }
            for line in told.joined() {
                let body = try hub.record(line.record)?.body
                #expect(line.body == (line.state == .present ? body : []))
            }
        }
    }

    private static func text(_ line: FeedLine) -> String { "\(line.record) \(line.state)" }
}

extension Seed {
    fileprivate func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
