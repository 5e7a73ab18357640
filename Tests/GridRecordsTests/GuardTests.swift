import GridCausality
import Testing

@testable import GridRecords

@Suite("Guards")
struct GuardTests {
    private func rules(
        _ writes: [(String, FieldValue?)], on desk: Desk, seen: VersionVector? = nil, from: [String: FieldValue] = [:],
        keeps: [KeptSibling] = [], role: Role = .worker, isResolution: Bool = false
    ) -> [Breach.Rule] {
        let change = Bench.change(
            writes, seen: seen ?? desk.record.context, from: from, keeps: keeps, isResolution: isResolution)
        return Guard.breaches(of: LocatedChange(change, in: Bench.catalogue), before: desk.record, role: role).map(
            \.rule)
    }

    private var level: Desk {
        var desk = Desk()
        desk.write(1, [("level", .code("3")), ("found_at", .timestamp(.shanghai(milliseconds: 0)))])
        return desk
    }

    @Test("lowering what one has seen is for those who may; raising and keeping is for all")
    func lower() {
        #expect(rules([("level", .code("2"))], on: level) == [.guarded(.lower)])
        #expect(rules([("level", nil)], on: level) == [.guarded(.lower)])
        #expect(rules([("level", .code("3"))], on: level).isEmpty)
        #expect(rules([("level", .code("2"))], on: level, role: .township).isEmpty)
    }

    @Test("what one has not seen one has not lowered, unless one says that one saw it")
    func unseen() {
        #expect(rules([("level", .code("2"))], on: level, seen: .empty).isEmpty)
        #expect(
            rules([("level", .code("2"))], on: level, seen: .empty, from: ["level": .code("3")]) == [.guarded(.lower)])
    }

    @Test("what is written once is replaced by nobody but reviewers; the same again is no replacing")
    func once() {
        let other = FieldValue.timestamp(.shanghai(milliseconds: 1))
        #expect(rules([("found_at", other)], on: level) == [.guarded(.replace)])
        #expect(rules([("found_at", .timestamp(.shanghai(milliseconds: 0)))], on: level).isEmpty)
        #expect(rules([("found_at", other)], on: level, role: .supervisor).isEmpty)
    }

    @Test("a record whose deletion one has seen is not edited, it is restored")
    func recordDeleted() {
        var desk = level
        let before = desk.record.context
        desk.write(1, [("deleted", .bool(true))])
        #expect(rules([("note", .text("n"))], on: desk) == [.recordDeleted])
        #expect(rules([("note", .text("n")), ("deleted", .bool(false))], on: desk).isEmpty)
        #expect(rules([("note", .text("n"))], on: desk, seen: before).isEmpty)
        #expect(Breach(path: .deleted, rule: .recordDeleted).reason == "record_deleted")
    }

    @Test("a record whose deletion is in dispute may be edited")
    func contestedDeletion() {
        var desk = level
        let before = desk.record.context
        desk.write(1, [("deleted", .bool(true))])
        desk.write(2, [("note", .text("n"))], seen: before)
        let keeps = desk.record.keeps(editing: [.field("note")], Bench.catalogue)
        #expect(rules([("note", .text("m"))], on: desk, keeps: keeps).isEmpty)
    }

    @Test("an entry is written once and never removed")
    func entries() {
        var desk = Desk()
        let entry = FieldValue.composite(Composite([.init(name: "text", value: .text("checked"))]))
        let changed = FieldValue.composite(Composite([.init(name: "text", value: .text("not checked"))]))
        #expect(rules([("log/1", entry)], on: desk).isEmpty)
        desk.write(1, [("log/1", entry)])
        #expect(rules([("log/1", changed)], on: desk, role: .supervisor) == [.entryChanged])
        #expect(rules([("log/1", nil)], on: desk, role: .supervisor) == [.entryChanged])
        #expect(rules([("log/1/deleted", .bool(true))], on: desk) == [.entryChanged])
        #expect(rules([("log/2", changed)], on: desk).isEmpty)
    }

    @Test("deciding a dispute needs the right to")
    func resolution() {
        #expect(rules([("note", .text("n"))], on: level, isResolution: true) == [.resolution])
        #expect(rules([("note", .text("n"))], on: level, role: .township, isResolution: true).isEmpty)
    }

    @Test("clear, replace, step back and write each hold what they say, under their condition")
    func actions() {
        let signed = FieldValue.composite(Composite([.init(name: "signed_at", value: .int(1))]))
        let open = FieldValue.composite(Composite([.init(name: "terms", value: .int(1))]))
        let guards = [
            Bench.field(
                "agreement", .composite, .review, guards: [.init(action: .replace, roles: [], condition: "signed_at")]),
            Bench.field(
                "state", .code, .stage, codes: Bench.levels, guards: [.init(action: .stepBack, roles: [.supervisor])]),
            Bench.field(
                "photo", .set, .elements, elements: .attachment, guards: [.init(action: .clear, roles: [.supervisor])]),
            Bench.field("handler", .text, .latest, guards: [.init(action: .write, roles: [.township])]),
        ]
        let label = Label(chinese: "k", english: "k")
        let catalogue = Catalogue(version: "t", kinds: [KindDefinition(id: "hazard", label: label, fields: guards)])
        var desk = Desk()
        desk.write(1, [("agreement", signed), ("state", .code("2")), ("photo/1", .text("p"))])
        let breaches = { (path: String, value: FieldValue?) in
            Guard.breaches(
                of: LocatedChange(Bench.change([(path, value)], seen: desk.record.context), in: catalogue),
                before: desk.record, role: .worker
            ).map(\.rule)
        }
        #expect(breaches("agreement", open) == [.guarded(.replace)])
        #expect(breaches("state", .code("1")) == [.guarded(.stepBack)])
        #expect(breaches("state", .code("3")).isEmpty)
        #expect(breaches("photo/1", nil) == [.guarded(.clear)])
        #expect(breaches("photo/2", .text("q")).isEmpty)
        #expect(breaches("handler", .text("h")) == [.guarded(.write)])
        desk.write(1, [("agreement", open), ("photo/1", nil)])
        #expect(breaches("agreement", signed).isEmpty)
        #expect(breaches("photo/1", nil).isEmpty)
    }

    @Test("fields whose policy or guard looks at what was seen ask for it")
    func needsFrom() {
        #expect(Bench.catalogue.needsFrom(kind: "hazard", path: .area))
        #expect(Bench.catalogue.needsFrom(kind: "hazard", path: .field("level")))
        #expect(Bench.catalogue.needsFrom(kind: "hazard", path: .field("name")))
        #expect(!Bench.catalogue.needsFrom(kind: "hazard", path: .field("note")))
        #expect(!Bench.catalogue.needsFrom(kind: "hazard", path: .field("later_field")))
    }
}
