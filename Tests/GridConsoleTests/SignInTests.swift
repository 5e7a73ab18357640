import GridConsole
import GridHub
import GridRecords
import GridSync
import Testing

@Suite("Signing in to the console")
struct SignInTests {
    static let pages = ["", "/reports", "/conflicts", "/quarantine", "/overdue", "/fleet"]

    @Test("a one-time code opens a session; the same code opens no second one")
    func once() async throws {
        let harness = try await ConsoleHarness()
        let code = try await harness.code(of: try await harness.worker("主任", .supervisor, ["330781"]))
        let browser = Browser(harness.console)
        let answer = try await browser.signIn(code)
        #expect(answer.status == 303)
        #expect(answer.header("location") == "/console")
        #expect(await browser.get("/console").header("location") == "/console/reports")
        #expect(await browser.get("/console/conflicts").status == 200)
        let other = Browser(harness.console)
        #expect(try await other.signIn(code).status == 401)
        #expect(await other.get("/console/conflicts").header("location") == "/console/sign-in")
    }

    @Test(
        "a role without a desk is refused like a wrong code, and the code stays good for a device",
        arguments: [
            Role.worker, .village, .department, .auditor,
        ])
    func roles(role: Role) async throws {
        let harness = try await ConsoleHarness()
        let code = try await harness.code(of: try await harness.worker("甲", role, ["330781001"]))
        let browser = Browser(harness.console)
        let refused = try await browser.signIn(code)
        #expect(refused.status == 401)
        let wrong = try await Browser(harness.console).signIn("AAAA-BBBB-CCCCC")
        #expect(wrong.status == 401)
        #expect(await browser.get("/console/conflicts").status == 303)
        _ = try await harness.hub.enrol(.init(code: code, software: "test"))
    }

    @Test("without a session every page leads to the sign-in, and every order is refused")
    func signedOut() async throws {
        let harness = try await ConsoleHarness()
        let browser = Browser(harness.console)
        for page in SignInTests.pages + ["/report", "/cell", "/record", "/conflict"] {
            #expect(await browser.get("/console" + page).header("location") == "/console/sign-in")
        }
        for order in ["/take", "/accept", "/drop", "/build", "/sign-out"] {
            #expect(await browser.post("/console" + order, [:], form: "00").status == 401)
        }
    }

    @Test("a session ends after eight hours, pages and orders alike")
    func expired() async throws {
        let harness = try await ConsoleHarness()
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        await browser.get("/console/fleet")
        let token = browser.token
        harness.advance(8 * 3_600_000 - 1)
        #expect(await browser.get("/console/fleet").status == 200)
        harness.advance(1)
        #expect(await browser.get("/console/fleet").header("location") == "/console/sign-in?done=expired")
        #expect(await browser.post("/console/sign-out", [:], form: token).status == 401)
    }

    @Test("signing out ends the session at the hub, not in the browser alone")
    func signOut() async throws {
        let harness = try await ConsoleHarness()
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        await browser.get("/console/fleet")
        let kept = browser.cookies
        #expect(await browser.post("/console/sign-out", [:]).header("location") == "/console/sign-in?done=signed_out")
        browser.cookies = kept
        #expect(await browser.get("/console/fleet").status == 303)
    }

    @Test("a worker who was disabled is refused at the next request")
    func disabled() async throws {
        let harness = try await ConsoleHarness()
        let worker = try await harness.worker("主任", .supervisor, ["330781"])
        let browser = try await harness.browser(of: worker)
        #expect(await browser.get("/console/fleet").status == 200)
        _ = try await harness.hub.command("workers.disable", ["worker": .string(worker)])
        #expect(await browser.get("/console/fleet").status == 401)
        #expect(await browser.get("/console/fleet").status == 303)
    }

    @Test("a form without its token, with another's or with that of another cookie is refused")
    func forms() async throws {
        let harness = try await ConsoleHarness()
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        let other = try await harness.browser("副主任", .supervisor, ["330781"])
        await other.get("/console/fleet")
        for order in ["/take", "/accept", "/drop", "/build", "/sign-out"] {
            for token in ["", "00", other.token] {
                #expect(await browser.post("/console" + order, ["id": "x"], form: token).status == 403)
            }
        }
        #expect(await browser.get("/console/fleet").status == 200)
        let code = try await harness.code(of: try await harness.worker("丙", .supervisor, ["330781"]))
        let fresh = Browser(harness.console)
        #expect(await fresh.post("/console/sign-in", ["code": code], form: other.token).status == 403)
        #expect(try await fresh.signIn(code).status == 303)
    }

    @Test("cookies are kept from scripts and other sites, and behind TLS from plain connections")
    func cookies() async throws {
        for isSecure in [false, true] {
            let harness = try await ConsoleHarness(isSecure: isSecure)
            let browser = Browser(harness.console)
            let page = await browser.get("/console/sign-in")
            let code = try await harness.code(of: try await harness.worker("主任", .supervisor, ["330781"]))
            let signed = await browser.post("/console/sign-in", ["code": code])
            for answer in [page, signed] {
                let cookie = try #require(answer.header("set-cookie"))
                #expect(cookie.contains("; HttpOnly; SameSite=Strict"))
                #expect(cookie.contains("Path=/console;"))
                #expect(cookie.hasSuffix("; Secure") == isSecure)
            }
        }
    }

    @Test("every answer, also a refusal, forbids scripts, frames, foreign content and keeping")
    func headers() async throws {
        let harness = try await ConsoleHarness()
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        for address in ["", "/fleet", "/nothing", "/record?id=x", "/fleet?a=%zz", "/sign-in"] {
            let answer = await browser.get("/console" + address)
            #expect(
                answer.header("content-security-policy")
                    == "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            )
            #expect(answer.header("x-content-type-options") == "nosniff")
            #expect(answer.header("referrer-policy") == "no-referrer")
            #expect(answer.header("cache-control") == "no-store")
            #expect(!answer.text.contains("<script") && !answer.text.contains("style=\""))
        }
        #expect(await browser.get("/console/style.css").header("content-type") == "text/css; charset=utf-8")
    }

    @Test("the language follows the address, then the cookie, then the browser, then is Chinese")
    func language() async throws {
        let harness = try await ConsoleHarness()
        let browser = Browser(harness.console)
        browser.languages = ""
        #expect(await browser.get("/console/sign-in").text.contains("lang=\"zh-CN\""))
        browser.languages = "de, en;q=0.8"
        #expect(await browser.get("/console/sign-in").text.contains("<html lang=\"en\">"))
        #expect(await browser.get("/console/sign-in?lang=zh").text.contains("<html lang=\"zh-CN\">"))
        #expect(await browser.get("/console/sign-in").text.contains("<html lang=\"zh-CN\">"))
        #expect(await browser.get("/console/sign-in?lang=xx").text.contains("<html lang=\"zh-CN\">"))
    }
}
