import GridCausality
import Testing

@testable import GridRecords

@Suite("The view of a record")
struct RecordViewTests {
    private let item = FieldValue.composite(Composite([.init(name: "text", value: .text("blocked exit"))]))

    @Test("an export line has the shape of the contract, byte for byte")
    func export() {
        var desk = Desk()
        desk.write(
            1,
            [
                ("area", .code("330702001001")), ("note", .text("n")), ("name", nil), ("items/2", item),
                ("items/2/status", .code("open")), ("tags/b", .bool(true)), ("tags/a", .bool(true)),
                ("grids/330702001002", .bool(true)),
            ])
        desk.write(1, [("tags/b", nil)])
        let replica = ReplicaID.numbered(1).hex
        #expect(
            desk.view.json.text
                == #"{"area":"330702001001","context":{"\#(replica)":2},"deleted":false,"disputed":[],"fields":"#
                + #"{"grids":{"330702001002":true},"items":{"2":{"status":"open","text":"blocked exit"}},"note":"n","#
                + #""tags":{"a":true}},"id":"\#(Bench.record.text)","kind":"hazard"}"#)
        #expect(desk.view.areas == [AreaCode("330702001001"), AreaCode("330702001002")])
    }

    @Test("a record in dispute over its area belongs to the areas of all sides")
    func areas() {
        var desk = Desk()
        let seen = VersionVector.of([1: 1])
        desk.write(1, [("area", .code("1"))])
        desk.write(2, [("area", .code("2"))], seen: seen)
        desk.write(3, [("area", .code("3"))], seen: seen)
        #expect(desk.view.areas == [AreaCode("2"), AreaCode("3")])
        #expect(desk.view.area == AreaCode("3"))
        #expect(desk.disputed == ["area"])
    }

    @Test(
        "a creation alone belongs to the areas of the record that it makes", arguments: [false, true],
        [FieldValue.code("2"), .text("2"), .int(2), nil])
    func areasOfCreation(hasGrids: Bool, area: FieldValue?) {
        let kind = KindDefinition(
            id: "hazard", label: Label(chinese: "隐患", english: "Hazard"),
            fields: Bench.fields.filter { hasGrids || $0.id != "grids" })
        let catalogue = Catalogue(version: "test", kinds: [kind])
        let stamp = Bench.stamp(.at(1, 1), at: Bench.morning)
        let expected: [AreaCode] = area == .code("2") || area == .text("2") ? [AreaCode("2")] : []
        for writes in [[], [("area", area)], [("area", area), ("grids/3", .bool(true))]] as [[(String, FieldValue?)]] {
            let creation = Bench.change(writes)
            var record = Record(id: creation.record, kind: creation.kind)
            record.apply(creation, stamp: stamp)
            let areas = creation.areas(catalogue, stamp: stamp)
            #expect(areas == record.areas(catalogue))
            #expect(areas == (writes.isEmpty ? [] : expected) + (hasGrids && writes.count == 2 ? [AreaCode("3")] : []))
        }
    }

    @Test("a deleted record still shows its fields and has no disputes")
    func deleted() {
        var desk = Desk()
        desk.write(1, [("name", .text("a"))])
        desk.write(2, [("name", .text("b"))], seen: .of([1: 1]))
        desk.write(3, [("name", .text("c"))], seen: .of([1: 1]))
        #expect(desk.disputed == ["name"])
        desk.write(1, [("deleted", .bool(true))])
        #expect(desk.view.isDeleted)
        #expect(desk.view.fields["name"] == "c")
        #expect(desk.disputed.isEmpty)
        desk.write(1, [("deleted", .bool(false))])
        #expect(desk.disputed == ["name"])
    }

    @Test("a field beyond the catalogue follows the newest and never asks")
    func unknownField() {
        var desk = Desk()
        desk.write(1, [("later_field", .text("a"))])
        desk.write(2, [("later_field", .text("b"))], seen: .empty)
        #expect(desk.view.fields["later_field"] == "b")
        #expect(desk.disputed.isEmpty)
    }

    @Test("a cap leaves the newest elements")
    func cap() {
        var desk = Desk()
        for number in 1...5 { desk.write(number, [("phones/p\(number)", .text(Text("\(number)")))]) }
        #expect(desk.view.fields["phones"] == ["p3": "3", "p4": "4", "p5": "5"])
    }

    @Test("entries stand in the order of their effective times")
    func entries() {
        var desk = Desk()
        desk.write(2, [("log/z", item)])
        desk.write(1, [("log/a", item)])
        #expect(desk.view.elements(of: "log") == ["z", "a"])
    }

    @Test("a status verified by a later observation wins; on one day open beats fixed")
    func itemStatus() {
        var desk = Desk()
        desk.write(1, [("items/1", item), ("items/1/status", .code("open"))])
        desk.write(2, [("items/1/status", .code("fixed"))], seen: .of([1: 1]))
        desk.write(3, [("items/1/status", .code("open"))], seen: .of([1: 1]))
        #expect(desk.view.fields["items"]?["1"]?["status"] == "open")
        #expect(desk.disputed.isEmpty)
    }

    @Test("a move out asks when somebody met him later without knowing of it")
    func moveOut() throws {
        var desk = Desk()
        desk.write(1, [("name", .text("a"))])
        let gone = FieldValue.date(CalendarDate(dayNumber: 20_500))
        let left = desk.write(2, [("move_out", gone)])
        #expect(desk.disputed.isEmpty)
        let met = desk.write(3, [("note", .text("was at home"))], seen: .of([1: 1]))
        #expect(desk.disputed == ["move_out"])
        let dispute = try #require(desk.disputes.first)
        #expect(dispute.sides.map(\.json) == ["2026-02-16", ["removed": true]])
        #expect(dispute.sides.map(\.dots) == [[left], [met]])
        desk.write(1, [("level", .code("2"))], keeps: desk.record.keeps(editing: [.field("level")], Bench.catalogue))
        #expect(desk.disputed == ["move_out"])
        let resolution = try Resolution(#require(desk.disputes.first), taking: .removed, in: desk.record)
        desk.write(1, resolution.writes.map { ($0.path.text, $0.value) }, keeps: resolution.keeps)
        #expect(desk.disputed.isEmpty)
        #expect(desk.view.fields["move_out"] == nil)
    }

    @Test("silent merges name the paths that a policy joined, not those that ask or differ in nothing")
    func silentMerges() {
        var desk = Desk()
        desk.write(1, [("note", .text("a")), ("name", .text("a")), ("tags/a", .bool(true))])
        desk.write(2, [("note", .text("b")), ("name", .text("b")), ("stage", .code("1")), ("tags/a", nil)])
        let before = desk.record
        let change = Bench.change(
            [("note", .text("c")), ("name", .text("c")), ("stage", .code("1")), ("tags/a", .bool(true))],
            seen: .of([1: 1]))
        desk.write(3, change.writes.map { ($0.path.text, $0.value) }, seen: change.context)
        let merged = Record.silentMerges(
            of: change, before: before, disputed: desk.view.disputed, Bench.catalogue)
        #expect(merged.map(\.text) == ["note", "tags/a"])
    }
}
