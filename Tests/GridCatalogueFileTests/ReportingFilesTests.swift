import Foundation
import GridRecords
import GridReporting
import Testing

@testable import GridCatalogueFile

@Suite("Files of indicators")
struct ReportingFilesTests {
    private func failure(_ text: String) -> CatalogueFileError? {
        do {
            _ = try ReportingFiles.load(overriding: [.init(name: "office.yaml", text: text)])
            return nil
        } catch {
            return error
        }
    }

    @Test("what is in the program is what stands in Protocol/catalogue/indicators")
    func embeddedFilesAreCurrent() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let directory = root.appending(path: "Protocol/catalogue/indicators")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".yaml") }
        #expect(names.sorted() == BuiltInIndicators.files.map(\.name))
        for file in BuiltInIndicators.files {
            let text = try String(contentsOf: directory.appending(path: file.name), encoding: .utf8)
            #expect(file.text == text, "run scripts/embed-catalogue: \(file.name)")
        }
    }

    @Test("row 1: the monthly report has 8 aspects and at least 30 indicators, each with rules or neutral")
    func monthly() throws {
        let report = try #require(try ReportingFiles.load().report("pingan_monthly"))
        #expect(report.aspects.count == 8 && report.departments.count == 22)
        #expect(report.indicators.count >= 30)
        #expect(Set(report.indicators.map(\.aspect)).count == 8)
        #expect(report.indicators.allSatisfy { $0.direction == .neutral || $0.isColoured })
    }

    @Test("row 12: the index has 8 parts, 19 groups, 123 leaves and 22 departments, each with a leaf")
    func index() throws {
        let index = try #require(try ReportingFiles.load().index("pingan_index"))
        #expect((1...3).map { depth in index.all.count { $0.depth == depth } } == [8, 19, 123])
        #expect(index.leaves.count == 123)
        #expect(Set(index.leaves.compactMap(\.department)) == Set(index.departments.map(\.id)))
        #expect(index.departments.count == 22)
    }

    @Test("rows 4 and 5: both cities' three lists")
    func lists() throws {
        let catalogue = try ReportingFiles.load()
        #expect(catalogue.lists("lishui")?.lists.map(\.rows) == [.responsibilities, .problems, .steps])
        #expect(catalogue.lists("jinhua")?.lists.map(\.rows) == [.contents, .problems, .feedback])
        #expect(catalogue.stars("grid_workers")?.bounds.map(\.stars) == [5, 4, 3, 2, 1])
    }

    @Test("every field that the facts name stands in the catalogue of records")
    func fieldsExist() throws {
        let catalogue = try CatalogueFiles.load()
        func fields(_ source: FactSchema.Source) -> [String] {
            switch source {
            case .fields(let names, _): names
            case .elements(let elements): [elements.field]
            case .routed(let inner, _, _): fields(inner)
            case .first(let sources): sources.flatMap(fields)
            case .linked, .creator, .disputed: []
            }
        }
        for kind in try ReportingFiles.load().schema.kinds {
            let definition = try #require(catalogue.kind(kind.id))
            for name in kind.occurred + kind.columns.flatMap({ fields($0.source) }) {
                #expect(definition.field(name) != nil, "\(kind.id).\(name)")
            }
        }
    }

    @Test("an office adds an indicator and moves a bound by a file alone, and the hash tells")
    func extends() throws {
        let office = """
            extends: pingan_monthly
            version: county-2
            indicators:
              - id: market_hazards
                label: {zh: 市场隐患数, en: Hazards at markets}
                aspect: fire
                department: market
                unit: count
                direction: lower_better
                source: {kind: hazard, where: [{column: target_kind, is: market}, {use: counted}]}
                judge: [{by: year_on_year, green: 0, yellow: 10}]
              - id: hazards_fixed
                judge: [{by: target, green: 90, yellow: 80}]
            """
        let built = try #require(try ReportingFiles.load().report("pingan_monthly"))
        let changed = try #require(
            try ReportingFiles.load(overriding: [.init(name: "office.yaml", text: office)]).report("pingan_monthly"))
        #expect(changed.indicators.count == built.indicators.count + 1)
        #expect(changed.indicator("market_hazards")?.department == "market")
        #expect(changed.indicator("hazards_fixed")?.rules.first?.bounds.green == Ratio(9, of: 10))
        #expect(changed.indicator("hazards_fixed")?.source == built.indicator("hazards_fixed")?.source)
        #expect(changed.version == "county-2" && changed.hash != built.hash)
    }

    @Test("a broken file is refused with its name, the line and the reason")
    func broken() throws {
        let wrongColumn = try #require(
            failure(
                """
                extends: pingan_monthly
                indicators:
                  - id: one
                    label: {zh: 一, en: One}
                    aspect: fire
                    department: fire
                    unit: count
                    direction: neutral
                    source: {kind: hazard}
                  - id: two
                    label: {zh: 二, en: Two}
                    aspect: fire
                    department: fire
                    unit: count
                    direction: neutral
                    source: {kind: hazard, where: {column: colour, is: red}}
                """))
        #expect(wrongColumn.description == "office.yaml:10: two: the facts of `hazard` have no column `colour`")
        let typo = try #require(
            failure("extends: county\nkinds:\n  - id: hazard\n    columns:\n      - {id: category, typ: code}\n"))
        #expect(typo.line == 5 && typo.place == "hazard/category" && typo.reason.contains("`typ`"))
        #expect(failure("extends: nothing\n")?.line == 1)
        #expect(failure("report: x\nversion: [\n")?.line != nil)
        #expect(failure("something: x\n")?.reason.contains("facts, report, index, lists, stars") == true)
        let twice = """
            lists: lishui
            label: {zh: 甲, en: A}
            version: 1
            due_days: {red: 5}
            parts:
              - {id: p, label: {zh: 问题, en: P}, rows: problems}
              - {id: p, label: {zh: 问题, en: P}, rows: problems}
            """
        #expect(failure(twice)?.reason == "the list `p` stands twice")
    }

    @Test("a file with the id of a built-in template replaces it whole; two of an office with one id are refused")
    func replaces() throws {
        let own = CatalogueFiles.Source(
            name: "own.yaml",
            text: """
                lists: lishui
                label: {zh: 甲, en: A}
                version: 1
                due_days: {red: 5}
                parts:
                  - {id: p, label: {zh: 问题, en: P}, rows: problems}
                """)
        #expect(try ReportingFiles.load(overriding: [own]).lists("lishui")?.lists.count == 1)
        #expect(throws: CatalogueFileError.self) { try ReportingFiles.load(overriding: [own, own]) }
    }
}
