import GridClient
import GridRecords
import Testing

@Suite("Grids that became others")
struct MovedGridsTests {
    @Test("a dispute that names a grid which became another names that one, once, on every copy")
    func dispute() async throws {
        let world = try World(catalogue: try Office.catalogue.get())
        try await world.settle()
        let phone = try await world.enrol(.worker, ["330101", "330102"])
        let id = try phone.write("dispute", "330101", Office.dispute(3, "330102"))
        _ = try await phone.client.sync()
        _ = try await world.hub.command(
            "areas.import",
            ["rows": [["code": "330203", "name": "n", "level": "grid", "parent": "3302", "predecessors": ["330102"]]]])
        func grids(_ lines: [String]) throws -> JSONValue? {
            try lines.map { try JSONValue(parsing: $0) }.first { $0["id"]?.string == id }?["fields"]?["grids"]
        }
        #expect(try grids(try await world.export("33")) == ["330203": true])
        // Somebody who had not heard of it writes the old name again.
        try phone.set(id, "grids/330102", true)
        _ = try await phone.client.sync()
        #expect(try grids(try await world.export("33")) == ["330203": true])
        #expect(try grids(try phone.client.exportLines()) == ["330203": true])
    }
}
