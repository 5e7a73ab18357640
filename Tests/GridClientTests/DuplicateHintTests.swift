import GridClient
import GridRecords
import Testing

@Suite("A hint at entry that a record may be there already")
struct DuplicateHintTests {
    @Test("own and pulled records of the same key are told, whatever width or case; others are not")
    func hint() async throws {
        let world = try World()
        try await world.settle()
        let first = try await world.enrol(.worker, ["330101"])
        let second = try await world.enrol(.worker, ["330101"])
        let pulled = try first.hazard("No. 1 A")
        _ = try await first.client.sync()
        _ = try await second.client.sync()
        let own = try second.hazard("No.1a")
        let apart = try second.hazard("No. 2")
        let new = try second.hazard("ｎｏ．1Ａ")
        let found = try second.client.duplicates(of: new)
        #expect(found.map(\.id) == [pulled, own].sorted())
        #expect(found.allSatisfy { $0.fields == ["address"] })
        #expect(found.first?.json["fields"] == ["address"])
        #expect(try second.client.duplicates(of: apart).isEmpty)
    }

    @Test("a deleted record is no candidate and has none")
    func deleted() async throws {
        let world = try World()
        try await world.settle()
        let device = try await world.enrol(.worker, ["330101"])
        let old = try device.hazard("No. 1")
        let new = try device.hazard("No. 1")
        _ = try device.client.remove(old)
        #expect(try device.client.duplicates(of: new).isEmpty)
        #expect(try device.client.duplicates(of: old).isEmpty)
        _ = try device.client.restoreRecord(old)
        #expect(try device.client.duplicates(of: new).map(\.id) == [old])
    }
}
