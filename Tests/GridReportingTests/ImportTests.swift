import GridRecords
import GridReporting
import Testing

@Suite("Totals that are handed in")
struct ImportTests {
    private func read(_ text: String, _ indicators: [String] = [#"{"id":"cases","direction":"neutral"}"#]) throws
        -> TotalsImport
    {
        TotalsImport(bytes: Array(text.utf8), indicators: try Fixture.template(indicators).indicators)
    }

    @Test("row 43: 79,362 cases after -10.37 % were 88,544 the year before; 98.2 % keeps its place")
    func rowFortyThree() throws {
        let change = try #require(Ratio(-1037, of: 100))
        let base = ImportedTotals.base(of: Ratio(79_362), afterChangeInPercent: change)
        #expect(base?.decimal(places: 0) == "88544")
        #expect(ImportedTotals.base(of: Ratio(5), afterChangeInPercent: Ratio(-100)) == nil)
        let indicators = [
            #"{"id":"cases"}"#, #"{"id":"safety","unit":"percent","suppress":false}"#,
            #"{"id":"index","unit":"score","places":2}"#,
        ]
        let file =
            "指标,单位,时期,数值,同比\ncases,331127,2019,79362,-10.37\nsafety,331127,2019,98.2%,\nindex,331127,2019,98.24,\n"
        let result = try read(file, indicators)
        #expect(result.refusals.isEmpty && result.accepted == 3)
        let report = try Fixture.report(
            Fixture.template(indicators.map { $0.replacing("}", with: #","compare":["year_on_year"]}"#) }),
            period: "2019", totals: result.totals)
        let row = try #require(report.row("safety"))
        #expect(row.cell(Cell.total)?.shown(in: row) == "98.2%")
        #expect(report.total("cases")?.comparisons.first?.base == base)
        #expect(report.total("cases")?.reason.chinese.contains("基数88544（推算）") == true)
        #expect(report.total("cases")?.comparisons.first?.change?.percent(decimals: 2) == "-10.37")
        let index = try #require(report.row("index"))
        #expect(index.cell(Cell.total)?.shown(in: index) == "98.24")
    }

    @Test(
        "row 43: more places than the indicator has, signs, exponents and words are refused",
        arguments: [
            "98.123", "-1", "1e3", "about 5", "", "1,5", "99999999999999999999", "１２",
        ])
    func places(value: String) throws {
        let result = try read(
            "indicator,unit,period,value\nindex,331127,2019,\"\(value)\"\n",
            [#"{"id":"index","unit":"score","places":2}"#])
        #expect(result.accepted == 0)
        #expect(result.refusals.map(\.line) == [2])
    }

    @Test(
        "row 51: a file with columns of persons or vehicles is refused whole, and its reason repeats no cell",
        arguments: [
            "姓名", "身份证号", "车牌号", "联系电话", "name", "id_no", "Phone", "plate", "家庭住址", "owner_name", "当事人",
        ])
    func rowFiftyOne(column: String) throws {
        let result = try read("indicator,unit,period,value,\(column)\ncases,331127,2019,5,王小明\n")
        #expect(result.accepted == 0 && result.totals.totals.isEmpty)
        #expect(result.refusals.first?.line == 1)
        #expect(result.refusals.first?.reason.contains("persons or vehicles") == true)
        #expect(result.refusals.allSatisfy { !$0.reason.contains("王小明") })
    }

    @Test(
        "row 51: a row with a person's number in any cell is refused alone",
        arguments: [
            "cases,11010519491231002X,2019,5", "cases,13800138000,2019,5", "cases,331127,2019,110105194912310021",
            "13800138000,331127,2019,5",
        ])
    func personalCells(row: String) throws {
        let result = try read("indicator,unit,period,value\n\(row)\ncases,331127,2019,6\n")
        #expect(result.accepted == 1)
        #expect(result.refusals.map(\.line) == [2])
        #expect(result.refusals.first?.reason.contains("person") == true)
    }

    @Test("a grid's code of 17 digits is no person's number")
    func gridCode() throws {
        #expect(try read("indicator,unit,period,value\ncases,33112700100100101,2019,6\n").accepted == 1)
    }

    @Test("a row twice, an unknown indicator, a wrong period and a missing cell are refused with their lines")
    func faults() throws {
        let result = try read(
            "indicator,unit,period,value\ncases,a,2019,1\ncases,a,2019,2\nnone,a,2019,1\ncases,a,2019-13,1\ncases,a,2019\n"
        )
        #expect(result.accepted == 1)
        #expect(result.refusals.map(\.line) == [3, 4, 5, 6])
        #expect(try read("").refusals.count == 1)
        #expect(try read("indicator,unit,value\n").refusals.first?.reason.contains("period") == true)
        #expect(try read("indicator,unit,period,value\n\"open").refusals.count == 1)
    }

    @Test("twelve months that were handed in are the year; eleven are not")
    func months() throws {
        let template = try Fixture.template([#"{"id":"cases"}"#])
        func year(_ months: Int) throws -> Ratio? {
            try Fixture.report(
                template, period: "2025",
                totals: Fixture.totals((1...months).map { ("cases", "2025-" + Digits.padded($0, 2), Ratio($0)) })
            ).total("cases")?.value
        }
        #expect(try year(12) == Ratio(78))
        #expect(try year(11) == nil)
    }
}
