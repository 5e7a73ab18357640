import GridRecords
import GridReporting
import Testing

@Suite("Values held against earlier ones")
struct ComparatorTests {
    private let deaths = """
        {"id":"deaths","direction":"lower_better","judge":[{"by":"year_on_year","green":0,"yellow":10}]}
        """
    private let threeYears = """
        {"id":"traffic","direction":"lower_better","compare":["year_on_year"],
         "judge":[{"by":"previous_three_years","green":0,"yellow":10}]}
        """

    @Test("row 9: deaths by fire fall from 10 to 6: -40.0 %, green")
    func rowNine() throws {
        let report = try Fixture.report(
            Fixture.template([deaths]), period: "2023",
            totals: Fixture.totals([("deaths", "2022", Ratio(10)), ("deaths", "2023", Ratio(6))]))
        let cell = try #require(report.total("deaths"))
        #expect(cell.colour == .green)
        #expect(cell.comparisons.first?.change?.percent(decimals: 1) == "-40.0")
        #expect(cell.reason.chinese.contains("同比-40.00%（基数10）"))
    }

    @Test("row 11: 20, 19 and 18 deaths, now 10: -47.37 % against the mean of three years")
    func rowEleven() throws {
        let totals = Fixture.totals([
            ("traffic", "2016", Ratio(20)), ("traffic", "2017", Ratio(19)), ("traffic", "2018", Ratio(18)),
            ("traffic", "2019", Ratio(10)),
        ])
        let report = try Fixture.report(Fixture.template([threeYears]), period: "2019", totals: totals)
        let mean = try #require(report.total("traffic")?.comparisons.first)
        #expect(mean.base == Ratio(19))
        #expect(mean.change?.percent(decimals: 2) == "-47.37")
        #expect(report.total("traffic")?.colour == .green)
    }

