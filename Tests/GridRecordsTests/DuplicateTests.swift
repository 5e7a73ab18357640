import GridCausality
import GridRecords
import Testing

@Suite("Records that mean the same thing")
struct DuplicateTests {
    private static let catalogue: Catalogue? = try? Catalogue(
        json: try JSONValue(
            parsing: """
                {"kinds":[
                {"id":"hazard","label":{"zh":"隐患","en":"Hazard"},
                "natural_key":[
                  {"fields":["target"],"at":"found_at","within_hours":24},
                  {"fields":["category"],"at":"found_at","within_hours":24,"place":"location","within_metres":30}],
                "fields":[
                {"id":"target","label":{"zh":"象","en":"T"},"type":"reference","policy":"latest"},
                {"id":"category","label":{"zh":"类","en":"C"},"type":"code","policy":"latest"},
                {"id":"found_at","label":{"zh":"时","en":"At"},"type":"timestamp","policy":"once"},
                {"id":"location","label":{"zh":"点","en":"P"},"type":"point","policy":"review"},
                {"id":"duplicate_of","label":{"zh":"并","en":"D"},"type":"set","of":"reference","policy":"elements"}]},
                {"id":"person","label":{"zh":"人","en":"Person"},
                "natural_key":[{"fields":["id_no"]},{"fields":["name","id_no"]}],
                "fields":[
                {"id":"name","label":{"zh":"名","en":"N"},"type":"text","policy":"review"},
                {"id":"id_no","label":{"zh":"号","en":"I"},"type":"text","sensitivity":"sealed","policy":"review"}]}]}
                """))

    private static func id(_ number: Int) -> RecordID {
        RecordID(milliseconds: Bench.morning + Int64(number), random: (0, UInt64(number)))
    }

    private static func record(_ number: Int, kind: String = "hazard", _ writes: [String: FieldValue]) -> Record {
        var record = Record(id: id(number), kind: kind)
        apply(writes.map { ($0.key, $0.value) }, counter: 1, to: &record)
        return record
    }

    private static func apply(_ writes: [(String, FieldValue?)], counter: UInt64, to record: inout Record) {
        let change = Change(
            record: record.id, kind: record.kind, context: record.context, epoch: Bench.epoch,
            isCreation: counter == 1, writes: writes.map { Write(path: Bench.path($0.0), value: $0.1) })
        record.apply(change, stamp: Bench.stamp(.at(1, counter), at: Bench.morning))
    }

    private static func hazard(_ number: Int, hours: Int64, north: Int64, target: Int? = nil, category: Text = "F05")
        -> Record
    {
        var writes: [String: FieldValue] = [
            "category": .code(category),
            "found_at": .timestamp(.shanghai(milliseconds: Bench.morning + hours * Bench.hour)),
            "location": .point(
                GeoPoint(
                    longitude: 119_460_000_000, latitude: 29_208_000_000 + north * 9_000, system: .wgs84,
                    accuracyCentimetres: nil, source: .gps)),
        ]
        if let target { writes["target"] = .reference(id(1_000 + target)) }
        return record(number, writes)
    }

    private func matches(_ left: Record, _ right: Record, _ sealing: RecordKey.Sealing = .token) throws -> [Int] {
        let catalogue = try #require(DuplicateTests.catalogue)
        let keys = catalogue.kind(left.kind)?.naturalKeys ?? []
        let others = right.keys(catalogue, sealing: sealing)
        return left.keys(catalogue, sealing: sealing).filter { key in
            others.contains { key.matches($0, keys[key.number]) }
        }.map(\.number)
    }

    @Test("the relation is symmetric, and no record is its own duplicate", arguments: 0..<20)
    func laws(seed: Int) throws {
        var random = Seeded(seed: UInt64(seed) &* 31 &+ 7)
        let records = (0..<40).map { number in
            DuplicateTests.hazard(
                number, hours: Int64(random.number(below: 50)), north: Int64(random.number(below: 60)),
                target: random.chance(1, of: 2) ? random.number(below: 4) : nil,
                category: random.chance(1, of: 2) ? "F05" : "F06")
        }
        var found = 0
        for left in records {
            #expect(try matches(left, left).isEmpty)
            for right in records {
                let there = try matches(left, right)
                #expect(try there == matches(right, left))
                found += there.count
            }
        }
        #expect(found > 0)
    }

    @Test("the same thing within 24 hours and 30 metres, at the bounds and one past them")
    func bounds() throws {
        // A step north is 9,000 thousand-millionths of a degree: very nearly a metre.
        let first = DuplicateTests.hazard(1, hours: 0, north: 0)
        #expect(try matches(first, DuplicateTests.hazard(2, hours: 24, north: 29)) == [1])
        #expect(try matches(first, DuplicateTests.hazard(2, hours: -24, north: 29)) == [1])
        #expect(try matches(first, DuplicateTests.hazard(2, hours: 25, north: 29)).isEmpty)
        #expect(try matches(first, DuplicateTests.hazard(2, hours: 24, north: 31)).isEmpty)
        #expect(try matches(first, DuplicateTests.hazard(2, hours: 0, north: 0, category: "F06")).isEmpty)
        let house = DuplicateTests.hazard(1, hours: 0, north: 0, target: 1)
        #expect(try matches(house, DuplicateTests.hazard(2, hours: 24, north: 500, target: 1)) == [0])
        #expect(try matches(house, DuplicateTests.hazard(2, hours: 24, north: 500, target: 2)).isEmpty)
    }

