import GridCausality
import Testing

@testable import GridRecords

@Suite("Disputes and their resolution")
struct DisputeTests {
    private let item = FieldValue.composite(Composite([.init(name: "text", value: .text("exit"))]))
    private let other = FieldValue.composite(Composite([.init(name: "text", value: .text("stairs"))]))

    private func apply(_ resolution: Resolution, to desk: inout Desk, by replica: Int = 9) {
        desk.write(replica, resolution.writes.map { ($0.path.text, $0.value) }, keeps: resolution.keeps)
    }

    /// Two devices that wrote different names over one that both had seen.
    private var named: Desk {
        var desk = Desk()
        desk.write(1, [("name", .text("a")), ("note", .text("n"))])
        desk.write(2, [("name", .text("b"))], seen: .of([1: 1]), from: ["name": .text("a")])
        desk.write(3, [("name", .text("c"))], seen: .of([1: 1]), from: ["name": .text("a")])
        return desk
    }

    @Test("a dispute shows base, sides and what is shown")
    func shape() throws {
        let dispute = try #require(named.disputes.first)
        let json = dispute.json(openedAt: Bench.morning)
        #expect(json["id"]?.string == "\(Bench.record.text):name")
        #expect(json["base"] == "a")
        #expect(json["shown"] == "c")
        #expect(json["opened_at"] == "2026-03-01T08:00:00+08:00")
        let side = json["sides"]?.array?.first
        #expect(side?["value"] == "b")
        #expect(side?["author"] == "w2")
        #expect(side?["device"] == "d2")
        #expect(side?["at"] == "2026-03-01T08:02:00+08:00")
        #expect(side?["dot"]?.string == Dot.at(2, 1).description)
    }

    @Test("equal values of several are one side under the newest, with all their dots")
    func grouping() throws {
        var desk = named
        let again = desk.write(4, [("name", .text("b"))], seen: .of([1: 1]))
        let dispute = try #require(desk.disputes.first)
        #expect(dispute.sides.map(\.value) == [.text("c"), .text("b")])
        #expect(dispute.sides[1].dots == [.at(2, 1), again])
        #expect(dispute.sides[1].stamp.dot == again)
        #expect(dispute.base == nil)
    }

    @Test("a removed side says so")
    func removed() throws {
        var desk = named
        desk.write(4, [("name", nil)], seen: .of([1: 1]))
        let dispute = try #require(desk.disputes.first)
        #expect(dispute.sides.last?.json == ["removed": true])
        #expect(dispute.shownJSON == ["removed": true])
        try apply(Resolution(dispute, taking: .side(3), in: desk.record), to: &desk)
        #expect(desk.view.fields["name"] == nil)
        #expect(desk.disputed.isEmpty)
    }

    @Test("taking a side, another value, or a side that is not there")
    func taking() throws {
        var desk = named
        let dispute = try #require(desk.disputes.first)
        #expect(throws: Resolution.Failure.noSuchSide) { try Resolution(dispute, taking: .side(3), in: named.record) }
        #expect(throws: Resolution.Failure.noSuchSide) { try Resolution(dispute, taking: .side(0), in: named.record) }
        try apply(Resolution(dispute, taking: .side(1), in: desk.record), to: &desk)
        #expect(desk.view.fields["name"] == "b")
        #expect(desk.disputed.isEmpty)
        desk = named
        try apply(Resolution(dispute, taking: .value(.text("d")), in: desk.record), to: &desk)
        #expect(desk.view.fields["name"] == "d")
    }

