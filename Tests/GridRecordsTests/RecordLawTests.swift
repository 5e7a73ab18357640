import GridCausality
import Testing

@testable import GridRecords

@Suite("Laws of a record")
struct RecordLawTests {
    static let seeds = 0..<50

    @Test("every order of arrival gives the same record, view and disputes", arguments: seeds)
    func orderOfArrival(seed: Int) {
        let history = History(seed: seed)
        var random = Seeded(seed: UInt64(seed))
        let first = History.applied(history.events)
        for _ in 0..<4 {
            let other = History.applied(history.shuffled(by: &random))
            #expect(other == first)
            #expect(
                RecordView(other, catalogue: Bench.catalogue).json.text
                    == RecordView(first, catalogue: Bench.catalogue).json.text)
            #expect(other.disputes(Bench.catalogue) == first.disputes(Bench.catalogue))
        }
    }

    @Test("a record asked for its disputes says what its reading says, contested or not", arguments: seeds)
    func disputesOfReading(seed: Int) {
        var record = Record(id: Bench.record, kind: "hazard")
        for event in History(seed: seed).events {
            record.apply(event.change, stamp: event.stamp)
            #expect(
                record.disputes(Bench.catalogue) == RecordReading(record, catalogue: Bench.catalogue).disputes)
        }
    }

    @Test("applying again changes nothing", arguments: seeds)
    func repeats(seed: Int) {
        let history = History(seed: seed)
        #expect(History.applied(history.events + history.events) == History.applied(history.events))
    }

    @Test("a value survives exactly when no write that saw it there replaced it without keeping it", arguments: seeds)
    func survivors(seed: Int) {
        let events = History(seed: seed).events
        let record = History.applied(events)
        let effects = events.map { Set(Record.effects(of: $0.change).map(\.path)) }
        var expected: [Path: Set<Dot>] = [:]
        for (event, paths) in zip(events, effects) {
            let dot = event.stamp.dot
            let later = zip(events, effects).filter { other, _ in
                other.stamp.dot != dot && other.change.context.covers(dot)
            }
            for path in paths {
                let kept = KeptSibling(dot, at: path)
                let isReplaced = later.contains { $0.1.contains(path) && !$0.0.change.keeps.contains(kept) }
                if !isReplaced { expected[path, default: []].insert(dot) }
            }
        }
        let actual = Dictionary(uniqueKeysWithValues: record.registers.map { ($0.path, Set($0.siblings.dots)) })
        #expect(actual == expected)
        #expect(Set(record.stamps.map(\.dot)) == expected.values.reduce(into: []) { $0.formUnion($1) })
    }

    @Test("a field asked for alone is what it is among all", arguments: seeds)
    func fieldAlone(seed: Int) {
        let view = RecordView(History.applied(History(seed: seed).events), catalogue: Bench.catalogue)
        let names = Set(view.reading.entries.map(\.path.field)).union(["none"])
        #expect(view.fields.keys.allSatisfy { names.contains($0) })
        for name in names { #expect(view.field(name) == view.fields[name], "\(name)") }
    }

    @Test("joining copies is commutative, associative and idempotent", arguments: seeds)
    func join(seed: Int) {
        let history = History(seed: seed)
        var random = Seeded(seed: UInt64(seed) + 1000)
        let one = history.copy(by: &random)
        let two = history.copy(by: &random)
        let three = history.copy(by: &random)
        #expect(one.joined(two) == two.joined(one))
        #expect(one.joined(two).joined(three) == one.joined(two.joined(three)))
        #expect(one.joined(one) == one)
        #expect(one.joined(two).joined(two) == one.joined(two))
    }

    @Test("joining copies gives what applying the changes of both gives", arguments: seeds)
    func joinIsUnion(seed: Int) {
        let history = History(seed: seed)
        var random = Seeded(seed: UInt64(seed) + 2000)
        let one = history.copy(by: &random)
        let two = history.copy(by: &random)
        let both = history.events.filter { one.context.covers($0.stamp.dot) || two.context.covers($0.stamp.dot) }
        #expect(one.joined(two) == History.applied(both))
    }

    @Test("a person who sees everything and edits never opens a dispute", arguments: seeds)
    func sequentialEdits(seed: Int) {
        var desk = Desk()
        var random = Seeded(seed: UInt64(seed))
        for _ in 0..<30 {
            let path = ["note", "name", "level", "stage", "area", "items/1", "items/1/rank", "tags/a"][
                random.number(below: 8)]
            let value = FieldValue.code(Text(Bench.levels[random.number(below: 3)]))
            desk.write(1 + random.number(below: 3), [(path, random.chance(1, of: 6) ? nil : value)])
            #expect(desk.disputed.isEmpty)
        }
    }

    @Test("101 writes of two devices in turn, each without the other's last, leave two siblings")
    func alternation() {
        var desk = Desk()
        var contexts = [VersionVector.empty, .empty]
        for turn in 0..<101 {
            let device = turn % 2
            let dot = desk.write(device + 1, [("name", .text(Text("\(turn)")))], seen: contexts[device])
            contexts[device] = desk.record.context
            contexts[device].include(dot)
            #expect(desk.record.siblings(at: .field("name")).count <= 2)
        }
    }

    @Test("an edit of a disputed path keeps the dispute, a resolution of all ends it", arguments: seeds)
    func editsKeepDisputes(seed: Int) throws {
        let history = History(seed: seed)
        var record = History.applied(history.events)
        for dispute in record.disputes(Bench.catalogue) {
            let current = record.disputes(Bench.catalogue).first { $0.path == dispute.path }
            guard let current else { continue }
            let resolution = try Resolution(current, taking: .side(1), in: record)
            let change = Change(
                record: record.id, kind: record.kind, context: record.context, epoch: Bench.epoch, isResolution: true,
                writes: resolution.writes, keeps: resolution.keeps)
            let others = Set(record.disputes(Bench.catalogue).map(\.path)).subtracting([dispute.path])
            let dot = Dot.at(9, UInt64(record.context[.numbered(9)] + 1))
            record.apply(change, stamp: Bench.stamp(dot, at: Bench.morning + 90 * Bench.hour))
            let open = Set(record.disputes(Bench.catalogue).map(\.path))
            #expect(!open.contains(dispute.path))
            if record.isDeleted || dispute.path.isElement { continue }
            #expect(others.subtracting([.field("move_out")]).isSubset(of: open), "\(dispute.path): \(others) \(open)")
        }
        #expect(record.disputes(Bench.catalogue).isEmpty)
    }
}
