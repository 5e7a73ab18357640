import GridClient
import GridRecords
import Testing

@testable import gridsync

@Suite("Formats")
struct FormatsTests {
    private func rows(_ text: String) throws -> [[String]] { try CommaSeparated.rows(Array(text.utf8)).map(\.cells) }

    @Test("what is written as CSV is read back the same, whatever is in the cells")
    func roundTrip() throws {
        let cells = [
            "\u{FEFF}marked", "", "a,b", "say \"x\"", "line\nbreak", "cr\r\nlf", "网格", "'q", " space ",
            "say \"\u{5BF}, then \u{301}",
        ]
        #expect(try rows(CommaSeparated.line(cells) + CommaSeparated.line(["1"])) == [cells, ["1"]])
    }

    @Test("a byte order mark, bare line feeds, empty lines and a missing last line end are understood")
    func variants() throws {
        #expect(try rows("\u{FEFF}a,b\n\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(try rows("a\r\n") == [["a"]])
        #expect(try rows("") == [])
        #expect(try rows("a,\n") == [["a", ""]])
    }

    @Test("a row knows its line, also after a cell with line breaks")
    func lines() throws {
        let rows = try CommaSeparated.rows(Array("h\n\"a\nb\"\nc".utf8))
        #expect(rows.map(\.line) == [1, 2, 4])
    }

    @Test("a quoted cell that never ends is refused with its line")
    func unclosed() {
        #expect(throws: CommaSeparated.Unclosed(line: 2)) { try CommaSeparated.rows(Array("a\n\"b\nc".utf8)) }
    }

    @Test(
        "a text that would be a formula is marked and comes back unchanged",
        arguments: ["=1+1", "+86 5", "-x", "@a", "\tx", "'=1", "''+", "'a", "plain", "", "'", "=\u{301}", "'=\u{301}"])
    func formulas(text: String) {
        let guarded = FormulaGuard.guarded(text)
        #expect(FormulaGuard.unguarded(guarded) == text)
        #expect(!"=+-@\t\r".utf8.contains(guarded.utf8.first ?? 0))
    }

    private let record: JSONValue = [
        "id": "r1", "kind": "hazard", "area": "33", "deleted": false,
        "fields": [
            "level": "2", "count": -5, "title": "=SUM(A1)",
            "location": [
                "lon": .number(119.5), "lat": .number(28.5), "crs": "wgs84", "accuracy_m": 5, "source": "gps",
            ],
        ],
    ]

    @Test("records become one table, text guarded and numbers not")
    func table() throws {
        let table = try rows(RecordCSV.lines([record]).joined())
        #expect(table[0] == ["id", "kind", "area", "deleted", "count", "level", "location", "title"])
        #expect(table[1][4] == "-5")
        #expect(table[1][7] == "'=SUM(A1)")
        #expect(table[1][6].hasPrefix("{\"accuracy_m\""))
    }

    @Test("a record with a place is a feature, one without is none")
    func features() {
        let bare: JSONValue = ["id": "r2", "kind": "hazard", "area": "33", "deleted": false, "fields": [:]]
        let collection = GeoJSON.collection([record, bare])
        #expect(collection["type"]?.string == "FeatureCollection")
        let feature = collection["features"]?.array?.first
        #expect(collection["features"]?.array?.count == 1)
        #expect(feature?["geometry"]?["coordinates"]?.array?.first?.double == 119.5)
        #expect(feature?["properties"]?["crs"]?.string == "wgs84")
        #expect(feature?["id"]?.string == "r1")
    }

    @Test("a place in GCJ-02 is converted and kept as it was told")
    func converted() throws {
        let told: JSONValue = [
            "id": "r", "kind": "hazard", "area": "33", "deleted": false,
            "fields": [
                "location": [
                    "lon": .number(119.5), "lat": .number(28.5), "crs": "gcj02", "accuracy_m": 5, "source": "gps",
                ]
            ],
        ]
        let feature = try #require(GeoJSON.collection([told])["features"]?.array?.first)
        let longitude = try #require(feature["geometry"]?["coordinates"]?.array?.first?.double)
        #expect(abs(longitude - 119.5) > 0.001)
        #expect(feature["properties"]?["location"]?["lon"]?.double == 119.5)
    }

    @Test("an import's header names kind and area, or id, and no column twice")
    func headers() throws {
        let header = try ImportHeader(["kind", " area ", "level", "note"], language: .english)
        let row = try header.row(["hazard", "33", "2", ""])
        #expect(row.kind == "hazard")
        #expect(row.fields == [ImportRow.FieldText(path: "level", text: "2")])
        for wrong in [["kind", "level"], ["kind", "area", "kind"], ["kind", "area", ""]] {
            #expect(throws: ClientError.self) { try ImportHeader(wrong, language: .english) }
        }
    }

    @Test("a row of another length, or that creates without kind or area, is refused alone")
    func badRows() throws {
        let header = try ImportHeader(["kind", "area", "id"], language: .english)
        #expect(throws: ClientError.self) { try header.row(["hazard"]) }
        #expect(throws: ClientError.self) { try header.row(["hazard", "", ""]) }
        #expect(try header.row(["", "", "x"]).id == "x")
    }

    @Test("an import's counts have the told shape")
    func tally() {
        var tally = ImportTally()
        tally.created = 2
        tally.fail(line: 3, ClientError(code: "invalid_field", message: "m"))
        #expect(
            tally.json.text
                == #"{"created":2,"errors":[{"code":"invalid_field","line":3,"message":"m"}],"failed":1,"updated":0}"#)
    }
}
