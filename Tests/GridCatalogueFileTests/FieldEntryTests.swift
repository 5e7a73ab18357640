import GridCausality
import GridRecords
import Testing

@testable import GridCatalogueFile

@Suite("Quick entry with the built-in catalogue")
struct FieldEntryTests {
    private static let point = "{\"lon\":119.92,\"lat\":28.45,\"crs\":\"wgs84\",\"accuracy_m\":8,\"source\":\"gps\"}"
    private static let house = "0190b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"

    /// The fields that a worker types for a new record of each kind, and no more.
    private static let typed: [(kind: String, fields: [(String, String)])] = [
        ("resident", [("name", "王小明"), ("residence_kind", "2"), ("address", "解放路12号3幢501室")]),
        (
            "rental_house",
            [
                ("house_code", "H-1"), ("address", "解放路12号"), ("location", point), ("premise_kind", "1"),
                ("owner_name", "李四"), ("owner_phone", "13812345678"), ("rental_use", "1"), ("occupant_count", "4"),
                ("minors_count", "0"),
            ]
        ),
        (
            "dispute",
            [
                ("title", "漏水"), ("place", "解放路12号"), ("location", point), ("category", "0201"), ("scale", "01"),
                ("people_count", "2"), ("parties/+", "{\"name\":\"王小明\",\"role\":\"甲\"}"), ("summary", "楼上漏水"),
                ("source", "群众上报"),
            ]
        ),
        (
            "hazard",
            [
                ("target_kind", "rental"), ("target_id", house), ("category", "F07"), ("level", "2"),
                ("items/3", "{\"code\":\"F07\",\"text\":\"无报警器\"}"), ("location", point),
                ("responsible", "{\"name\":\"李四\",\"phone\":\"13812345678\"}"),
            ]
        ),
        ("visit", [("visit_kind", "巡查"), ("targets", house)]),
    ]

    private func surroundings(elements: [String: [String]] = [:]) -> Entry.Surroundings {
        Entry.Surroundings(
            author: WorkerID("w1"), area: AreaCode("330102001001001"),
            now: Timestamp(milliseconds: 1_772_328_600_000, offsetMinutes: 480), mintElement: { "e1" },
            seal: { SealedValue(lastFour: $0.lastFour, isChecksumValid: $0.isChecksumValid, token: [], box: [1]) },
            elements: { elements[$0] ?? [] })
    }

    private func create(_ kind: String, _ fields: [(String, String)]) throws -> [Write] {
        let definition = try #require(try CatalogueFiles.load().kind(kind))
        return try Entry.creation(
            of: definition, items: fields.map { .text($0.0, $0.1) }, in: surroundings()
        ).writes
    }

    @Test("what a worker types is enough, and the hub accepts it")
    func creations() throws {
        let catalogue = try CatalogueFiles.load()
        for (kind, fields) in FieldEntryTests.typed {
            let change = Change(
                record: RecordID(bits: Bits128(high: 1, low: 1)), kind: kind, context: .empty,
                epoch: EpochID(bits: Bits128(high: 1, low: 1)), isCreation: true, writes: try create(kind, fields))
            #expect(Validation.check(LocatedChange(change, in: catalogue)) == [], "\(kind)")
        }
    }

    @Test("a field left out is missed by its name")
    func missing() throws {
        for (kind, fields) in FieldEntryTests.typed {
            for (index, field) in fields.enumerated() {
                var rest = fields
                rest.remove(at: index)
                let name = String(field.0.prefix { $0 != "/" })
                let error = #expect(throws: ValidationError.self) { try create(kind, rest) }
                #expect(error?.findings.map(\.path) == [name], "\(kind).\(name)")
                #expect(error?.code == .missingField)
            }
        }
    }

    @Test("a road has no record to refer to; a house with a record needs no address beside it")
    func conditions() throws {
        var hazard = FieldEntryTests.typed[3].fields
        hazard[0].1 = "road"
        hazard.remove(at: 1)
        #expect(try create("hazard", hazard).isEmpty == false)
        var resident = FieldEntryTests.typed[0].fields
        resident[2] = ("house_id", FieldEntryTests.house)
        #expect(try create("resident", resident).isEmpty == false)
    }

    @Test("a new hazard starts at the first stage with its items open")
    func defaults() throws {
        let writes = try create("hazard", FieldEntryTests.typed[3].fields)
        func value(_ path: String) -> String? { writes.first { $0.path.text == path }?.value?.json.text }
        #expect(value("stage") == "\"1\"")
        #expect(value("items/3/status") == "\"open\"")
        #expect(value("found_by") == "\"w1\"")
        #expect(value("due_at") == "\"2026-03-08T09:30:00+08:00\"")
        #expect(value("state") == "\"reported\"")
        #expect(value("area") == "\"330102001001001\"")
    }

    @Test("answers of the checklist stand under their codes, rechecks are signed by who made them")
    func elements() throws {
        let catalogue = try CatalogueFiles.load()
        let rental = try #require(catalogue.kind("rental_house"))
        let checked = try Entry.edit(
            of: rental, items: [.text("checklist", "{\"F07\":{\"answer\":\"yes\"},\"F08\":{\"answer\":\"na\"}}")],
            in: surroundings()
        ).writes
        #expect(
            checked.map(\.path.text) == [
                "checklist/F07", "checklist/F07/answer", "checklist/F08", "checklist/F08/answer",
            ])
        let hazard = try #require(catalogue.kind("hazard"))
        let recheck = try Entry.edit(
            of: hazard, items: [.text("rechecks/+", "{\"result\":\"已整改\"}")], in: surroundings()
        ).writes
        #expect(
            recheck.first?.value?.json.text
                == "{\"at\":\"2026-03-01T09:30:00+08:00\",\"by\":\"w1\",\"result\":\"已整改\"}")
    }
}
