import GridRecords
import Testing

@Suite("Two devices offline at once")
struct MergeTests {
    @Test("disjoint fields of one hazard merge, and both authors are told so")
    func disjointFields() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let id = try await ann.hazard()
            try await ann.one("sync")
            try await ben.one("pull")

            try await ann.one("set", id, "level=2")
            try await ben.one("set", id, "campaigns/spring=true", "note=asked twice")
            let first = try await ann.one("push")
            #expect(first["applied"]?.integer == 1)
            let second = try await ben.one("push")
            #expect(second["merged"]?.integer == 1)
            #expect(second["conflict"]?.integer == 0)

            try await expectAgreement(hub, [ann, ben])
            for device in [ann, ben] {
                let shown = try await device.show(id)
                #expect(shown["fields"]?["level"]?.string == "2")
                #expect(shown["fields"]?["note"]?.string == "asked twice")
                #expect(shown["disputed"]?.array?.isEmpty == true)
                #expect(shown["pending"]?.bool == false)
                #expect(try await device.conflicts().isEmpty)
            }
        }
    }

    @Test("the same review field conflicts on all devices, with base and both sides")
    func sameField() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let chief = try await hub.device("Chief", role: "supervisor", area: Area.village)
            let id = try await ann.hazard("note=first")
            try await ann.one("sync")
            try await ben.one("pull")

            let left = try await ann.one("set", id, "note=left")["dot"]?.string
            let right = try await ben.one("set", id, "note=right")["dot"]?.string
            try await ann.one("push")
            let push = try await ben.one("push")
            #expect(push["conflict"]?.integer == 1)
            #expect(push["verdicts"]?.array?.first?["conflicts"]?.array?.first?.string == "\(id):note")

            try await expectAgreement(hub, [ann, ben, chief])
            for device in [ann, ben, chief] {
                let conflict = try #require(try await device.conflicts().first)
                #expect(conflict["id"]?.string == "\(id):note")
                #expect(conflict["base"]?.string == "first")
                let sides = conflict["sides"]?.array ?? []
                #expect(Set(sides.compactMap { $0["value"]?.string }) == ["left", "right"])
                #expect(Set(sides.compactMap { $0["dot"]?.string }) == Set([left, right].compactMap(\.self)))
                #expect(Set(sides.compactMap { $0["author"]?.string }) == [ann.worker, ben.worker])
                #expect(try await device.show(id)["disputed"]?.array?.compactMap(\.string) == ["note"])
            }
        }
    }

    @Test("equal values of two devices are no conflict")
    func equalValues() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let id = try await ann.hazard("note=first")
            try await ann.one("sync")
            try await ben.one("pull")
            try await ann.one("set", id, "note=same")
            try await ben.one("set", id, "note=same")
            try await ann.one("push")
            try await ben.one("push")
            try await expectAgreement(hub, [ann, ben])
            #expect(try await ann.conflicts().isEmpty)
        }
    }

    @Test("elements of a set added, edited and removed at once: additions stay, the edited one is asked about")
    func elements() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let id = try await ann.dispute()
            try await ann.one("set", id, #"parties/p2={"name":"Li"}"#)
            try await ann.one("sync")
            try await ben.one("pull")

            try await ann.one("set", id, #"parties/p3={"name":"Zhao"}"#, "parties/p2=")
            try await ben.one("set", id, #"parties/p4={"name":"Sun"}"#, #"parties/p2={"name":"Li","phone":"1"}"#)
            try await ann.one("push")
            try await ben.one("push")
            try await expectAgreement(hub, [ann, ben])
            for device in [ann, ben] {
                let parties = try await device.field("parties", of: id)?.object ?? [:]
                #expect(Set(parties.keys).isSuperset(of: ["p1", "p2", "p3", "p4"]))
                #expect(try await device.conflicts().map { $0["path"]?.string } == ["parties/p2"])
            }
        }
    }
}
