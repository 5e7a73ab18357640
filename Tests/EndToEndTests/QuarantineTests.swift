import GridRecords
import Testing

@Suite("Nothing is lost and nothing blocks")
struct QuarantineTests {
    @Test("a visit with edits to three records arrives whole or not at all")
    func atomicVisit() async throws {
        try await Hub.running { hub in
            let (ann, ben) = (try await hub.device("Ann"), try await hub.device("Ben"))
            let ids = [try await ann.hazard(), try await ann.hazard(), try await ann.hazard()]
            try await ann.one("sync")
            var lines = ids.map { #"{"op":"set","id":"\#($0)","fields":{"note":"seen on the visit"}}"# }
            lines.append(
                """
                {"op":"new","kind":"visit","area":"\(Area.first)","as":"v","fields":{"visit_kind":"patrol",\
                "targets":{"\(ids[0])":true}}}
                """)
            let written = try await ann.run("apply", "-", "--atomic", input: lines.joined(separator: "\n") + "\n")
            #expect(written.count == 4)
            #expect(Set(written.compactMap { $0["dot"]?.string }).count == 1)

            // One bad line in the file: nothing of it is written.
            let bad = [lines[0], #"{"op":"set","id":"\#(ids[1])","fields":{"no_such_field":1}}"#]
            let refused = try await ann.outcome(["apply", "-", "--atomic"], input: bad.joined(separator: "\n"))
            #expect(refused.status == 65)
            #expect(try await ann.one("status")["outbox"]?.integer == 1)

            #expect(try await ann.one("push")["sent"]?.integer == 1)
            try await ben.one("pull")
            for id in ids { #expect(try await ben.field("note", of: id)?.string == "seen on the visit") }
            #expect(try await ben.run("list", "--kind", "visit").count == 1)
            try await expectAgreement(hub, [ann, ben])
        }
    }

    @Test("a worker moved with 20 unsent edits: none is lost, none blocks, and a supervisor can accept them")
    func movedWorker() async throws {
        try await Hub.running { hub in
            let ann = try await hub.device("Ann")
            let chiefs = try await hub.worker("Chief", role: "supervisor", areas: Area.village)
            let chief = try await hub.device(of: chiefs)
            let id = try await ann.hazard("note=0")
            try await ann.one("sync")
            for number in 1...20 { try await ann.one("set", id, "note=\(number)") }
            try await hub.run("workers", "assign", ann.worker, "--area", Area.second)

            let push = try await ann.one("push")
            #expect(push["sent"]?.integer == 20)
            #expect(push["quarantined"]?.integer == 20)
            #expect(push["left"]?.integer == 0)
            let held = try await ann.run("quarantined")
            #expect(held.count == 20)
            #expect(held.allSatisfy { $0["reason"]?.string == "out_of_scope" })

            // What is held back blocks nothing: work in the new area is applied.
            let next = try await ann.hazard(area: Area.second)
            #expect(try await ann.one("sync")["push"]?["applied"]?.integer == 1)
            #expect(try await ann.show(next)["pending"]?.bool == false)

            let waiting = try await hub.run("quarantine", "list")
            #expect(waiting.count == 20)
            for entry in waiting {
                let number = try #require(entry["id"]?.string)
                try await hub.run("quarantine", "accept", number, "--as", chiefs)
            }
            #expect(try await hub.run("quarantine", "list").isEmpty)
            try await chief.one("pull")
            #expect(try await chief.field("note", of: id)?.string == "20")
            #expect(try await chief.one("verify")["equal"]?.bool == true)
            try await ann.one("sync")
            #expect(try await ann.run("news").contains { $0["what"]?.string == "accepted" })
        }
    }

    @Test("a hub that does not answer costs nothing: exit 69, the outbox stays")
    func unreachable() async throws {
        try await Hub.running { hub in
            let ann = try await hub.device("Ann")
            try await ann.hazard()
            await hub.stop()
            let outcome = try await ann.outcome(["push"])
            #expect(outcome.status == 69)
            #expect(outcome.errorCode == "unreachable")
            #expect(try await ann.one("status")["outbox"]?.integer == 1)
        }
    }

    @Test("a code is good once, and its second use tells nothing")
    func codes() async throws {
        try await Hub.running { hub in
            let worker = try await hub.worker("Ann", areas: Area.first)
            let code = try #require(try await hub.run("devices", "code", "--worker", worker).first?["code"]?.string)
            let first = Device(store: hub.directory.path + "/a", worker: worker)
            try await first.one("enrol", "--hub", hub.address, "--code", code)
            let second = Device(store: hub.directory.path + "/b", worker: worker)
            #expect(try await second.outcome(["enrol", "--hub", hub.address, "--code", code]).status == 77)
            #expect(try await second.outcome(["status"]).status == 66)
            let again = try await first.outcome(["enrol", "--hub", hub.address, "--code", code])
            #expect(again.status == 73)
        }
    }
}
