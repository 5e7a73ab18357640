import GridRecords
import Testing

@Suite("Deciding and deleting")
struct ReviewTests {
    @Test("a resolution that races a third edit keeps the third edit and the question")
    func racingResolution() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let carl = try await hub.device("Carl")
            let chief = try await hub.device("Chief", role: "supervisor", area: Area.village)
            let id = try await ann.hazard("note=first")
            try await ann.one("sync")
            for device in [ben, carl] { try await device.one("pull") }
            try await ann.one("set", id, "note=left")
            try await ben.one("set", id, "note=right")
            try await carl.one("set", id, "note=third")
            try await ann.one("push")
            try await ben.one("push")
            try await chief.one("pull")
            let sides = try #require(try await chief.conflicts().first?["sides"]?.array)
            let place = try #require(sides.firstIndex { $0["value"]?.string == "left" })

            try await chief.one("conflicts", "resolve", "\(id):note", "--take", "\(place + 1)", "--note", "asked both")
            try await carl.one("push")
            try await chief.one("push")

            try await expectAgreement(hub, [ann, ben, carl, chief])
            for device in [ann, ben, carl, chief] {
                let conflict = try #require(try await device.conflicts().first)
                let values = (conflict["sides"]?.array ?? []).compactMap { $0["value"]?.string }
                #expect(Set(values) == ["left", "third"])
            }
        }
    }

    @Test("a resolution closes the conflict on every device")
    func resolution() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let chief = try await hub.device("Chief", role: "supervisor", area: Area.village)
            let id = try await ann.hazard("note=first")
            try await ann.one("sync")
            try await ben.one("pull")
            try await ann.one("set", id, "note=left")
            try await ben.one("set", id, "note=right")
            try await ann.one("push")
            try await ben.one("push")
            try await chief.one("pull")
            let shown = try #require(try await chief.run("conflicts", "show", "\(id):note").first)
            let seen = try #require(shown["seen"]?.string)
            try await chief.one("conflicts", "resolve", "\(id):note", "--value", "both", "--seen", seen)
            try await chief.one("push")
            try await expectAgreement(hub, [ann, ben, chief])
            for device in [ann, ben, chief] {
                #expect(try await device.conflicts().isEmpty)
                #expect(try await device.field("note", of: id)?.string == "both")
            }
            // The one whose value lost is told.
            #expect(try await ann.run("news").contains { $0["what"]?.string == "resolved" })
        }
    }

    @Test("a side taken by its number after the sides changed is refused and writes nothing")
    func movedConflict() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let carl = try await hub.device("Carl")
            let chief = try await hub.device("Chief", role: "supervisor", area: Area.village)
            let id = try await ann.hazard("note=first")
            try await ann.one("sync")
            for device in [ben, carl] { try await device.one("pull") }
            try await ann.one("set", id, "note=left")
            try await ben.one("set", id, "note=right")
            try await carl.one("set", id, "note=third")
            try await ann.one("push")
            try await ben.one("push")
            try await chief.one("pull")
            #expect(try await chief.conflicts().count == 1)
            try await carl.one("push")
            try await chief.one("pull")
            let outcome = try await chief.outcome(["conflicts", "resolve", "\(id):note", "--take", "1"])
            #expect(outcome.status == 75)
            #expect(outcome.errorCode == "conflict_moved")
            #expect(outcome.output.isEmpty)
            #expect(try await chief.one("status")["outbox"]?.integer == 0)
        }
    }

    @Test("a worker does not resolve")
    func rights() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let id = try await ann.hazard("note=first")
            try await ann.one("sync")
            try await ben.one("pull")
            try await ann.one("set", id, "note=left")
            try await ben.one("set", id, "note=right")
            try await ann.one("push")
            try await ben.one("sync")
            let outcome = try await ben.outcome(["conflicts", "resolve", "\(id):note", "--take", "1"])
            #expect(outcome.status == 77)
        }
    }

    @Test("a deletion that races an edit keeps the record and asks")
    func deletion() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let chief = try await hub.device("Chief", role: "supervisor", area: Area.village)
            let id = try await ann.hazard()
            try await ann.one("sync")
            try await ben.one("pull")
            try await ann.one("remove", id)
            try await ben.one("set", id, "note=still there")
            try await ann.one("push")
            try await ben.one("push")
            try await expectAgreement(hub, [ann, ben, chief])
            for device in [ann, ben, chief] {
                #expect(try await device.show(id)["deleted"]?.bool == false)
                let conflict = try #require(try await device.conflicts().first)
                #expect(conflict["id"]?.string == "\(id):deleted")
            }
            let sides = try #require(try await chief.conflicts().first?["sides"]?.array)
            let deletion = try #require(sides.firstIndex { $0["value"]?.bool == true })
            try await chief.one("conflicts", "resolve", "\(id):deleted", "--take", "\(deletion + 1)")
            try await expectAgreement(hub, [chief, ann, ben])
            #expect(try await ann.show(id)["deleted"]?.bool == true)
            #expect(try await ann.run("list").isEmpty)
        }
    }
}
