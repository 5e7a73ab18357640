import GridCausality
import GridRecords
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("Review and quarantine")
struct ReviewTests {
    /// Two workers and a supervisor who all hold one hazard whose note is in dispute.
    private func disputed() async throws -> (HubHarness, HubDevice, HubDevice, String, RecordID) {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard()
        try await wang.sync()
        try await li.sync()
        try wang.edit(id, [wang.write("note", .text("甲"))])
        try li.edit(id, [li.write("note", .text("乙"))])
        try await wang.sync()
        try await li.sync()
        return (harness, wang, li, boss, id)
    }

    @Test("a decision closes the conflict everywhere and both authors hear of it")
    func resolve() async throws {
        let (harness, wang, li, boss, id) = try await disputed()
        let open = try await harness.command("conflicts.list")
        #expect(open.map { $0["id"] } == [.string("\(id):note")])
        _ = try await harness.command(
            "conflicts.resolve", ["id": .string("\(id):note"), "take": 1, "as": .string(boss), "note": "现场看过"])
        #expect(try await harness.command("conflicts.list").isEmpty)
        try await wang.sync()
        try await li.sync()
        #expect(wang.records[id] == li.records[id])
        #expect(wang.shown(id, "note") == "甲")
        #expect(wang.news.contains { $0.what == .resolved } && li.news.contains { $0.what == .resolved })
    }

