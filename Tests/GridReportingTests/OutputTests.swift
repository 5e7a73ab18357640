import GridRecords
import GridReporting
import Testing

@Suite("Reports as text")
struct OutputTests {
    private func report(label: String = "隐患") throws -> Report {
        let template = try Fixture.template([
            """
            {"id":"found","label":{"zh":"\(label)","en":"found"},"direction":"lower_better","source":{"kind":"hazard"},
             "judge":[{"by":"target","green":0,"yellow":1}]}
            """
        ])
        return try Fixture.report(
            template, [Fixture.hazard(1, on: "2025-03-05"), Fixture.hazard(2, on: "2025-03-05")])
    }

    @Test("a Chinese character is two columns wide, a combining mark none")
    func width() {
        #expect(TextWidth.columns(of: "平安报表") == 8)
        #expect(TextWidth.columns(of: "a，b") == 4)
        #expect(TextWidth.columns(of: "e\u{301}") == 1)
        #expect(TextWidth.padded("平安", to: 6, isRight: true) == "  平安")
    }

    @Test("all lines of the table in the terminal end at the same column")
    func terminal() throws {
        let lines = try report().terminal(language: .chinese, isColoured: false).split(separator: "\n")
        let table = lines.filter { $0.contains("红") || $0.contains("绿") || $0.contains("责任部门") }
        #expect(table.count == 2)
        #expect(Set(table.map { TextWidth.columns(of: String($0)) }).count == 1)
        #expect(try report().terminal(language: .chinese, isColoured: true).contains("\u{1B}[97;41m"))
        #expect(try !report().terminal(language: .english, isColoured: false).contains("\u{1B}"))
    }

    @Test(
        "what a spreadsheet would take for a formula gets an apostrophe; a number below nought does not",
        arguments: [
            ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-47.37", "-47.37"), ("+60.86%", "+60.86%"), ("  =1", "'  =1"), ("＝1", "'＝1"), ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""), ("\t=1", "'\t=1"), ("乡", "乡"),
        ])
    func formulas(text: String, cell: String) {
        #expect(SpreadsheetText.cell(text) == cell)
    }

    @Test("comma-separated values begin with a byte-order mark, end lines with CR LF and read back")
    func spreadsheet() throws {
        let text = try report(label: "=HYPERLINK(1)").commaSeparated(language: .chinese)
        #expect(text.utf8.starts(with: [0xEF, 0xBB, 0xBF]))
        let rows = try CommaSeparated.rows(Array(text.utf8))
        #expect(rows.count == 1 + 4)
        #expect(Set(rows.map(\.cells.count)).count == 1)
        #expect(rows[1].cells[3] == "'=HYPERLINK(1)")
        #expect(rows.allSatisfy { $0.fault == nil })
    }

    @Test("the page escapes what it is given, needs nothing beside it and prints on landscape A4")
    func page() throws {
        let html = try report(label: "<script>'&\\\"").html(language: .chinese)
        #expect(html.contains("&lt;script&gt;&#39;&amp;&quot;"))
        #expect(!html.contains("<script"))
        #expect(html.contains("size:A4 landscape"))
        for outside in ["http://", "https://", "src=", "@import", "url("] { #expect(!html.contains(outside)) }
        // The colour is told by a letter too.
        #expect(html.contains(">2 红<"))
    }

    @Test("points come out in WGS-84 whatever the phone measured, by id, without fields that were not given")
    func points() throws {
        func point(_ number: Int, _ system: GeoPoint.System) -> MapPoint {
            MapPoint(
                id: Fixture.id(number, made: "2025-03-05"), kind: "hazard",
                point: GeoPoint(
                    longitude: 119_642_000_000, latitude: 28_000_000_000, system: system, accuracyCentimetres: 520,
                    source: .gps), properties: ["level": "2"])
        }
        let json = GeographicPoints.geoJSON([point(2, .wgs84), point(1, .gcj02)])
        let features = try #require(json["features"]?.array)
        #expect(features.map { $0["id"]?.string } == [1, 2].map { Fixture.id($0, made: "2025-03-05").text })
        #expect(features[1]["geometry"]?["coordinates"]?.text == "[119.642,28]")
        let shifted = try #require(features[0]["geometry"]?["coordinates"]?.array?.first?.double)
        #expect((0.002...0.008).contains(119.642 - shifted))
        #expect(features[0]["properties"]?.text == #"{"accuracy_m":5.2,"kind":"hazard","level":"2"}"#)
    }
}
