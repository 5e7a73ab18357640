import GridClient
import GridRecords
import Testing

@Suite("Conflict review on a device")
struct ReviewTests {
    /// A hazard whose finding two workers changed without knowing of each other, and a reviewer who pulled it.
    private func disputed(
        _ world: World
    ) async throws -> (id: String, first: World.Installation, second: World.Installation, reviewer: World.Installation)
    {
        try await world.settle()
        let first = try await world.enrol(.worker, ["330101"])
        let second = try await world.enrol(.worker, ["330101"])
        let reviewer = try await world.enrol(.township, ["3301"])
        let id = try first.hazard("No. 1", ["finding": "base"])
        _ = try await first.client.sync()
        _ = try await second.client.sync()
        try first.set(id, "finding", "smoke")
        world.pass(milliseconds: 1_000)
        try second.set(id, "finding", "fire")
        _ = try await first.client.sync()
        #expect(try await second.client.sync()["push"]?["conflict"] == 1)
        _ = try await reviewer.client.sync()
        _ = try await first.client.sync()
        return (id, first, second, reviewer)
    }

    @Test("a disputed field shows on every device with its base and both sides")
    func listed() async throws {
        let world = try World()
        let (id, first, second, reviewer) = try await disputed(world)
        for device in [first, second, reviewer] {
            let conflicts = try device.client.conflicts(area: nil, kind: nil)
            #expect(conflicts.count == 1)
            #expect(conflicts.first?["id"] == .string("\(id):finding"))
            #expect(conflicts.first?["base"] == "base")
            #expect(conflicts.first?["sides"]?.array?.map { $0["value"] } == ["smoke", "fire"])
            #expect(try device.count("conflicts") == 1)
        }
        let onHub = try await world.hub.command("conflicts.list", [:])
        #expect(onHub.first?["sides"] == (try reviewer.client.conflicts(area: nil, kind: nil)).first?["sides"])
    }

    @Test("a reviewer takes a side with a note and every device ends up the same")
    func resolved() async throws {
        let world = try World()
        let (id, first, second, reviewer) = try await disputed(world)
        _ = try reviewer.client.conflicts(area: "3301", kind: "hazard")
        let written = try reviewer.client.resolve(
            .conflict("\(id):finding"), by: .side(1), note: "photo shows smoke", seen: nil)
        #expect(written.count == 1)
        #expect(try reviewer.client.conflicts(area: nil, kind: nil).isEmpty)
        _ = try await reviewer.client.sync()
        for device in [first, second] {
            _ = try await device.client.sync()
            #expect(try device.field(id, "finding") == "smoke")
            #expect(try device.client.conflicts(area: nil, kind: nil).isEmpty)
            #expect(try device.client.exportLines() == reviewer.client.exportLines())
        }
        #expect(try second.client.news(markSeen: true).contains { $0["what"] == "resolved" })
        #expect(try second.client.news(markSeen: false).isEmpty)
    }

    @Test("a worker may not resolve")
    func rights() async throws {
        let world = try World()
        let (id, first, _, _) = try await disputed(world)
        let error = #expect(throws: ClientError.self) {
            try first.client.resolve(.conflict("\(id):finding"), by: .side(1), note: nil, seen: nil)
        }
        #expect(error?.exitCode == 77)
    }

    @Test("a number of a side means what was listed, not what came since")
    func moved() async throws {
        let world = try World()
        let (id, first, _, reviewer) = try await disputed(world)
        let listed = try reviewer.client.conflict("\(id):finding")
        let seen = try #require(listed.first?["seen"]?.string)
        world.pass(milliseconds: 1_000)
        try first.set(id, "finding", "ash")
        _ = try await first.client.sync()
        _ = try await reviewer.client.sync()
        let error = #expect(throws: ClientError.self) {
            try reviewer.client.resolve(.conflict("\(id):finding"), by: .side(1), note: nil, seen: nil)
        }
        #expect(error?.code == "conflict_moved")
        #expect(error?.exitCode == 75)
        // With the token the decision stands, and what came since stays in question.
        _ = try reviewer.client.resolve(.conflict("\(id):finding"), by: .side(1), note: nil, seen: seen)
        let open = try reviewer.client.conflicts(area: nil, kind: nil)
        #expect(open.first?["sides"]?.array?.compactMap { $0["value"]?.string }.sorted() == ["ash", "smoke"])
    }

    @Test("an ordinary edit in a dispute replaces what is shown and leaves the question open")
    func ordinaryEdit() async throws {
        let world = try World()
        let (id, first, _, _) = try await disputed(world)
        let shown = try #require(try first.field(id, "finding")?.string)
        try first.set(id, "finding", "ash")
        let other = shown == "smoke" ? "fire" : "smoke"
        let open = try first.client.conflicts(area: nil, kind: nil)
        #expect(open.first?["sides"]?.array?.compactMap { $0["value"]?.string }.sorted() == ["ash", other].sorted())
    }

    @Test("resolving by value, by changeset and by filter")
    func otherWays() async throws {
        let world = try World()
        let (id, _, _, reviewer) = try await disputed(world)
        let sides = try reviewer.client.conflict(id).first?["sides"]?.array ?? []
        let dot = try #require(sides.last?["dot"]?.string)
        _ = try reviewer.client.resolve(.conflict(id), by: .changeset(dot), note: nil, seen: nil)
        #expect(try reviewer.field(id, "finding") == "fire")
        let (next, _, _, second) = try await disputed(try World(seed: 2))
        _ = try second.client.resolve(.conflict("\(next):finding"), by: .value(.text("both")), note: nil, seen: nil)
        #expect(try second.field(next, "finding") == "both")
        let (last, _, _, third) = try await disputed(try World(seed: 3))
        _ = try third.client.resolve(
            .matching(kind: "hazard", area: "3301", path: "finding", fields: []), by: .side(2), note: nil, seen: nil)
        #expect(try third.field(last, "finding") == "fire")
    }

    @Test("an edit with a token has the context of what was on the screen")
    func editWithToken() async throws {
        let world = try World()
        try await world.settle()
        let first = try await world.enrol(.worker, ["330101"])
        let second = try await world.enrol(.worker, ["330101"])
        let id = try first.hazard("No. 1", ["finding": "base"])
        _ = try await first.client.sync()
        _ = try await second.client.sync()
        let seen = try #require(try second.client.show(id)["seen"]?.string)
        try first.set(id, "finding", "smoke")
        _ = try await first.client.sync()
        _ = try await second.client.sync()
        try second.set(id, "finding", "fire", seen: seen)
        #expect(try await second.client.sync()["push"]?["conflict"] == 1)
    }
}
