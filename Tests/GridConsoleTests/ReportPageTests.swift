import GridConsole
import GridHub
import GridRecords
import GridSync
import Testing

@Suite("The console's three-colour page")
struct ReportPageTests {
    private static let report = "template=pingan_monthly&scope=330781&serial=1&version=1"

    /// A report of March over two hazards of G1.
    private func april() async throws -> (harness: ConsoleHarness, browser: Browser, id: RecordID) {
        let harness = try await ConsoleHarness()
        let phone = try await Phone(harness, "王", ["G1"])
        harness.advance(ConsoleHarness.day)
        let id = phone.hazard(area: "G1")
        _ = phone.hazard(area: "G1")
        try await phone.sync()
        harness.advance(31 * ConsoleHarness.day)
        let browser = try await harness.browser("主任", .supervisor, ["330781"])
        await browser.get("/console/reports")
        let built = await browser.post("/console/build", ["period": "2026-03", "scope": "330781"])
        #expect(built.header("location") == "/console/report?" + ReportPageTests.report)
        return (harness, browser, id)
    }

    @Test("a report is issued, listed, shown in colours, and leads from a cell to its records")
    func drill() async throws {
        let (_, browser, id) = try await april()
        #expect(await browser.get("/console/reports").text.contains("2026-03"))
        let page = await browser.get("/console/report?" + ReportPageTests.report).text
        #expect(page.contains("兰江街道") && page.contains("class=\"n red\"") && page.contains("title=\""))
        let place = "indicator=fire_hazards&amp;column=330781001"
        #expect(page.contains(place))
        let cell = await browser.get(
            "/console/cell?" + ReportPageTests.report + "&indicator=fire_hazards&column=330781001"
        ).text
        #expect(cell.contains("/console/record?id=\(id)"))
        let record = await browser.get("/console/record?id=\(id)").text
        #expect(record.contains("一网格") && record.contains(id.text))
    }

    @Test("in English the same page is in English")
    func english() async throws {
        let (_, browser, _) = try await april()
        let page = await browser.get("/console/report?lang=en&" + ReportPageTests.report).text
        #expect(page.contains("<html lang=\"en\">") && page.contains("Indicator") && page.contains("No. 1"))
        #expect(
            page.contains(
                "href=\"/console/report?" + ReportPageTests.report.replacing("&", with: "&amp;") + "&amp;lang=zh\""))
    }

    @Test("a report of a wider or another area is neither listed nor shown nor issued, and neither are its cells")
    func otherArea() async throws {
        let (harness, _, _) = try await april()
        let desk = try await harness.browser("兰江", .township, ["330781001"])
        #expect(!(await desk.get("/console/reports").text.contains("serial=1")))
        #expect(await desk.get("/console/report?" + ReportPageTests.report).status == 404)
        let cell = "/console/cell?" + ReportPageTests.report + "&indicator=fire_hazards&column=330781001"
        #expect(await desk.get(cell).status == 404)
        await desk.get("/console/reports")
        #expect(await desk.post("/console/build", ["period": "2026-03", "scope": "330781"]).status == 404)
        await desk.get("/console/reports")
        #expect(await desk.post("/console/build", ["period": "2026-03", "scope": "330781002"]).status == 404)
        await desk.get("/console/reports")
        #expect(await desk.post("/console/build", ["period": "2026-03", "scope": "330781001"]).status == 303)
    }

    @Test("a record is shown with personal values masked, and only within the area")
    func record() async throws {
        let (harness, browser, id) = try await april()
        let page = await browser.get("/console/record?id=\(id)").text
        #expect(!page.contains("王五"))
        let desk = try await harness.browser("云山", .township, ["330781002"])
        #expect(await desk.get("/console/record?id=\(id)").status == 404)
        #expect(await desk.get("/console/record?id=nonsense").status == 422)
    }

    @Test("what is no report, cell or period is refused, not failed")
    func refused() async throws {
        let (_, browser, _) = try await april()
        for address in [
            "/report", "/report?template=x&scope=330781&serial=1&version=1", "/cell?" + ReportPageTests.report,
            "/cell?" + ReportPageTests.report + "&indicator=none&column=total",
            "/report?template=pingan_monthly&scope=330781&serial=9&version=1",
        ] {
            #expect([404, 422].contains(await browser.get("/console" + address).status), "\(address)")
        }
        for period in ["", "soon", "2030-01", "2026-03"] {
            await browser.get("/console/reports")
            let status = await browser.post("/console/build", ["period": period, "scope": "330781"]).status
            #expect([404, 409, 422].contains(status), "\(period)")
        }
    }
}
