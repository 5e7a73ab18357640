import GridRecords
import Testing

@testable import GridReporting

@Suite("Workbooks")
struct WorkbookTests {
    /// Members of an archive by name, read by its central directory.
    private func members(_ bytes: [UInt8]) throws -> [String: String] {
        func number(_ place: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        let end = bytes.count - 22
        try #require(number(end, 4) == 0x0605_4B50)
        var place = number(end + 16, 4)
        var found: [String: String] = [:]
        for _ in 0..<number(end + 10, 2) {
            try #require(number(place, 4) == 0x0201_4B50)
            let length = number(place + 28, 2)
            let local = number(place + 42, 4)
            try #require(number(local, 4) == 0x0403_4B50)
            let name = String(decoding: bytes[place + 46..<place + 46 + length], as: UTF8.self)
            let start = local + 30 + number(local + 26, 2)
            let content = Array(bytes[start..<start + number(place + 24, 4)])
            #expect(UInt32(number(place + 16, 4)) == ZipArchive.checksum(content))
            found[name] = String(decoding: content, as: UTF8.self)
            place += 46 + length
        }
        return found
    }

    @Test("the checksum is the standard's")
    func checksum() {
        #expect(ZipArchive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(ZipArchive.checksum([]) == 0)
    }

    @Test("a report has a sheet as it is printed and one with a line for each cell; equal reports are equal bytes")
    func report() throws {
        let template = try Fixture.template([
            """
            {"id":"found","label":{"zh":"=A1 <&>","en":"found"},"direction":"lower_better","source":{"kind":"hazard"},
             "judge":[{"by":"target","green":0,"yellow":1}]}
            """
        ])
        let report = try Fixture.report(
            template, [Fixture.hazard(1, on: "2025-03-05"), Fixture.hazard(2, on: "2025-03-05")])
        let bytes = report.workbook(language: .chinese)
        #expect(bytes == report.workbook(language: .chinese))
        let parts = try members(bytes)
        #expect(
            Set(parts.keys) == [
                "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
            ])
        let printed = try #require(parts["xl/worksheets/sheet1.xml"])
        #expect(printed.contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=A1 &lt;&amp;&gt;</t>"))
        #expect(printed.contains("<v>2</v>"))
        let details = try #require(parts["xl/worksheets/sheet2.xml"])
        #expect(details.contains("<row r=\"5\">") && !details.contains("<row r=\"6\">"))
    }

    @Test("names of sheets are short, legal and different; a cell over Z has two letters")
    func names() throws {
        let wide = [(0..<28).map { Workbook.Cell(text: "c\($0)\u{0}") }]
        let long = String(repeating: "长", count: 40)
        let parts = try members(
            Workbook(sheets: [
                .init(name: "a/b:c", rows: wide), .init(name: long, rows: []), .init(name: long, rows: []),
                .init(name: "", rows: []),
            ]).bytes)
        let book = try #require(parts["xl/workbook.xml"])
        let short = String(repeating: "长", count: 28)
        for name in ["a b c", short, short + " 2", "-"] { #expect(book.contains("name=\"\(name)\"")) }
        let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("r=\"Z1\"") && sheet.contains("r=\"AB1\"") && sheet.contains("c27\u{FFFD}"))
    }

    @Test(
        "only what a program would show as it stands is a number",
        arguments: [
            ("12", true), ("-47.37", true), ("0.5", true), ("0", true), ("+3", false), ("98.9%", false), ("007", false),
            ("13812345678", false), ("330781001001", false), ("1234567890", true), ("", false), ("-", false),
            (".5", false), ("1/2", false),
        ])
    func numbers(text: String, isNumber: Bool) {
        #expect(SpreadsheetText.isPlainDecimal(text) == isNumber)
    }
}
