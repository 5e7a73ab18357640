import GridConsole
import GridHub
import GridRecords
import GridSync
import Testing

@Suite("The console's inbox of conflicts")
struct ConflictPageTests {
    /// Two phones that wrote different notes into one hazard of G1.
    static func disputed(
        _ harness: ConsoleHarness, _ first: String = "甲说", _ second: String = "乙说"
    ) async throws -> (id: RecordID, phone: Phone) {
        let wang = try await Phone(harness, "王", ["G1"])
        let li = try await Phone(harness, "李", ["G1"])
        let id = wang.hazard(area: "G1")
        try await wang.sync()
        try await li.sync()
        try wang.edit(id, "note", .text(Text(first)))
        harness.advance(1_000)
        try li.edit(id, "note", .text(Text(second)))
        try await wang.sync()
        try await li.sync()
        return (id, wang)
    }

    @Test("the inbox shows base and both sides, with who wrote, and a key for each side of the first")
    func shows() async throws {
        let harness = try await ConsoleHarness()
        let (id, _) = try await ConflictPageTests.disputed(harness)
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        let page = await browser.get("/console/conflicts").text
        for part in [
            "楼道充电", "甲说", "乙说", "王 ·", "李 ·", "一网格", "accesskey=\"1\"", "accesskey=\"2\"", "name=\"take\" value=\"1\"",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        let single = await browser.get("/console/conflict?id=\(id):note").text
        #expect(single.contains("甲说") && single.contains("name=\"note\""))
    }

    @Test("taking a side decides the conflict for every device, in the reviewer's name")
    func take() async throws {
        let harness = try await ConsoleHarness()
        let (id, phone) = try await ConflictPageTests.disputed(harness)
        let worker = try await harness.worker("主任", .supervisor, ["330781"])
        let browser = try await harness.browser(of: worker)
        await browser.get("/console/conflicts")
        let answer = await browser.post(
            "/console/take",
            ["id": "\(id):note", "seen": try #require(browser.value(of: "seen")), "take": "2", "note": "现场看过"])
        #expect(answer.header("location") == "/console/conflicts?done=taken")
        #expect(await browser.get("/console/conflicts?done=taken").text.contains("已裁定"))
        #expect(!browser.shown.contains("甲说"))
        try await phone.sync()
        let record = try #require(phone.records[id])
        #expect(RecordView(record, catalogue: harness.hub.catalogue).fields["note"] == "乙说")
        let audit = try await harness.hub.command("audit", [:])
        #expect(audit.contains { $0["action"] == "conflict resolved" && $0["who"] == .string(worker) })
    }

    @Test("a conflict of another area is neither shown nor found nor decided")
    func otherArea() async throws {
        let harness = try await ConsoleHarness()
        let (id, _) = try await ConflictPageTests.disputed(harness)
        let boss = try await harness.browser("主任", .supervisor, ["330781"])
        await boss.get("/console/conflicts")
        let seen = try #require(boss.value(of: "seen"))
        let desk = try await harness.browser("云山", .township, ["330781002"])
        #expect(!(await desk.get("/console/conflicts").text.contains("甲说")))
        #expect(await desk.get("/console/conflicts?area=330781001").status == 404)
        #expect(await desk.get("/console/conflict?id=\(id):note").status == 404)
        await desk.get("/console/fleet")
        let fields = ["id": "\(id):note", "seen": seen, "take": "1"]
        #expect(await desk.post("/console/take", fields).status == 404)
        #expect(await boss.get("/console/conflicts").text.contains("甲说"))
    }

    @Test("what people wrote is shown as text, whatever it is")
    func escaped() async throws {
        let harness = try await ConsoleHarness()
        let hostile = "<script>alert(1)</script>\"'&{{form}}"
        _ = try await ConflictPageTests.disputed(harness, hostile, "乙说")
        let browser = try await harness.browser("<b>主任</b>", .supervisor, ["330781"])
        let page = await browser.get("/console/conflicts").text
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{form}}"))
        #expect(!page.contains("<script") && !page.contains("<b>"))
    }

    @Test("a third edit that came meanwhile stays open: the decision covers what was seen")
    func meanwhile() async throws {
        let harness = try await ConsoleHarness()
        let zhao = try await Phone(harness, "赵", ["G1"])
        let wang = try await Phone(harness, "王", ["G1"])
        let li = try await Phone(harness, "李", ["G1"])
        let id = wang.hazard(area: "G1")
        for phone in [wang, li, zhao] { try await phone.sync() }
        try wang.edit(id, "note", .text("甲说"))
        harness.advance(1_000)
        try li.edit(id, "note", .text("乙说"))
        try zhao.edit(id, "note", .text("丙说"))
        for phone in [wang, li] { try await phone.sync() }
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        await browser.get("/console/conflicts")
        let seen = try #require(browser.value(of: "seen"))
        try await zhao.sync()
        #expect(await browser.post("/console/take", ["id": "\(id):note", "seen": seen, "take": "1"]).status == 303)
        let page = await browser.get("/console/conflicts").text
        for (part, stands) in [("甲说", true), ("丙说", true), ("乙说", false)] {
            #expect(page.contains(part) == stands, "\(part)")
        }
    }

    @Test("a choice that is none, and a token that is none, are refused and change nothing")
    func badChoice() async throws {
        let harness = try await ConsoleHarness()
        let (id, _) = try await ConflictPageTests.disputed(harness)
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        await browser.get("/console/conflicts")
        let (seen, token) = (try #require(browser.value(of: "seen")), browser.token)
        for (take, shown) in [("9", seen), ("0", seen), ("x", seen), ("1", "zz"), ("1", "")] {
            let fields = ["id": "\(id):note", "seen": shown, "take": take]
            #expect(await browser.post("/console/take", fields, form: token).status == 422)
        }
        #expect(await browser.get("/console/conflicts").text.contains("甲说"))
    }
}
