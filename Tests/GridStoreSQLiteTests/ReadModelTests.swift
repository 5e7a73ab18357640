import GRDB
import GridCausality
import GridRecords
import GridStore
import GridStoreSQLite
import Synchronization
import Testing

/// Stands in for the wire's codec: bytes are the number of a record it was given.
final class NumberedCodec: RecordCoding {
    private let records = Mutex<[GridRecords.Record]>([])

    func encode(_ record: GridRecords.Record) -> [UInt8] {
        records.withLock { records in
            records.append(record)
            return [UInt8(records.count)]
        }
    }

    func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> GridRecords.Record {
        guard let number = bytes.first, number > 0 else { throw RecordCodingError("no number") }
        return records.withLock { $0[Int(number) - 1] }
    }
}

@Suite("The read model")
struct ReadModelTests {
    let directory: TemporaryDirectory
    let hub = MemoryHubStore()
    let codec = NumberedCodec()

    init() throws { directory = try TemporaryDirectory() }

    private var file: String { "\(directory.path)/readmodel.sqlite" }

    private static func catalogue(_ version: String, extra: [FieldDefinition] = []) -> Catalogue {
        let label = Label(chinese: "", english: "")
        let latest = PolicyDefinition(.latest)
        let fields = [
            FieldDefinition(id: "name", label: label, type: .text, policy: latest),
            FieldDefinition(id: "rent", label: label, type: .money, policy: latest),
            FieldDefinition(id: "size", label: label, type: .decimal, policy: latest),
            FieldDefinition(id: "open", label: label, type: .bool, policy: latest),
            FieldDefinition(id: "position", label: label, type: .text, policy: latest),
            FieldDefinition(id: "id_no", label: label, type: .text, policy: latest, sensitivity: .sealed),
        ]
        return Catalogue(version: version, kinds: [KindDefinition(id: "thing", label: label, fields: fields + extra)])
    }

    private func put(_ number: UInt64, _ values: [(String, FieldValue)], at position: UInt64, kind: String = "thing")
        throws
    {
        let written = dot(1, position)
        let record = GridRecords.Record(
            id: record(number), kind: kind,
            context: VersionVector([.init(replica: written.replica, counter: position)]),
            registers: values.map { name, value in
                Register(
                    path: .field(name), siblings: Siblings([.init(dot: written, value: RecordedValue(value: value))]))
            },
            stamps: [
                Stamp(
                    dot: written, author: WorkerID("w"), device: DeviceID("d"), deviceTime: 0,
                    effectiveTime: 1_772_328_600_000)
            ], unmet: [], bases: [])
        let body = codec.encode(record)
        try hub.write { hub in
            try hub.append(Commit(position: position, chain: [UInt8(position), 1]))
            try hub.put(storedRecord(record.id, at: position, in: ["3307"], kind: kind, body: body))
        }
    }

    private func rows(_ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: file)
        return try queue.inDatabase { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map(\.description).joined(separator: " ")
            }
        }
    }

    @Test("fields are columns of their types, and a sealed field only its last four")
    func columns() throws {
        let sealed = SealedValue(lastFour: "123X", isChecksumValid: true, token: [1], box: [2])
        try put(
            1,
            [
                ("name", .text("陈\"明")), ("rent", .money(120_050)),
                ("size", .decimal(FixedPoint(units: 125, scale: 1))),
                ("open", .bool(true)), ("position", .text("east")), ("id_no", .sealed(sealed)), ("unknown", .int(1)),
            ], at: 1)
        let model = try ReadModel(file: file, catalogue: Self.catalogue("1"), codec: codec)
        #expect(try model.update(from: hub) == 1)
        #expect(try model.update(from: hub) == 0)
        let found = try rows(
            """
            SELECT name = '陈"明', typeof(rent), rent, typeof(size), size, open, position, position_field, id_no, deleted,
                disputed IS NULL, updated FROM thing
            """)
        #expect(found == ["1 \"integer\" 120050 \"real\" 12.5 1 1 \"east\" \"123X\" 0 1 \"2026-03-01T09:30:00+08:00\""])
    }

    @Test("it follows changes and erasures, remembers its place, and one bad record stops no other")
    func following() throws {
        let model = try ReadModel(file: file, catalogue: Self.catalogue("1"), codec: codec)
        #expect(try model.update(from: hub) == 0)
        for position in 1...4 as ClosedRange<UInt64> { try put(position, [("name", .text("a"))], at: position) }
        try put(5, [("name", .text("a"))], at: 5, kind: "ghost")
        try hub.write { hub in
            try hub.append(Commit(position: 6, chain: [6]))
            try hub.put(storedRecord(record(6), at: 6, in: ["3307"], kind: "thing", body: [0]))
        }
        #expect(try model.update(from: hub) == 6)
        #expect(try rows("SELECT count(*) FROM thing") == ["4"])
        #expect(try rows("SELECT count(*) FROM _unreadable") == ["2"])
        try model.close()
        try put(1, [("name", .text("b"))], at: 7)
        try hub.write { hub in
            try hub.append(Commit(position: 8, chain: [8]))
            try hub.erase(record(2), position: 8)
        }
        let again = try ReadModel(file: file, catalogue: Self.catalogue("1"), codec: codec)
        #expect(try again.update(from: hub) == 2)
        #expect(try rows("SELECT name, position FROM thing ORDER BY id") == ["\"b\" 7", "\"a\" 3", "\"a\" 4"])
        #expect(try rows("SELECT position FROM _mark") == ["8"])
    }

    @Test("a catalogue that grew gives new columns, filled from what is there")
    func growing() throws {
        try put(1, [("name", .text("a")), ("floor", .int(3))], at: 1)
        let old = try ReadModel(file: file, catalogue: Self.catalogue("1"), codec: codec)
        #expect(try old.update(from: hub) == 1)
        try old.close()
        let floor = FieldDefinition(
            id: "floor", label: Label(chinese: "", english: ""), type: .int, policy: PolicyDefinition(.latest))
        let new = try ReadModel(file: file, catalogue: Self.catalogue("2", extra: [floor]), codec: codec)
        #expect(try new.update(from: hub) == 1)
        #expect(try rows("SELECT name, floor FROM thing") == ["\"a\" 3"])
        #expect(try new.rebuild(from: hub) == 1)
        #expect(try new.update(from: hub) == 0)
    }

    @Test("a hub that went back is noticed by its chain, and the copy made anew")
    func wentBack() throws {
        for position in 1...3 as ClosedRange<UInt64> { try put(position, [("name", .text("a"))], at: position) }
        let model = try ReadModel(file: file, catalogue: Self.catalogue("1"), codec: codec)
        #expect(try model.update(from: hub) == 3)
        let earlier = MemoryHubStore()
        try earlier.write { try $0.append(Commit(position: 1, chain: [7])) }
        #expect(try model.update(from: earlier) == 0)
        #expect(try rows("SELECT count(*) FROM thing") == ["0"])
    }
}
