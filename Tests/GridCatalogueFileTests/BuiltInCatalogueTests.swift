import Foundation
import GridRecords
import Testing

@testable import GridCatalogueFile

@Suite("The built-in catalogue")
struct BuiltInCatalogueTests {
    private func load() throws -> Catalogue { try CatalogueFiles.load() }

    @Test("what is in the program is what stands in Protocol/catalogue")
    func embeddedFilesAreCurrent() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let directory = root.appending(path: "Protocol/catalogue")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path()).filter {
            $0.hasSuffix(".yaml")
        }
        #expect(names.sorted() == BuiltInCatalogue.files.map(\.name))
        for file in BuiltInCatalogue.files {
            let text = try String(contentsOf: directory.appending(path: file.name), encoding: .utf8)
            #expect(file.text == text, "run scripts/embed-catalogue: \(file.name)")
        }
    }

    @Test("what devices get has each policy as an object of texts, as the protocol's description says")
    func policiesAreSpelledOut() throws {
        for kind in try load().json["kinds"]?.array ?? [] {
            for field in kind["fields"]?.array ?? [] {
                for part in [field] + (field["parts"]?.array ?? []) {
                    let policy = part["policy"]?.object ?? [:]
                    #expect(policy["name"] != nil && policy.values.allSatisfy { $0.string != nil }, "\(part)")
                }
            }
        }
    }

    @Test("there are the six kinds of the field workers")
    func kinds() throws {
        let kinds = ["dispute", "hazard", "rental_house", "resident", "service_need", "visit"]
        #expect(try load().kinds.map(\.id) == kinds)
    }

    @Test("every field and part has both labels, a purpose, a sensitivity and a policy that fits its type")
    func everyFieldIsWhole() throws {
        for kind in try load().kinds {
            for field in kind.fields + kind.fields.flatMap(\.parts) {
                #expect(!field.label.chinese.isEmpty && !field.label.english.isEmpty, "\(kind.id).\(field.id)")
                #expect(!field.purpose.isEmpty, "\(kind.id).\(field.id)")
                #expect(
                    field.type.isCollection == [.elements, .entries].contains(field.policy.name),
                    "\(kind.id).\(field.id)")
            }
        }
    }

    @Test("every kind has the fields that all kinds share")
    func commonFields() throws {
        for kind in try load().kinds {
            for id in ["occurred_at", "observed_at", "purpose", "retain_until", "attachments", "note"] {
                #expect(kind.field(id) != nil, "\(kind.id).\(id)")
            }
        }
    }

    @Test("identity numbers are sealed, names and telephones personal")
    func sensitivities() throws {
        let catalogue = try load()
        #expect(catalogue.kind("resident")?.field("id_no")?.sensitivity == .sealed)
        #expect(catalogue.kind("rental_house")?.field("owner_id_no")?.sensitivity == .sealed)
        for kind in catalogue.kinds {
            for field in kind.fields + kind.fields.flatMap(\.parts)
            where field.masking == .name || field.masking == .phone {
                #expect(field.sensitivity == .personal, "\(kind.id).\(field.id)")
            }
        }
    }

    @Test(
        "the required fields are those of the records' tables",
        arguments: [
            ("resident", "name residence_kind address notice_given"),
            (
                "rental_house",
                "house_code address location premise_kind owner_name owner_phone rental_use occupant_count minors_count letter_signed"
            ),
            (
                "dispute",
                "title occurred_at place location grids category scale people_count parties summary involved_org source due_at confidential"
            ),
            ("hazard", "target_kind category level items found_at found_by location stage due_at responsible"),
            ("visit", "visit_kind started_at ended_at targets"),
        ])
    func required(kind: String, fields: String) throws {
        let required = try load().kind(kind)?.fields.filter(\.isRequired).map(\.id)
        #expect(required == fields.split(separator: " ").map(String.init))
    }

    @Test("dispute categories have two levels, 01 to 13 and 99; 14 to 16 are off")
    func disputeCategories() throws {
        let codes = try load().kind("dispute")?.field("category")?.codes.map(\.code.string) ?? []
        let tops = codes.filter { $0.utf8.count == 2 }
        #expect(tops == (1...13).map { Digits.padded($0, 2) } + ["99"])
        for code in codes where code.utf8.count == 4 { #expect(tops.contains(String(code.prefix(2)))) }
        for top in tops { #expect(codes.contains(top + "99")) }
    }

    @Test("levels rank from ordinary to major, statuses and stages in their order")
    func orders() throws {
        let hazard = try #require(try load().kind("hazard"))
        #expect(hazard.field("level")?.codes.map(\.code) == ["1", "2", "3"])
        let status = hazard.field("items")?.parts.first { $0.id == "status" }
        #expect(status?.codes.map(\.code) == ["open", "fixed", "verified", "recurred"])
        #expect(status?.isSeparate == true)
        #expect(hazard.field("stage")?.policy.name == .stage)
    }

    @Test("the catalogue survives its JSON, and its version is that of its contents")
    func roundTrip() throws {
        let catalogue = try load()
        let read = try Catalogue(json: try JSONValue(parsing: catalogue.json.text))
        #expect(read == catalogue)
        #expect(Catalogue.version(of: catalogue.json) == catalogue.version)
        #expect(try CatalogueFiles.load().version == catalogue.version)
        // Written anew from its definitions it is the same again.
        let rewritten = try Catalogue(json: .object(["kinds": .array(catalogue.kinds.map(\.json))]))
        #expect(rewritten.kinds == catalogue.kinds)
    }

    @Test("the steps of mediation and of the work item are chains of known codes")
    func steps() throws {
        let dispute = try #require(try load().kind("dispute"))
        #expect(dispute.field("mediation_way")?.policy.stepChains().first == ["1", "2", "3", "4", "6"])
        let state = try #require(dispute.field("state"))
        #expect(state.policy.stepChains().first?.first == "reported")
        #expect(state.policy.stepChains().flatMap { $0 }.allSatisfy { state.rank(of: Text($0)) != nil })
    }
}
