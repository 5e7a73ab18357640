import GridConsole
import GridHub
import GridRecords
import GridSync
import Testing

@Suite("The console's quarantine, overdue work and devices")
struct WorkPageTests {
    /// A phone of G1 that wrote a hazard into G3, which was set aside.
    private func quarantined() async throws -> ConsoleHarness {
        let harness = try await ConsoleHarness()
        let phone = try await Phone(harness, "王", ["G1"])
        _ = phone.hazard(area: "G3", name: "王五", note: "隔壁网格")
        let verdicts = try await phone.sync()
        #expect(verdicts.map(\.kind) == [.quarantined])
        return harness
    }

    @Test("what was set aside stands there with its reason and values, names masked; accepting writes it")
    func accept() async throws {
        let harness = try await quarantined()
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        let page = await browser.get("/console/quarantine").text
        #expect(page.contains("不在作者辖区") && page.contains("隔壁网格") && !page.contains("王五"))
        let id = try #require(browser.value(of: "id"))
        #expect(
            await browser.post("/console/accept", ["id": id]).header("location") == "/console/quarantine?done=accept")
        #expect(try await harness.hub.command("quarantine.list", [:]).isEmpty)
        await browser.get("/console/fleet")
        #expect(await browser.post("/console/accept", ["id": id]).status == 409)
    }

    @Test("dropping needs a reason, which is kept")
    func drop() async throws {
        let harness = try await quarantined()
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        await browser.get("/console/quarantine")
        let id = try #require(browser.value(of: "id"))
        let token = browser.token
        #expect(await browser.post("/console/drop", ["id": id, "note": ""], form: token).status == 422)
        #expect(await browser.post("/console/drop", ["id": id, "note": "重复"], form: token).status == 303)
        let audit = try await harness.hub.command("audit", [:])
        #expect(audit.contains { $0["action"] == "quarantine dropped" && $0["detail"] == "重复" })
    }

    @Test("a desk whose areas it does not touch neither sees nor decides it")
    func otherArea() async throws {
        let harness = try await quarantined()
        let item = try #require(try await harness.hub.command("quarantine.list", [:]).first?["id"]?.string)
        _ = try await harness.hub.command(
            "areas.import",
            [
                "rows": [
                    ["code": "330781003", "name": "上华街道", "level": "township", "parent": "330781", "predecessors": ""]
                ]
            ])
        let desk = try await harness.browser("上华", .township, ["330781003"])
        #expect(!(await desk.get("/console/quarantine").text.contains("隔壁网格")))
        await desk.get("/console/fleet")
        let token = desk.token
        #expect(await desk.post("/console/accept", ["id": item], form: token).status == 404)
        #expect(await desk.post("/console/drop", ["id": item, "note": "x"], form: token).status == 404)
        #expect(try await harness.hub.command("quarantine.list", [:]).count == 1)
    }

    @Test("overdue work is told within the areas, with lateness, holder and mark")
    func overdue() async throws {
        let harness = try await ConsoleHarness()
        let phone = try await Phone(harness, "王", ["G1"])
        let id = phone.hazard(area: "G1")
        try await phone.sync()
        harness.advance(10 * ConsoleHarness.day)
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        let page = await browser.get("/console/overdue").text
        #expect(page.contains("\(id)") && page.contains("一网格") && page.contains("红牌") && page.contains("天"))
        #expect(await browser.get("/console/overdue?lang=en").text.contains("red card"))
        let desk = try await harness.browser("云山", .township, ["330781002"])
        #expect(!(await desk.get("/console/overdue").text.contains("\(id)")))
        #expect(await desk.get("/console/overdue?area=330781001").status == 404)
    }

    @Test("devices are told with silence, unsent work, clock and version, within the areas of their owners")
    func fleet() async throws {
        let harness = try await ConsoleHarness()
        let phone = try await Phone(harness, "王", ["G1"])
        try await phone.sync()
        harness.advance(8 * ConsoleHarness.day)
        let boss = try await harness.browser("主任", .supervisor, ["330781"])
        let page = await boss.get("/console/fleet").text
        for part in [phone.device, "王", "8 天", "phone 1.2", "tally red"] { #expect(page.contains(part), "\(part)") }
        let desk = try await harness.browser("云山", .township, ["330781002"])
        #expect(!(await desk.get("/console/fleet").text.contains(phone.device)))
        let admin = try await harness.browser("管理员", .admin, ["330781002"])
        #expect(await admin.get("/console/fleet").text.contains(phone.device))
    }

    @Test("an administrator, who holds no records, sees the devices and nothing else")
    func administrator() async throws {
        let harness = try await ConsoleHarness()
        let (id, _) = try await ConflictPageTests.disputed(harness)
        let admin = try await harness.browser("管理员", .admin, ["330781"])
        #expect(await admin.get("/console").header("location") == "/console/fleet")
        await admin.get("/console/fleet")
        let token = admin.token
        #expect(!admin.shown.contains("/console/conflicts"))
        for page in [
            "/reports", "/conflicts", "/quarantine", "/overdue", "/conflict?id=\(id)", "/record?id=\(id)",
            "/report?template=a&scope=330781&serial=1&version=1",
            "/cell?template=a&scope=330781&serial=1&version=1&indicator=a&column=b",
        ] {
            #expect(await admin.get("/console" + page).status == 403, "\(page)")
        }
        for (order, fields) in [
            ("/take", ["id": "\(id):note", "seen": "x", "take": "1"]), ("/accept", ["id": "q-1"]),
            ("/drop", ["id": "q-1", "note": "x"]), ("/build", ["period": "2026-02", "scope": "330781"]),
        ] {
            #expect(await admin.post("/console" + order, fields, form: token).status == 403, "\(order)")
        }
    }
}