    @Test("a sibling that came in meanwhile keeps the dispute open; two who chose the same made none")
    func meanwhile() throws {
        var desk = named
        let seen = desk.record.context
        let resolution = try Resolution(#require(desk.disputes.first), taking: .side(1), in: desk.record)
        desk.write(4, [("name", .text("e"))], seen: .of([1: 1]))
        desk.write(8, resolution.writes.map { ($0.path.text, $0.value) }, seen: seen)
        #expect(desk.disputes.first?.sides.map(\.value) == [.text("e"), .text("b")])
        desk = named
        desk.write(8, resolution.writes.map { ($0.path.text, $0.value) }, seen: seen)
        desk.write(9, resolution.writes.map { ($0.path.text, $0.value) }, seen: seen)
        #expect(desk.disputed.isEmpty)
    }

    @Test("an ordinary edit replaces what is shown and keeps the other sides")
    func ordinaryEdit() {
        var desk = named
        let keeps = desk.record.keeps(editing: [.field("name")], Bench.catalogue)
        #expect(keeps == [KeptSibling(.at(2, 1), at: .field("name"))])
        #expect(desk.record.keeps(editing: [.field("note")], Bench.catalogue).isEmpty)
        desk.write(5, [("name", .text("f"))], keeps: keeps)
        #expect(desk.disputes.first?.sides.map(\.value) == [.text("b"), .text("f")])
    }

    @Test("what an edit keeps at one field it does not keep at another")
    func keptAtOneField() {
        var desk = Desk()
        let created = desk.write(1, [("name", .text("a")), ("note", .text("n"))])
        let other = desk.write(2, [("name", .text("b")), ("note", .text("m"))])
        desk.write(3, [("name", .text("c"))], seen: .of([1: 1]))
        let paths: [Path] = [.field("name"), .field("note")]
        let keeps = desk.record.keeps(editing: paths, Bench.catalogue)
        #expect(!keeps.isEmpty && keeps.allSatisfy { $0.path == .field("name") && $0.dot != created })
        desk.write(5, [("name", .text("d")), ("note", .text("o"))], keeps: [KeptSibling(other, at: .field("name"))])
        #expect(desk.record.siblings(at: .field("note")).all.map(\.value.value) == [.text("o")])
        #expect(desk.record.siblings(at: .field("name")).all.map(\.value.value) == [.text("b"), .text("d")])
    }

    @Test("a deletion beside an edit that had not seen it: visible, in dispute, each change a side")
    func deletion() throws {
        var desk = Desk()
        desk.write(1, [("note", .text("n"))])
        let deleted = desk.write(2, [("deleted", .bool(true))])
        #expect(desk.view.isDeleted)
        let edits = [3, 4].map { desk.write($0, [("note", .text("m"))], seen: .of([1: 1])) }
        #expect(!desk.view.isDeleted)
        #expect(desk.disputed == ["deleted"])
        let dispute = try #require(desk.disputes.first)
        #expect(dispute.sides.map(\.json) == [true, false, false])
        #expect(dispute.sides.map(\.dots) == [[deleted], [edits[0]], [edits[1]]])
        var kept = desk
        kept.write(5, [("note", .text("o"))], keeps: desk.record.keeps(editing: [.field("note")], Bench.catalogue))
        #expect(kept.disputed == ["deleted"])
        var gone = desk
        try apply(Resolution(dispute, taking: .side(1), in: desk.record), to: &gone)
        #expect(gone.view.isDeleted)
        try apply(Resolution(dispute, taking: .side(2), in: desk.record), to: &desk)
        #expect(!desk.view.isDeleted)
        #expect(desk.disputed.isEmpty)
    }

    @Test("a deletion that arrives after the edit it had not seen disputes too")
    func lateDeletion() {
        var desk = Desk()
        desk.write(1, [("note", .text("n"))])
        desk.write(3, [("note", .text("m"))], seen: .of([1: 1]))
        desk.write(2, [("deleted", .bool(true))], seen: .of([1: 1]))
        #expect(desk.disputed == ["deleted"])
    }

    @Test("resolving a field leaves the dispute over the deletion open")
    func resolvingBesideDeletion() throws {
        var desk = named
        desk.write(4, [("deleted", .bool(true))], seen: .of([1: 1]))
        #expect(desk.disputed == ["deleted", "name"])
        let dispute = try #require(desk.disputes.last)
        try apply(Resolution(dispute, taking: .side(1), in: desk.record), to: &desk)
        #expect(desk.disputed == ["deleted"])
    }

    @Test("an element removed by one and edited by another is shown whole and asked about")
    func elementRace() throws {
        var desk = Desk()
        desk.write(1, [("items/1", item), ("items/1/status", .code("open"))])
        let removed = desk.write(2, [("items/1", nil)])
        #expect(desk.view.fields["items"] == nil)
        let edited = desk.write(3, [("items/1/status", .code("fixed"))], seen: .of([1: 1]))
        let shown: JSONValue = ["status": "fixed", "text": "exit"]
        #expect(desk.view.fields["items"]?["1"]?["text"] == "exit")
        #expect(desk.disputed == ["items/1"])
        let dispute = try #require(desk.disputes.first)
        #expect(dispute.sides.map(\.json) == [["removed": true], shown])
        #expect(dispute.sides.map(\.dots) == [[removed], [edited]])
        var kept = desk
        let path = Bench.path("items/1/status")
        kept.write(5, [(path.text, .code("open"))], keeps: desk.record.keeps(editing: [path], Bench.catalogue))
        #expect(kept.disputed == ["items/1"])
        var gone = desk
        try apply(Resolution(dispute, taking: .side(1), in: desk.record), to: &gone)
        #expect(gone.view.fields["items"] == nil)
        #expect(gone.disputed.isEmpty)
        try apply(Resolution(dispute, taking: .side(2), in: desk.record), to: &desk)
        #expect(desk.view.fields["items"]?["1"] == shown)
        #expect(desk.disputed.isEmpty)
    }

    @Test("an element that was added again after its removal stays, in plain sets without a question")
    func addWins() {
        var desk = Desk()
        desk.write(1, [("tags/a", .bool(true)), ("items/1", item)])
        desk.write(2, [("tags/a", nil)])
        desk.write(3, [("tags/a", .bool(true))], seen: .of([1: 1]))
        #expect(desk.view.fields["tags"] == ["a": true])
        #expect(desk.disputed.isEmpty)
        desk.write(2, [("items/1", nil)])
        desk.write(2, [("items/1", other)])
        #expect(desk.view.fields["items"]?["1"] == ["text": "stairs"])
        #expect(desk.disputed.isEmpty)
    }

    @Test("elements of two devices are both there; the same element written differently asks")
    func union() {
        var desk = Desk()
        desk.write(1, [("items/1", item)], seen: .empty)
        desk.write(2, [("items/2", other)], seen: .empty)
        #expect(desk.view.fields["items"]?.object?.keys.sorted() == ["1", "2"])
        #expect(desk.disputed.isEmpty)
        desk.write(3, [("items/1", other)], seen: .empty)
        #expect(desk.disputed == ["items/1"])
    }

    @Test("taking a changeset decides every dispute in which it has a side, so no mixed row comes about")
    func takingChangeset() throws {
        var desk = Desk()
        desk.write(1, [("name", .text("a")), ("items/1", item)])
        let two = desk.write(2, [("name", .text("b")), ("items/1", nil), ("area", .code("2"))], seen: .of([1: 1]))
        desk.write(3, [("name", .text("c")), ("items/1", other), ("area", .code("3"))], seen: .of([1: 1]))
        #expect(desk.disputed == ["area", "items/1", "name"])
        let resolution = try Resolution(takingChangeset: two, of: desk.record, catalogue: Bench.catalogue)
        apply(resolution, to: &desk)
        #expect(desk.disputed.isEmpty)
        #expect(desk.view.fields["name"] == "b")
        #expect(desk.view.fields["items"] == nil)
        #expect(desk.view.area == AreaCode("2"))
        #expect(throws: Resolution.Failure.notInDispute) {
            try Resolution(takingChangeset: two, of: desk.record, catalogue: Bench.catalogue)
        }
    }
}
