import Foundation
import GridRecords
import GridWorkflow
import Testing

@testable import GridCatalogueFile

@Suite("Workflow files of an office over the built-in ones")
struct WorkflowFilesTests {
    private func load(_ text: String, catalogue: Catalogue? = nil) throws -> WorkflowBook {
        try WorkflowFiles.load(
            for: try catalogue ?? CatalogueFiles.load(), overriding: [.init(name: "office.yaml", text: text)])
    }

    private func failure(_ text: String) throws -> CatalogueFileError? {
        do throws(CatalogueFileError) {
            _ = try WorkflowFiles.load(
                for: try CatalogueFiles.load(), overriding: [.init(name: "office.yaml", text: text)])
            return nil
        } catch {
            return error
        }
    }

    @Test("what is in the program is what stands under Protocol")
    func embeddedFilesAreCurrent() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var names: [String] = []
        for folder in ["Protocol/calendars", "Protocol/catalogue/workflows"] {
            let directory = root.appending(path: folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: directory.path()).sorted() {
                names.append(name)
                let text = try String(contentsOf: directory.appending(path: name), encoding: .utf8)
                #expect(
                    BuiltInWorkflows.files.first { $0.name == name }?.text == text,
                    "run scripts/embed-catalogue: \(name)")
            }
        }
        #expect(names == BuiltInWorkflows.files.map(\.name))
    }

    @Test("hazards, disputes and service needs have a life, and every code of it has an end")
    func builtIn() throws {
        let book = try WorkflowFiles.load(for: try CatalogueFiles.load())
        #expect(book.workflows.map(\.kind) == ["dispute", "hazard", "service_need"])
        #expect(book.workflow(of: "hazard")?.state("written_off")?.isTerminal == true)
        #expect(book.workflow(of: "visit") == nil)
    }

    @Test("an office adds a state by editing YAML alone: in the catalogue and in the workflow")
    func addsState() throws {
        let catalogue = try CatalogueFiles.load(overriding: [
            .init(
                name: "catalogue.yaml",
                text: """
                    extends: service_need
                    fields:
                      - id: state
                        policy: {name: stage, steps: "reported>accepted>assigned>processing>resolved>verified>archived>closed; accepted>coordinating>assigned; accepted>escalated; processing>escalated; assigned>returned; processing>returned; reported>duplicate; reported>void; closed>reopened; processing>suspended; processing>terminated; processing>transferred; processing>replied>resolved", resume: "returned>accepted; returned>assigned; escalated>accepted; escalated>assigned; suspended>processing; reopened>accepted; resolved>processing", closing: closed}
                        add_codes:
                          - {code: archived, zh: 归档中, en: Being archived}
                    """)
        ])
        let book = try load(
            """
            extends: service_need
            states:
              - {id: archived, rank: 65}
            transitions:
              - {id: archive, from: [verified], to: archived, levels: [township]}
              - {id: close, from: [archived], to: closed, levels: [county]}
            rules: {returns: 3}
            """, catalogue: catalogue)
        let workflow = try #require(book.workflow(of: "service_need"))
        #expect(workflow.state("archived")?.rank == 65 && workflow.states.count == 18)
        #expect(workflow.transitions.count { $0.operation == "close" } == 1)
        #expect(workflow.rules.maximumReturns == 3 && workflow.rules.receiptLagHours == 48)
        #expect(book.version != (try WorkflowFiles.load(for: catalogue)).version)
    }

    @Test("a year of holidays is added to those that are there")
    func addsYear() throws {
        let book = try load(
            """
            calendar: china
            years:
              - id: 2027
                notice: 国办发明电〔2026〕9号
                holidays: [{from: 2027-01-01, to: 2027-01-03, zh: 元旦, en: New Year's Day}]
                working: [2027-01-09]
            """)
        #expect(book.calendar.years.map(\.year) == [2025, 2026, 2027])
    }

    @Test(
        "a broken file is refused with its line and reason",
        arguments: [
            ("extends: hazard\nstates:\n  - {id: lost, rank: 1}", 3, "lost", "no transition leads to this state"),
            (
                "extends: hazard\ntransitions:\n\n  - {id: fly, from: [reported], to: moon, levels: [grid]}", 4, "fly",
                "`to` names the state `moon`, which is not there"
            ),
            (
                "extends: hazard\ntransitions:\n  - {id: leap, from: [closed], to: reported, levels: [grid]}", 3,
                "leap",
                "the catalogue's `state` has no way from `closed` to `reported`"
            ),
            (
                "extends: hazard\nnotes:\n  - {id: shout, levels: [gird]}", 3, "shout",
                "`levels` says `gird`, not one of grid, village, township, department, county"
            ),
            (
                "extends: hazard\ndeadlines:\n  - {id: handling, zh: 期, en: t, states: [reported], limit: 5 days, main: true}",
                3, "handling", "`limit` is `5 days`, not a limit such as 24h, 5wd (working days), 15d or 3mo"
            ),
            (
                "extends: hazard\nnotes:\n  - {id: shout, levels: [grid], loud: true}", 3, "shout",
                "`loud` is not known here; known are id, levels, effect, needs"
            ),
            (
                "calendar: china\nyears:\n  - {id: 2027, notice: x, working: [2027-01-04]}", 3, "2027",
                "2027-01-04 is no day of a weekend: it is worked anyhow"
            ),
            (
                "extends: hazard\nstates:\n  - {id: returned, rank: 15, side: true, terminal: nearly}", 3, "returned",
                "`terminal` must be true or false"
            ),
        ])
    func broken(text: String, line: Int, place: String, reason: String) throws {
        let error = try #require(try failure(text))
        #expect(error.file == "office.yaml" && error.line == line && error.place == place)
        #expect(error.reason == reason)
    }

    @Test("faults in built-in rules that a file of the office brings about are shown where they stand")
    func elsewhere() throws {
        let error = try #require(
            try failure("extends: dispute\ndue_field: nowhere"))
        #expect(
            error.file == "office.yaml" && error.reason == "`due_field` names the field `nowhere`, which is not there")
        #expect(
            try failure("routing: x\ntables: [{id: platform_hazard, zh: 台, en: p, kind: hazard, field: category}]")?
                .reason == "the code `F` of `hazard.category` has no target")
        #expect(try failure("nothing: here")?.line == 1)
        #expect(try failure("extends: moon")?.reason == "there is no workflow to extend")
        #expect(
            try failure("practice: x\nnotifications: [{id: n, zh: 通, en: n, kind: moon, roles: [r]}]")?.place == "n")
    }

    @Test("files damaged in any way are refused or read, never a trap")
    func damaged() throws {
        let catalogue = try CatalogueFiles.load()
        // The linear congruence of Knuth's MMIX: enough to pick lines.
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let values = [
            "0", "-1", "99999999999999999999", "[]", "{}", "~", "\"\"", "closed", "9999-12-31", "3660mo", "true",
        ]
        var refused = 0
        for round in 0..<120 {
            let file = BuiltInWorkflows.files[round % BuiltInWorkflows.files.count]
            var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for _ in 0...next(3) {
                let line = next(lines.count)
                switch next(3) {
                case 0: lines.remove(at: line)
                case 1: lines.insert(lines[next(lines.count)], at: line)
                default:
                    let key = lines[line].prefix { $0 != ":" }
                    lines[line] = "\(key): \(values[next(values.count)])"
                }
            }
            let source = CatalogueFiles.Source(name: "office.yaml", text: lines.joined(separator: "\n"))
            do {
                let book = try WorkflowFiles.load(for: catalogue, overriding: [source])
                let item = WorkItem(
                    id: RecordID(milliseconds: 1, random: (1, 1)), reportedAt: 1 << 52,
                    reportedBy: Organisation(level: .grid, code: "g"), fields: ["due_at": "9999-12-31", "level": "3"])
                for workflow in book.workflows {
                    _ = Evaluator(workflow, calendar: book.calendar).evaluate(item, now: -(1 << 52))
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 60)
    }
}