    @Test("row 11: a mean of three years needs all three: with two the cell is grey and says why")
    func rowElevenWithoutOneYear() throws {
        let totals = Fixture.totals([("traffic", "2018", Ratio(18)), ("traffic", "2019", Ratio(10))])
        let cell = try #require(
            Fixture.report(Fixture.template([threeYears]), period: "2019", totals: totals).total("traffic"))
        #expect(cell.colour == .grey)
        #expect(cell.reason.chinese.contains("较前三年平均：无数据"))
        #expect(cell.comparisons.last?.change?.percent(decimals: 2) == "-44.44")
    }

    @Test("row 22: 45,490 records, 6,840 disputes, 15,885 hazards: bases of 2015, shares, and no red for +60.86 %")
    func rowTwentyTwo() throws {
        let template = try Fixture.template(
            ["records", "disputes", "hazards"].map { #"{"id":"\#($0)","compare":["year_on_year"]}"# })
        let file =
            "indicator,unit,period,value,year_on_year\r\n"
            + "records,331127,2016,45490,+23.74\r\ndisputes,331127,2016,6840,+60.86%\r\nhazards,331127,2016,15885,26.1\r\n"
        let read = TotalsImport(bytes: Array(file.utf8), indicators: template.indicators)
        #expect(read.refusals.isEmpty)
        let report = try Fixture.report(template, period: "2016", totals: read.totals)
        let bases = ["records", "disputes", "hazards"].map {
            report.total($0)?.comparisons.first?.base?.decimal(places: 0)
        }
        #expect(bases == ["36763", "4252", "12597"])
        #expect(report.total("disputes")?.comparisons.first?.basis == .derived)
        #expect(report.total("disputes")?.comparisons.first?.change?.percent(decimals: 2) == "60.86")
        #expect(report.rows.flatMap(\.cells).allSatisfy { $0.colour == .grey })
        #expect(report.total("disputes")?.reason.chinese.contains("不评色") == true)
        #expect(Ratio(6_840, of: 45_490)?.percent() == "15.0")
        #expect(Ratio(15_885, of: 45_490)?.percent() == "34.9")
    }

    @Test("row 22: what is neutral may have no rule of colour at all")
    func neutralHasNoRule() {
        #expect(throws: TemplateError.self) {
            try Fixture.template([#"{"id":"disputes","judge":[{"by":"year_on_year","green":0}]}"#])
        }
    }

    @Test("row 44: cells with different comparators on one page say which is which")
    func rowFortyFour() throws {
        let template = try Fixture.template(
            ["fraud", "fires", "accidents"].map {
                #"{"id":"\#($0)","direction":"lower_better","judge":[{"by":"\#($0 == "accidents" ? "previous_three_years" : "year_on_year")","green":0}]}"#
            })
        let totals = Fixture.totals([
            ("fraud", "2021", Ratio(10_000)), ("fraud", "2022", Ratio(7_581)), ("fires", "2021", Ratio(10_000)),
            ("fires", "2022", Ratio(8_351)), ("accidents", "2019", Ratio(100)), ("accidents", "2020", Ratio(100)),
            ("accidents", "2021", Ratio(100)), ("accidents", "2022", Ratio(65)),
        ])
        let report = try Fixture.report(template, period: "2022", totals: totals)
        let reasons = ["fraud", "fires", "accidents"].compactMap { report.total($0)?.reason.chinese }
        #expect(reasons[0].contains("同比-24.19%"))
        #expect(reasons[1].contains("同比-16.49%"))
        #expect(reasons[2].contains("较前三年平均-35.00%"))
        let page = report.commaSeparated(language: .chinese)
        #expect(page.contains("同比") && page.contains("较前三年平均"))
    }

    @Test("from nought there is no change in per cent: the difference is judged where the rule has bounds for it")
    func fromZero() throws {
        func colour(_ rule: String, _ now: Int) throws -> Colour? {
            try Fixture.report(
                Fixture.template([
                    #"{"id":"deaths","direction":"lower_better","judge":[{"by":"year_on_year","green":0\#(rule)}]}"#
                ]), period: "2023",
                totals: Fixture.totals([("deaths", "2022", .zero), ("deaths", "2023", Ratio(now))])
            ).total("deaths")?.colour
        }
        #expect(try colour("", 0) == .green)
        #expect(try colour("", 1) == .red)
        #expect(try colour(#","from_zero":{"green":0,"yellow":1}"#, 1) == .yellow)
        #expect(try colour(#","from_zero":{"green":0,"yellow":1}"#, 2) == .red)
    }

    @Test("the worst of several rules counts, or the best, or the first that has something to compare with")
    func combinations() throws {
        func colour(_ combine: String) throws -> Colour? {
            try Fixture.report(
                Fixture.template([
                    #"{"id":"a","direction":"lower_better","combine":"\#(combine)","judge":[{"by":"previous_three_years","green":0},{"by":"year_on_year","green":0},{"by":"target","green":100}]}"#
                ]), period: "2023",
                totals: Fixture.totals([("a", "2022", Ratio(10)), ("a", "2023", Ratio(20))])
            ).total("a")?.colour
        }
        #expect(try colour("worst") == .red)
        #expect(try colour("best") == .green)
        #expect(try colour("first") == .red)
    }

    @Test("rates differ in percentage points, and bounds are points too")
    func points() throws {
        let template = try Fixture.template([
            #"{"id":"rate","unit":"percent","direction":"higher_better","judge":[{"by":"year_on_year","green":0,"yellow":-1}]}"#
        ])
        let before = try #require(Ratio(982, of: 1000))
        let now = try #require(Ratio(976, of: 1000))
        let cell = try #require(
            Fixture.report(
                template, period: "2023", totals: Fixture.totals([("rate", "2022", before), ("rate", "2023", now)])
            ).total("rate"))
        #expect(cell.colour == .yellow)
        #expect(cell.reason.chinese.contains("同比-0.60个百分点（基数98.2%）"))
    }
}
