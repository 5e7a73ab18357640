import GridRecords
import GridReporting
import Testing

@Suite("Three lists")
struct ListTests {
    private let lishui = """
        {"lists":"lishui","label":{"zh":"三张清单","en":"Three lists"},"version":"1","due_days":{"red":15,"yellow":30},
         "parts":[{"id":"responsibility","label":{"zh":"责任清单","en":"R"},"rows":"responsibilities"},
          {"id":"problems","label":{"zh":"问题清单","en":"P"},"rows":"problems"},
          {"id":"accountability","label":{"zh":"追责清单","en":"A"},"rows":"steps"}]}
        """
    private let jinhua = """
        {"lists":"jinhua","label":{"zh":"三张清单","en":"Three lists"},"version":"1","due_days":{"red":10},
         "parts":[{"id":"contents","label":{"zh":"内容清单","en":"C"},"rows":"contents"},
          {"id":"problems","label":{"zh":"问题清单","en":"P"},"rows":"problems"},
          {"id":"rectification","label":{"zh":"整改清单","en":"R"},"rows":"feedback"}]}
        """

    /// A red cell in the first township: one of two hazards is open.
    private func report() throws -> Report {
        try Fixture.report(
            Fixture.template([
                """
                {"id":"closed","unit":"percent","direction":"higher_better","department":"fire",
                 "source":{"kind":"hazard","numerator":{"column":"closed_at","present":true}},
                 "judge":[{"by":"target","green":95,"yellow":85}]}
                """
            ]),
            [
                Fixture.hazard(1, on: "2025-03-05", ["closed_at": Fixture.moment("2025-03-06")]),
                Fixture.hazard(2, on: "2025-03-05", ["campaigns": ["spring": true, "hundred_days": true]]),
                Fixture.hazard(
                    3, on: "2025-03-05", in: ["331127002001001"], ["closed_at": Fixture.moment("2025-03-06")]),
            ])
    }

    private func builder(_ template: String, _ ledger: ListLedger = ListLedger(), today: String = "2025-04-20") throws
        -> ListBuilder
    {
        let facts = try Fixture.table([
            Fixture.hazard(2, on: "2025-03-05", ["campaigns": ["spring": true, "hundred_days": true]])
        ])
        return ListBuilder(
            template: try ListTemplate(json: Fixture.json(template)), report: try report(), ledger: ledger,
            today: try #require(CalendarDate(text: today)), campaigns: facts.campaigns)
    }

    @Test("row 4: a red cell yields a problem with who answers, a due day, and the records behind it")
    func rowFour() throws {
        let ledger = ListLedger(
            steps: [
                .init(
                    problem: "monthly/2025-03/closed/331127001", at: Fixture.day("2025-04-16"),
                    label: Label(chinese: "约谈", english: "talk"), target: "王小明",
                    due: CalendarDate(text: "2025-04-30"))
            ], persons: ["fire/331127001": "欧阳明"])
        let builder = try builder(lishui, ledger)
        let problems = builder.problems
        #expect(problems.count == 1)
        let problem = try #require(problems.first)
        #expect(problem.colour == .red && problem.org.chinese == "fire局" && problem.due.text == "2025-04-30")
        #expect(problem.records == [Fixture.id(2, made: "2025-03-05")])
        #expect(problem.state == .open && problem.person == "欧阳明")
        let tables = builder.tables
        #expect(tables.map(\.id) == ["responsibility", "problems", "accountability"])
        // Three townships answer for one indicator each.
        #expect(tables[0].rows.count == 3 && tables[1].rows.count == 1 && tables[2].rows.count == 1)
        #expect(tables[1].masked().rows[0].cells[5] == "欧阳**")
        #expect(tables[2].masked().rows[0].cells[3] == "王**")
    }

    @Test("lists are written in English too")
    func english() throws {
        let chinese = try builder(lishui)
        let english = ListBuilder(
            template: chinese.template, report: chinese.report, ledger: chinese.ledger, today: chinese.today,
            language: .english)
        #expect(english.tables[1].rows[0].cells[2] == "red" && chinese.tables[1].rows[0].cells[2] == "红")
    }

    @Test("row 5: a problem closes only when its rectification was fed back and accepted")
    func rowFive() throws {
        func state(_ ledger: ListLedger, today: String = "2025-04-20") throws -> Problem.State? {
            try builder(jinhua, ledger, today: today).problems.first?.state
        }
        func told(_ isAccepted: Bool) -> ListLedger {
            ListLedger(feedback: [
                .init(
                    problem: "monthly/2025-03/closed/331127001", at: Fixture.day("2025-04-18"), by: "消防", text: "已整改",
                    isAccepted: isAccepted)
            ])
        }
        #expect(try state(ListLedger()) == .open)
        #expect(try state(ListLedger(), today: "2025-04-26") == .overdue)
        #expect(try state(told(false)) == .open)
        #expect(try state(told(true), today: "2025-04-26") == .closed)
        #expect(try builder(jinhua, told(true)).tables.map(\.rows.count) == [0, 1, 1])
    }

    @Test("row 14: a record of two campaigns stands under each of them")
    func rowFourteen() throws {
        let problem = try #require(builder(lishui).problems.first)
        #expect(problem.campaigns == ["hundred_days", "spring"])
        let facts = try Fixture.template([
            #"{"id":"spring","source":{"kind":"hazard","where":{"column":"campaigns","is":"spring"}}}"#,
            #"{"id":"days","source":{"kind":"hazard","where":{"column":"campaigns","is":["hundred_days","other"]}}}"#,
        ])
        let records = [
            Fixture.hazard(1, on: "2025-03-05", ["campaigns": ["spring": true, "hundred_days": true]]),
            Fixture.hazard(2, on: "2025-03-05", ["campaigns": ["spring": true]]), Fixture.hazard(3, on: "2025-03-05"),
        ]
        let report = try Fixture.report(facts, records)
        #expect(report.total("spring")?.numerator == 2 && report.total("days")?.numerator == 1)
    }

    @Test("row 50: every list can be cut to one campaign")
    func rowFifty() throws {
        let content = ListLedger.Content(
            id: "c1", label: Label(chinese: "除险保安", english: "c"), org: Label(chinese: "消防", english: "fire"),
            campaign: "hundred_days", due: nil)
        for template in [lishui, jinhua] {
            for table in try builder(template, ListLedger(contents: [content])).tables where !table.rows.isEmpty {
                #expect(table.filtered(campaign: "hundred_days").rows.count == 1)
                #expect(table.filtered(campaign: "unknown").rows.isEmpty)
            }
        }
    }

    @Test("a template without a list of problems, or without days for red, is refused")
    func refused() throws {
        #expect(throws: TemplateError.self) {
            try ListTemplate(
                json: Fixture.json(
                    #"{"lists":"x","label":{"zh":"x","en":"x"},"version":"1","due_days":{"red":1},"parts":[]}"#))
        }
        #expect(throws: TemplateError.self) {
            try ListTemplate(json: Fixture.json(lishui.replacing("\"red\":15,", with: "")))
        }
    }
}

extension String {
    /// Without Foundation.
    func replacing(_ part: String, with other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}
