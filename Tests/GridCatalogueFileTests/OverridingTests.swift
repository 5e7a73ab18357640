import Foundation
import GridRecords
import Testing

@testable import GridCatalogueFile

@Suite("Files of an office over the built-in catalogue")
struct OverridingTests {
    private func load(_ text: String) throws(CatalogueFileError) -> Catalogue {
        try CatalogueFiles.load(overriding: [.init(name: "office.yaml", text: text)])
    }

    private func failure(_ text: String) -> CatalogueFileError? {
        do {
            _ = try load(text)
            return nil
        } catch {
            return error
        }
    }

    @Test("aliases of aliases are refused before they are written out, as a value, as a key and one within another")
    func aliasBombs() {
        let wide = ["a0: &a0 [x, x]"] + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
        let open = String(repeating: "[", count: 900)
        let close = String(repeating: "]", count: 900)
        let deep =
            ["a0: &a0 \(open)x\(close)"] + (1...200).map { "a\($0): &a\($0) \(open)*a\($0 - 1)\(close)" }
        for lines in [wide, wide + ["? *a40", ": x"], deep] {
            #expect(failure(lines.joined(separator: "\n"))?.reason.contains("aliases") == true)
        }
    }

    @Test("a field is added to a kind that there is, and the version changes")
    func extends() throws {
        let catalogue = try load(
            """
            extends: hazard
            fields:
              - id: insurer
                label: {zh: 保险公司, en: Insurer}
                type: text
                purpose: hazard_control
                sensitivity: internal
                policy: latest
            """)
        #expect(catalogue.kind("hazard")?.field("insurer") != nil)
        #expect(catalogue.kind("hazard")?.field("level") != nil)
        #expect(catalogue.version != (try CatalogueFiles.load()).version)
    }

    @Test("codes that are off are switched on without repeating the others")
    func addsCodes() throws {
        let catalogue = try load(
            """
            extends: dispute
            fields:
              - id: category
                add_codes:
                  - {code: 14, zh: 涉法涉诉, en: Litigation}
            """)
        let category = try #require(catalogue.kind("dispute")?.field("category"))
        #expect(category.rank(of: "14") == category.codes.count - 1)
        #expect(category.rank(of: "0201") != nil)
        #expect(category.isRequired)
    }

    @Test("a kind is replaced whole and keeps the shared fields")
    func replaces() throws {
        let catalogue = try load(
            """
            kind: visit
            label: {zh: 走访, en: Visit}
            fields:
              - {id: mood, label: {zh: 态度, en: Mood}, type: text, purpose: grid_service, sensitivity: internal, policy: latest}
            """)
        #expect(catalogue.kind("visit")?.fields.map(\.id).prefix(2) == ["mood", "occurred_at"])
        #expect(catalogue.kind("visit")?.field("visit_kind") == nil)
    }

    @Test("codes keep their leading zeros and their no, and a retired one is still understood")
    func codesAreTexts() throws {
        let catalogue = try load(
            """
            extends: visit
            fields:
              - id: answer
                label: {zh: 答, en: Answer}
                type: code
                purpose: grid_service
                sensitivity: internal
                policy: latest
                codes:
                  - {code: 01, zh: 一, en: One}
                  - {code: no, zh: 否, en: no, retired: true}
            """)
        let codes = catalogue.kind("visit")?.field("answer")?.codes
        #expect(codes?.map(\.code) == ["01", "no"])
        #expect(codes?.map(\.isRetired) == [false, true])
    }

    @Test("an error names the file, the line, the place and the reason")
    func errorsArePrecise() {
        let error = failure(
            """
            extends: hazard
            fields:
              - id: insurer
                label: {zh: 保险公司, en: Insurer}
                type: tekst
                purpose: hazard_control
                sensitivity: internal
                policy: latest
            """)
        #expect(error?.file == "office.yaml")
        #expect(error?.line == 3)
        #expect(error?.place == "hazard.insurer")
        #expect(error?.reason.contains("tekst") == true)
    }

    @Test(
        "what cannot be used is refused",
        arguments: [
            "", "- 1", "kind: [", "nothing: here", "extends: nobody\nfields: []",
            "extends: hazard\nfields:\n  - {id: a, label: {zh: 甲, en: A}, type: text, sensitivity: internal, policy: latest}",
            "extends: hazard\nfields:\n  - {id: a, label: {zh: 甲}, type: text, purpose: p, sensitivity: internal, policy: latest}",
            "extends: hazard\nfields:\n  - {id: a b, label: {zh: 甲, en: A}, type: text, purpose: p, sensitivity: internal, policy: latest}",
            "extends: hazard\nfields:\n  - {id: area, label: {zh: 甲, en: A}, type: text, purpose: p, sensitivity: internal, policy: latest}",
            "extends: hazard\nfields:\n  - {id: a, label: {zh: 甲, en: A}, type: text, purpose: p, sensitivity: internal, policy: newest}",
            "extends: hazard\nfields:\n  - {id: a, label: {zh: 甲, en: A}, type: text, purpose: p, sensitivity: internal, policy: {name: latest, sameday: max}}",
            "extends: hazard\nfields:\n  - {id: a, label: {zh: 甲, en: A}, type: set, purpose: p, sensitivity: internal, policy: elements}",
            "extends: hazard\nfields:\n  - {id: a, label: {zh: 甲, en: A}, type: text, alternative: nobody, purpose: p, sensitivity: internal, policy: latest}",
            "extends: hazard\nextends: visit",
        ])
    func refusals(text: String) {
        #expect(failure(text) != nil)
    }

    @Test("members of later versions of the file stand in the JSON that devices get")
    func unknownMembersSurvive() throws {
        let catalogue = try load("extends: visit\ncolour: blue\nfields:\n  - {id: note, hint: 请写清楚}")
        let visit = catalogue.json["kinds"]?.array?.first { $0["id"]?.string == "visit" }
        #expect(visit?["colour"] == "blue")
        let again = try Catalogue(json: catalogue.json, reading: .lenient)
        #expect(again.json == catalogue.json)
    }

    @Test("a directory is read in the order of its names, and one that is not there is an error")
    func directories() throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "catalogue-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data("extends: visit\nretention_months: 7\n".utf8).write(to: directory.appending(path: "b.yaml"))
        try Data("extends: visit\nretention_months: 6\n".utf8).write(to: directory.appending(path: "a.yaml"))
        try Data("not yaml: [".utf8).write(to: directory.appending(path: "c.txt"))
        #expect(try CatalogueFiles.load(overriding: directory.path()).kind("visit")?.retentionMonths == 7)
        #expect(throws: CatalogueFileError.self) { try CatalogueFiles.load(overriding: directory.path() + "/absent") }
    }
}
