import Foundation
import GRDB
import GridStoreSQLite
import Testing

@testable import GridHub

@Suite("The read model and the order of arrival")
struct ReadModelOrderTests {
    @Test("kept up through one order and made at once after another, all rows are the same", arguments: 0..<4)
    func rows(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let directory = FileManager.default.temporaryDirectory.appending(path: "order-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let story = arrival.tell(24, seed: 3000 + seed)
        let random = Seed(UInt64(seed))

        let followed = "\(directory)/followed.sqlite"
        let following = try ReadModel(file: followed, catalogue: arrival.catalogue, codec: arrival.codec)
        _ = try arrival.bring(story, in: Array(story.told.indices)) { hub in
            if random.chance(1, of: 3) { _ = try following.update(from: hub) }
        } finally: {
            _ = try following.update(from: $0)
        }
        try following.close()

        let made = "\(directory)/made.sqlite"
        let making = try ReadModel(file: made, catalogue: arrival.catalogue, codec: arrival.codec)
        _ = try arrival.bring(
            story, in: story.randomOrder(by: random, causal: true), finally: { _ = try making.update(from: $0) })
        try making.close()

        let rows = try ReadModelOrderTests.rows(of: followed)
        #expect(!rows.isEmpty)
        #expect(rows == (try ReadModelOrderTests.rows(of: made)))
    }

    /// Every row of every table of a kind as text, without the position, which tells when it came.
    private static func rows(of file: String) throws -> [String] {
        let database = try DatabaseQueue(path: file)
        return try database.read { database in
            let names = try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 1) != '_' ORDER BY name
                    """)
            return try names.flatMap { name in
                try Row.fetchAll(database, sql: "SELECT * FROM \"\(name)\" ORDER BY id").map { row in
                    name + " " + row.filter { $0.0 != "position" }.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
                }
            }
        }
    }
}
