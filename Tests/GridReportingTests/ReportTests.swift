import GridRecords
import GridReporting
import Testing

@Suite("The three-colour report")
struct ReportTests {
    private let found = #"{"id":"found","source":{"kind":"hazard"}}"#

    /// Nine counties and a development zone under a city.
    private var city: Territory {
        let places = ["莲都", "龙泉", "青田", "云和", "庆元", "缙云", "遂昌", "松阳", "景宁", "开发区"]
        var nodes = [Territory.Node(code: AreaCode("3311"), name: "丽水市", level: "city", parent: AreaCode("33"))]
        for (index, name) in places.enumerated() {
            let code = "3311" + Digits.padded(index + 1, 2)
            nodes.append(
                Territory.Node(code: AreaCode(code), name: name, level: "county", parent: AreaCode("3311")))
            nodes.append(
                Territory.Node(code: AreaCode(code + "001"), name: "乡", level: "township", parent: AreaCode(code)))
        }
        return Territory(nodes)
    }

    private func pageOfThirty() throws -> ReportTemplate {
        try Fixture.template(
            (1...30).map { number in
                switch number % 3 {
                case 0: #"{"id":"i\#(number)","source":{"kind":"hazard"}}"#
                case 1:
                    #"{"id":"i\#(number)","direction":"lower_better","source":{"kind":"hazard"},"judge":[{"by":"year_on_year","green":0,"yellow":\#(number)}]}"#
                default:
                    #"{"id":"i\#(number)","unit":"percent","direction":"higher_better","source":{"kind":"hazard","numerator":{"column":"closed_at","present":true}},"judge":[{"by":"target","green":\#(60 + number),"yellow":50}]}"#
                }
            })
    }

    private func records(_ count: Int, seed: UInt64) -> [ExportedRecord] {
        var random = Seeded(seed)
        return (0..<count).map { number in
            let day = CalendarDate(dayNumber: 19_700 + Int32(random.below(500)))
            var fields: [String: JSONValue] = ["category": random.below(2) == 0 ? "F01" : "T"]
            if random.below(3) > 0 {
                fields["closed_at"] = Fixture.moment(CalendarDate(dayNumber: day.dayNumber + 9).text)
            }
            return Fixture.hazard(
                number, on: day.text, in: ["3311" + Digits.padded(random.below(10) + 1, 2) + "001"], fields)
        }
    }

    @Test(
        "row 1: ten columns, thirty indicators: each cell has exactly one colour, and grey says why", arguments: 1...4)
    func rowOne(seed: UInt64) throws {
        let report = try Fixture.report(
            pageOfThirty(), records(400, seed: seed), columns: .level("county"), territory: city,
            scope: AreaCode("3311"))
        #expect(report.columns.count == 11 && report.rows.count == 30)
        #expect(report.rows.allSatisfy { $0.cells.map(\.column) == report.columns.map(\.id) })
        for row in report.rows {
            for cell in row.cells {
                #expect(!cell.reason.chinese.isEmpty && !cell.reason.english.isEmpty)
                if cell.colour == .grey {
                    #expect(row.direction == .neutral || cell.reason.chinese.contains("无"))
                } else {
                    #expect(row.direction != .neutral && cell.value != nil)
                }
            }
        }
        // Computed again from the same facts it is the same, byte for byte.
        let again = try Fixture.report(
            pageOfThirty(), records(400, seed: seed), columns: .level("county"), territory: city,
            scope: AreaCode("3311"))
        #expect(again.text == report.text)
    }

    @Test("law: the order of facts, areas and totals changes no byte of the report", arguments: 1...8)
    func orderOfFacts(seed: UInt64) throws {
        var random = Seeded(seed)
        let records = records(200, seed: seed)
        let first = try Fixture.report(
            pageOfThirty(), records, columns: .level("county"), territory: city, scope: AreaCode("3311"))
        let second = try Fixture.report(
            pageOfThirty(), records.shuffled(using: &random), columns: .level("county"), territory: city,
            scope: AreaCode("3311"))
        #expect(first.text.utf8.elementsEqual(second.text.utf8))
        #expect(first.html(language: .chinese) == second.html(language: .chinese))
    }

    @Test("law: columns add up to the total, by area and by department alike", arguments: 1...6)
    func sums(seed: UInt64) throws {
        let records = records(250, seed: seed)
        for columns in [ReportRequest.Columns.level("county"), .departments] {
            let report = try Fixture.report(
                pageOfThirty(), records, columns: columns, territory: city, scope: AreaCode("3311"))
            for row in report.rows {
                let parts = row.cells.filter { $0.column != Cell.total }
                let total = try #require(row.cell(Cell.total))
                #expect(parts.reduce(0) { $0 + ($1.numerator ?? 0) } == total.numerator)
                #expect(parts.reduce(0) { $0 + ($1.denominator ?? 0) } == total.denominator ?? 0)
                #expect(Set(parts.flatMap(\.counted)) == Set(total.counted))
            }
        }
    }