    @Test("a decision that races a third edit leaves the conflict open with what is new")
    func race() async throws {
        let (harness, wang, _, boss, id) = try await disputed()
        let zhao = try await harness.device("赵", areas: ["G1"])
        try await zhao.sync()
        try zhao.edit(id, [zhao.write("note", .text("丙"))], keeps: zhao.sides(of: id, at: "note"))
        _ = try await harness.command(
            "conflicts.resolve", ["id": .string("\(id):note"), "take": 1, "as": .string(boss)])
        try await zhao.sync()
        #expect(zhao.verdicts[1]?.kind == .conflict)
        try await wang.sync()
        let values = Set(try #require(wang.disputes(id).first).sides.map(\.value))
        #expect(values == [.text("甲"), .text("丙")])
    }

    @Test("a deletion that races an edit keeps the record and asks; taking true deletes it")
    func deletion() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let li = try await harness.device("李", areas: ["G1"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard()
        try await wang.sync()
        try await li.sync()
        try wang.edit(id, [Write(path: .deleted, value: .bool(true))])
        try li.edit(id, [li.write("note", .text("还在"))])
        try await wang.sync()
        try await li.sync()
        try await wang.sync()
        #expect(wang.records[id]?.isDeleted == false)
        #expect(wang.disputes(id).map(\.path) == [.deleted])
        let sides = try #require(wang.disputes(id).first).sides
        let taken = Int64((sides.firstIndex { $0.value == .bool(true) } ?? 0) + 1)
        _ = try await harness.command(
            "conflicts.resolve", ["id": .string("\(id):deleted"), "take": .integer(taken), "as": .string(boss)])
        try await li.sync()
        #expect(li.records[id]?.isDeleted == true)
    }

    @Test("a worker may not decide, nor a reviewer of another area")
    func rights() async throws {
        let (harness, wang, _, _, id) = try await disputed()
        let elsewhere = try await harness.worker("云山", role: .township, areas: ["330781002"])
        for who in [wang.worker, elsewhere] {
            let refused = await #expect(throws: HubError.self) {
                try await harness.command(
                    "conflicts.resolve", ["id": .string("\(id):note"), "take": 1, "as": .string(who)])
            }
            #expect(refused?.status == 403)
        }
    }

    @Test("sides that moved since they were listed are not decided by number; with the token of what was seen they are")
    func moved() async throws {
        let (harness, _, li, boss, id) = try await disputed()
        let seen = try #require(
            try await harness.command("conflicts.show", ["id": .string("\(id):note")]).first?["seen"])
        let zhao = try await harness.device("赵", areas: ["G1"])
        try await zhao.sync()
        try zhao.edit(id, [zhao.write("note", .text("丙"))], keeps: zhao.sides(of: id, at: "note"))
        try await zhao.sync()
        let refused = await #expect(throws: HubError.self) {
            try await harness.command(
                "conflicts.resolve", ["id": .string("\(id):note"), "take": 2, "as": .string(boss)])
        }
        #expect(refused?.code == "conflict_moved")
        _ = try await harness.command(
            "conflicts.resolve", ["id": .string("\(id):note"), "take": 2, "as": .string(boss), "seen": seen])
        try await li.sync()
        #expect(Set(li.disputes(id).flatMap(\.sides).map(\.value)) == [.text("乙"), .text("丙")])
    }

    @Test("quarantined work blocks nothing, can be accepted on behalf of its author, and what waited for it follows")
    func quarantine() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard(area: "G3")
        try wang.edit(id, [wang.write("note", .text("邻格"))])
        let own = wang.newHazard()
        try await wang.sync()
        #expect(wang.verdicts[1]?.reason == .outOfScope)
        #expect(wang.verdicts[2]?.kind == .quarantined)
        #expect(wang.verdicts[3]?.kind == .applied)
        let items = try await harness.command("quarantine.list")
        #expect(items.count == 2)
        let first = try #require(items.first?["id"])
        _ = try await harness.command("quarantine.accept", ["id": first, "as": .string(boss)])
        let lines = try await harness.command("export")
        #expect(lines.count == 2)
        let accepted = try #require(lines.first { $0["id"]?.string == id.text })
        #expect(accepted["area"] == "G3")
        let history = try await harness.command("history", ["id": .string(id.text)])
        #expect(history.first?["author"]?.string == wang.worker)
        try await wang.sync()
        #expect(wang.news.contains { $0.what == .accepted })
        #expect(own != id)
    }

    @Test("an invalid value is set aside with its reason, and can be put right by a supervisor")
    func invalid() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard(level: "9")
        _ = wang.newHazard(extra: [Write(path: .field("nonsense"), value: .int(1))])
        try await wang.sync()
        #expect(wang.verdicts[1]?.reason == .invalidField)
        #expect(wang.verdicts[2]?.reason == .unknownField)
        let items = try await harness.command("quarantine.list", ["reason": "invalid_field"])
        let item = try #require(items.first?["id"])
        await #expect(throws: HubError.self) {
            try await harness.command("quarantine.accept", ["id": item, "as": .string(boss)])
        }
        _ = try await harness.command(
            "quarantine.edit", ["id": item, "as": .string(boss), "fields": ["level": "2"]])
        let lines = try await harness.command("export")
        #expect(lines.first { $0["id"]?.string == id.text }?["fields"]?["level"] == "2")
    }

    @Test("what its author puts right and sends again leaves the quarantine")
    func replaced() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let id = wang.newHazard(level: "9")
        try await wang.sync()
        #expect(try await harness.command("quarantine.list").count == 1)
        wang.write(
            [wang.hazard(id, level: "2")],
            origin: Changeset.Origin(dot: Dot(replica: wang.replica, counter: 1)))
        try await wang.sync()
        #expect(wang.verdicts[2]?.kind == .applied)
        #expect(try await harness.command("quarantine.list").isEmpty)
        #expect(try await harness.command("export").count == 1)
    }

    @Test("an erased record is gone from copies, history and bodies, and a late change to it is stored nowhere")
    func erasure() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let boss = try await harness.worker("主任", role: .supervisor, areas: ["330781"])
        let id = wang.newHazard()
        try await wang.sync()
        let answer = try await harness.command(
            "erase", ["id": .string(id.text), "reason": "本人要求", "as": .string(boss)])
        #expect(answer.first?["copies"] == 1)
        try wang.edit(id, [wang.write("note", .text("迟到"))])
        try await wang.sync()
        #expect(wang.verdicts[2]?.kind == .erased)
        #expect(wang.records[id] == nil)
        #expect(try await harness.command("export").isEmpty)
        #expect(try await harness.command("verify").first?["ok"] == true)
        #expect(harness.ledger.lines().filter { LedgerLine(text: $0)?.what == .erased }.count == 1)
    }

    @Test("verify finds a body that was changed behind the hub's back")
    func tamperedBody() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        _ = wang.newHazard()
        try await wang.sync()
        #expect(try await harness.command("verify").first?["ok"] == true)
        let entry = try #require(try harness.store.read { try $0.entries(limit: 1) }.first)
        // A text that is another one, and bytes that nobody can read.
        let text = Array("楼道充电".utf8)
        let place = try #require(entry.body.indices.first { entry.body[$0...].starts(with: text) })
        for (place, rest) in [(place + 2, ["record"]), (entry.body.count - 1, ["body", "record"])] {
            var changed = entry
            changed.body[place] ^= 1
            _ = try harness.store.commit([{ [changed] in try $0.update(changed) }])
            let findings = try await harness.command("verify").first?["findings"]?.array ?? []
            #expect(findings.first?["detail"] == .string("the chain breaks at \(entry.dot)"))
            let kinds = findings.compactMap { $0["finding"]?.string }
            #expect(kinds.sorted() == (["chain", "head"] + rest).sorted(), "\(findings)")
        }
    }

    @Test("what the ledger forbids and the store has lost is done again at the next start")
    func lostProhibition() async throws {
        let harness = try await HubHarness()
        let wang = try await harness.device("王", areas: ["G1"])
        let id = wang.newHazard()
        try await wang.sync()
        let device = wang.session.device.text
        for (what, subject) in [(LedgerLine.What.erased, id.text), (.revoked, device)] {
            harness.ledger.append(LedgerLine(at: harness.clock.now, what: what, subject: subject).text)
        }
        let hub = try harness.startAgain()
        #expect(try harness.store.read { try $0.record(id) } == nil)
        await #expect(throws: HubError.self) {
            try await hub.sync(SyncRequest(hello: wang.hello), session: wang.session)
        }
        let position = try harness.store.read { try $0.lastCommit().position }
        _ = try harness.startAgain()
        #expect(try harness.store.read { try $0.lastCommit().position } == position, "done once")
    }
}

@Suite("Verdicts as the log keeps them")
struct VerdictTextTests {
    @Test("a verdict without more to say is the same JSON as one written member by member, and reads back")
    func plain() throws {
        for kind in Verdict.Kind.allCases {
            let text = VerdictText.text(of: Verdict(kind))
            #expect(text == JSONValue.object(["kind": .string(kind.rawValue)]).text)
            #expect(VerdictText.verdict(text) == Verdict(kind))
        }
    }

    @Test("reason, detail and conflicts come back word for word")
    func full() throws {
        let verdict = Verdict(.quarantined, reason: .guarded, detail: "\"level\": 降级", conflicts: ["a/b", "c"])
        #expect(VerdictText.verdict(VerdictText.text(of: verdict)) == verdict)
    }
}