    @Test("what is deleted or merged has no keys; restored or taken apart it has them again")
    func excluded() throws {
        let first = DuplicateTests.hazard(1, hours: 0, north: 0)
        var second = DuplicateTests.hazard(2, hours: 0, north: 0)
        #expect(try matches(first, second) == [1])
        DuplicateTests.apply([("deleted", .bool(true))], counter: 2, to: &second)
        #expect(try matches(first, second).isEmpty)
        DuplicateTests.apply([("deleted", .bool(false))], counter: 3, to: &second)
        #expect(try matches(first, second) == [1])
        let alias = try #require(Record.aliasPath(to: first.id)).text
        DuplicateTests.apply([(alias, .bool(true))], counter: 4, to: &second)
        #expect(second.aliases == [first.id])
        #expect(try matches(first, second).isEmpty)
        DuplicateTests.apply([(alias, nil)], counter: 5, to: &second)
        #expect(second.aliases.isEmpty)
        #expect(try matches(first, second) == [1])
    }

    @Test("identity numbers agree by the hub's token; on a device by name and last four, never by last four alone")
    func sealed() throws {
        func person(_ number: Int, _ name: Text, token: UInt8?) -> Record {
            DuplicateTests.record(
                number, kind: "person",
                [
                    "name": .text(name),
                    "id_no": .sealed(
                        SealedValue(
                            lastFour: "001X", isChecksumValid: true, token: token.map { [$0] } ?? [],
                            box: token == nil ? [UInt8(number)] : [])),
                ])
        }
        let wang = person(1, "王 小明", token: 1)
        #expect(try matches(wang, person(2, "李四", token: 1)) == [0])
        #expect(try matches(wang, person(2, "王小明", token: 2)).isEmpty)
        #expect(try matches(wang, person(2, "王小明", token: nil)).isEmpty)
        #expect(try matches(person(3, "王小明", token: nil), person(2, "王小明", token: nil)).isEmpty)
        #expect(try matches(wang, person(2, "王小明", token: nil), .lastFour) == [1])
        #expect(try matches(wang, person(2, "李四", token: nil), .lastFour).isEmpty)
    }

    @Test("aliases come to the same first record in every order, through chains and circles", arguments: 0..<30)
    func aliases(seed: Int) {
        var random = Seeded(seed: UInt64(seed) &+ 11)
        let pairs = (0..<12).map { _ in
            (DuplicateTests.id(random.number(below: 14)), DuplicateTests.id(random.number(below: 14)))
        }
        let expected = Aliases(pairs)
        for _ in 0..<5 {
            let other = Aliases(pairs.shuffled(using: &random).map { random.chance(1, of: 2) ? $0 : ($0.1, $0.0) })
            for number in 0..<14 {
                let id = DuplicateTests.id(number)
                let first = expected.representative(of: id)
                #expect(other.representative(of: id) == first)
                #expect(first <= id && expected.representative(of: first) == first)
            }
        }
        for pair in pairs { #expect(expected.areSame(pair.0, pair.1)) }
        #expect(!Aliases(pairs.filter { $0.0 != $0.1 }.prefix(1)).areSame(DuplicateTests.id(20), DuplicateTests.id(21)))
    }

    @Test("merges that did not see each other, A into B beside B into A, leave the first of them")
    func circle() {
        let (a, b, c) = (DuplicateTests.id(1), DuplicateTests.id(2), DuplicateTests.id(3))
        #expect(Aliases([(a, b), (b, a)]).representative(of: b) == a)
        #expect(Aliases([(c, b), (b, a)]).representative(of: c) == a)
        #expect(Aliases([(c, a), (c, b)]).representative(of: b) == a)
    }

    @Test(
        "natural keys read and write as they were, and each mistake is named",
        arguments: [
            (#"["a","a"]"#, "names a field twice"), (#"["x"]"#, "names no field"), (#"["c"]"#, "takes no collection"),
            (#"[{"fields":[]}]"#, "needs `fields`"), (#"[{"fields":["a"],"at":"t"}]"#, "together or neither"),
            (#"[{"fields":["a"],"at":"t","within_hours":0}]"#, "from 1 to 8784"),
            (#"[{"fields":["a"],"place":"p","within_metres":10001}]"#, "from 1 to 10000"),
            (#"[{"fields":["a"],"at":"a","within_hours":1}]"#, "timestamp or a date"),
            (#"[{"fields":["a"],"place":"t","within_metres":1}]"#, "must be a point"),
            (#"[{"fields":["a"],"near":1}]"#, "does not know `near`"), (#"["a",{"fields":["a"]}]"#, "or of objects"),
        ])
    func mistakes(key: String, reason: String) throws {
        func catalogue(_ key: String) throws -> Catalogue {
            try Catalogue(
                json: try JSONValue(
                    parsing: """
                        {"kinds":[{"id":"k","label":{"zh":"类","en":"K"},"natural_key":\(key),"fields":[
                        {"id":"a","label":{"zh":"甲","en":"A"},"type":"text","policy":"latest"},
                        {"id":"c","label":{"zh":"丙","en":"C"},"type":"codes","policy":"elements"},
                        {"id":"p","label":{"zh":"点","en":"P"},"type":"point","policy":"latest"},
                        {"id":"t","label":{"zh":"时","en":"T"},"type":"timestamp","policy":"once"}]}]}
                        """))
        }
        for good in [#"["a"]"#, #"[{"fields":["a"],"at":"t","within_hours":24,"place":"p","within_metres":30}]"#] {
            let read = try catalogue(good)
            #expect(
                Catalogue(kinds: read.kinds).json["kinds"]?.array?.first?["natural_key"]
                    == (try JSONValue(parsing: good)))
        }
        do {
            _ = try catalogue(key)
            Issue.record("\(key) was taken")
        } catch let error as CatalogueError {
            #expect(error.reason.contains(reason), "\(error)")
        }
    }
}