    @Test("row 6: the count by departments is the count by areas is the total")
    func rowSix() throws {
        let records = records(300, seed: 9)
        let template = try Fixture.template([found])
        let byArea = try Fixture.report(
            template, records, columns: .level("county"), territory: city, scope: AreaCode("3311"))
        let byDepartment = try Fixture.report(
            template, records, columns: .departments, territory: city, scope: AreaCode("3311"))
        #expect(byDepartment.columns.count == Fixture.departments.count + 1)
        #expect(byArea.total("found")?.counted == byDepartment.total("found")?.counted)
        #expect(byDepartment.cell("found", "fire")?.numerator ?? 0 > 0)
        #expect(
            byDepartment.row("found")?.cells.dropLast().reduce(0) { $0 + ($1.numerator ?? 0) }
                == byArea.total("found")?.numerator)
    }

    @Test("row 8: a dispute over 17 villages counts once in the county, once in each of the villages")
    func rowEight() throws {
        let territory = Fixture.county(townships: 9)
        let villages = territory.areas(of: "village", in: Fixture.scope).prefix(17).map { $0 }
        let dispute = ExportedRecord(
            id: Fixture.id(1, made: "2025-03-05"), kind: "dispute", areas: villages,
            fields: ["occurred_at": Fixture.moment("2025-03-05")])
        let report = try Fixture.report(
            Fixture.template([#"{"id":"disputes","source":{"kind":"dispute"}}"#]), [dispute],
            columns: .areas(villages), territory: territory)
        let cells = try #require(report.row("disputes")?.cells)
        #expect(cells.dropLast().map(\.numerator) == Array(repeating: 1, count: 17))
        #expect(cells.last?.numerator == 1)
    }

    @Test("row 33: a township's report knows its own 52 grids and no other")
    func rowThirtyThree() throws {
        var nodes = [Territory.Node(code: AreaCode("330781"), name: "兰溪", level: "county", parent: nil)]
        var records: [ExportedRecord] = []
        for number in 0..<776 {
            let township = "330781" + Digits.padded(number % 15, 3)
            nodes.append(
                Territory.Node(
                    code: AreaCode(township), name: "乡", level: "township", parent: AreaCode("330781")))
            let grid = township + Digits.padded(number, 6)
            nodes.append(Territory.Node(code: AreaCode(grid), name: "格", level: "grid", parent: AreaCode(township)))
            records.append(Fixture.hazard(number, on: "2025-03-05", in: [grid]))
        }
        let territory = Territory(nodes)
        let own = AreaCode("330781003")
        #expect(territory.areas(of: "grid", in: own).count == 52)
        let report = try Fixture.report(
            Fixture.template([found]), records, columns: .level("grid"), territory: territory, scope: own)
        #expect(report.columns.count == 53)
        #expect(report.total("found")?.numerator == 52)
        #expect(report.columns.dropLast().allSatisfy { $0.id.hasPrefix(own.text) })
    }

    @Test("row 33: records under an old grid still count in the township that it lay in")
    func retiredGrid() throws {
        var nodes = [
            Territory.Node(code: AreaCode("331127"), name: "县", level: "county", parent: nil),
            Territory.Node(code: AreaCode("331127001"), name: "乡", level: "township", parent: AreaCode("331127")),
        ]
        nodes.append(
            Territory.Node(
                code: AreaCode("old"), name: "旧网格", level: "grid", parent: AreaCode("331127001"), isRetired: true))
        let report = try Fixture.report(
            Fixture.template([found]), [Fixture.hazard(1, on: "2025-03-05", in: ["old"])], territory: Territory(nodes))
        #expect(report.cell("found", "331127001")?.numerator == 1)
        #expect(Territory(nodes).areas(of: "grid", in: AreaCode("331127")).isEmpty)
    }

    @Test("row 45: a report names its rule version, its bounds' version and the hash of both")
    func rowFortyFive() throws {
        let template = try Fixture.template([found])
        let report = try Fixture.report(template)
        #expect(report.rules.version == "3" && report.rules.thresholds == "5" && report.rules.schema == "7")
        #expect(report.rules.hash == template.hash && report.rules.catalogue == "c1")
        #expect(try Fixture.template([#"{"id":"found","source":{"kind":"dispute"}}"#]).hash != template.hash)
        #expect(report.html(language: .english).contains(template.hash))
    }

    @Test("a cell leads to its records: those that count and the others of the whole")
    func records() throws {
        let closed = Fixture.hazard(1, on: "2025-03-05", ["closed_at": Fixture.moment("2025-03-06")])
        let open = Fixture.hazard(2, on: "2025-03-05")
        let template = try Fixture.template([
            #"{"id":"closed","unit":"percent","source":{"kind":"hazard","numerator":{"column":"closed_at","present":true}}}"#
        ])
        let cell = try #require(Fixture.report(template, [open, closed]).cell("closed", "331127001"))
        #expect(cell.counted == [closed.id] && cell.others == [open.id])
    }

    @Test("a stored report reads back as what it was, and a broken one names what is wrong")
    func readsBack() throws {
        let report = try Fixture.report(
            pageOfThirty(), records(100, seed: 3), columns: .level("county"), territory: city, scope: AreaCode("3311"))
        let back = try Report(json: JSONValue(parsing: report.text))
        #expect(back == report)
        #expect(back.text == report.text)
        #expect(throws: ReportError.unreadable("format")) { try Report(json: [:]) }
        var members = report.json.object ?? [:]
        members["period"] = "2025-99"
        #expect(throws: ReportError.unreadable("period")) { try Report(json: .object(members)) }
    }

    @Test("no window before the facts begin is counted as if nothing had happened in it")
    func beforeFacts() throws {
        let template = try Fixture.template([
            #"{"id":"found","direction":"lower_better","source":{"kind":"hazard"},"judge":[{"by":"year_on_year","green":0}]}"#
        ])
        let cell = try Fixture.report(
            template, [Fixture.hazard(1, on: "2025-03-05")], factsFrom: "2025-01-01"
        ).total("found")
        #expect(cell?.colour == .grey)
        #expect(cell?.reason.chinese.contains("同比：无数据") == true)
        let handedIn = try Fixture.report(
            template, [Fixture.hazard(1, on: "2025-03-05")],
            totals: Fixture.totals([("found", "2024-03", Ratio(4))]), factsFrom: "2025-01-01"
        ).total("found")
        #expect(handedIn?.colour == .green)
    }
}
