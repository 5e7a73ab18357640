import Foundation
import GridCatalogueFile
import GridGoverning
import GridRecords
import GridStore
import GridStoreSQLite
import GridWire
import Testing

@testable import GridHub

@Suite("Filling facts beside uploads")
struct RecordWalkTests {
    @Test("what is committed in the middle of a walk is taken at once, and the walk does not see it")
    func besideCommits() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "walk-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try SQLiteHubStore(directory: directory, create: true)
        let harness = try await Governing.harness()
        let wang = try await harness.device("王", areas: ["G1"])
        // More than a page, and some that come later.
        let ids = (0..<620).map { _ in wang.newHazard() }
        let stored = ids.map { id in
            StoredRecord(
                id: id, kind: "hazard",
                body: RecordRowCodec().encode(wang.records[id] ?? Record(id: id, kind: "hazard")),
                position: 1, areas: [AreaCode("G1")], isDeleted: false)
        }
        func put(_ records: some Sequence<StoredRecord>) throws {
            let records = Array(records)
            for result in try store.commit([{ for record in records { try $0.put(record) } }]) { try result.get() }
        }
        try put(stored.prefix(600))
        func walk(_ body: (Int) throws -> Void) throws -> Int {
            try store.read { transaction in
                let walk = RecordWalk(
                    transaction: transaction, catalogue: harness.hub.catalogue, codec: RecordRowCodec())
                var seen = 0
                try walk.each("hazard") { _ in
                    seen += 1
                    try body(seen)
                }
                return seen
            }
        }
        #expect(try walk { if $0 == 10 { try put(stored.suffix(20)) } } == 600)
        #expect(try walk { _ in } == 620)
        try store.close()
    }
}
