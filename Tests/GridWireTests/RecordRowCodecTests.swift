import GridCausality
import GridRecords
import GridWire
import SwiftProtobuf
import Testing

@Suite("Records as rows") struct RecordRowCodecTests {
    @Test("a record comes back with everything that it holds", arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var seeded = Seeded(seed)
        let record = seeded.record()
        let bytes = RecordRowCodec().encode(record)
        let back = try RecordRowCodec().decode(bytes)
        #expect(back == record)
        #expect(RecordRowCodec().encode(back) == bytes, "equal records are equal bytes")
        #expect(
            try ProtoRecordRow(serializedBytes: bytes).serializedBytes() == bytes, "as the generated message writes")
    }

    @Test("a creation is read as the record that it makes", arguments: 0..<200 as Range<UInt64>)
    func creation(seed: UInt64) throws {
        var seeded = Seeded(seed)
        let (changeset, creation) = seeded.creation()
        let stamp = seeded.stamp(of: changeset)
        var record = Record(id: creation.record, kind: creation.kind)
        record.apply(creation, stamp: stamp)
        #expect(try RecordRowCodec().decode(changeset.row(stamp)) == record)
    }

    @Test("a creation is refused that touches two records, saw something, stands for another or stands beside columns")
    func refusedCreations() throws {
        var seeded = Seeded(9)
        let (changeset, creation) = seeded.creation()
        let stamp = seeded.stamp(of: changeset)
        func row(_ change: (inout Changeset) -> Void) -> [UInt8] {
            var changed = changeset
            change(&changed)
            return changed.row(stamp)
        }
        let plain = row { _ in }
        #expect(throws: Never.self) { try RecordRowCodec().decode(plain) }
        var second = creation
        second.record = RecordID(bits: seeded.bits())
        let refused: [[UInt8]] = [
            row { $0.changes = [creation, second].sorted { $0.record < $1.record } }, row { $0.changes = [] },
            row { $0.changes[0].isCreation = false },
            row { $0.changes[0].context = VersionVector([.init(replica: changeset.dot.replica, counter: 1)]) },
            row { $0.origin = Changeset.Origin(dot: changeset.dot) },
            // A kind, a second device, a second effective time; then no device, and a cut off changeset.
            plain + [0x12, 1, 0x6B], plain + [0x2A, 1, 0x64], plain + [0x6A, 1, 0],
            Array(plain.dropFirst(2 + Int(plain[1]))), Array(plain.dropLast()),
        ]
        for bytes in refused { #expect(throws: RecordCodingError.self) { try RecordRowCodec().decode(bytes) } }
    }

    @Test("a dot without a stamp is carried too")
    func unstamped() throws {
        var seeded = Seeded(8)
        let replica = ReplicaID(high: 4, low: 4)
        let siblings = Siblings<RecordedValue>([
            .init(dot: Dot(replica: replica, counter: 2), value: RecordedValue(value: .int(1))),
            .init(dot: Dot(replica: replica, counter: 3), value: RecordedValue(value: nil, from: .int(1))),
        ])
        let stamp = Stamp(
            dot: Dot(replica: replica, counter: 3), author: WorkerID("w"), device: DeviceID("d"), deviceTime: 5,
            effectiveTime: 4)
        let record = Record(
            id: RecordID(bits: seeded.bits()), kind: "hazard",
            context: VersionVector([.init(replica: replica, counter: 3)]),
            registers: [Register(path: .field("level"), siblings: siblings)], stamps: [stamp], unmet: [], bases: [])
        #expect(try RecordRowCodec().decode(RecordRowCodec().encode(record)) == record)
    }

    @Test("of two stamps of one dot, which joined copies may have, the first is carried")
    func twoStamps() throws {
        let dot = Dot(replica: ReplicaID(high: 4, low: 4), counter: 3)
        func stamp(_ time: Int64) -> Stamp {
            Stamp(dot: dot, author: WorkerID("w"), device: DeviceID("d"), deviceTime: 5, effectiveTime: time)
        }
        func record(_ stamps: [Stamp]) -> Record {
            let value = RecordedValue(value: .int(1))
            return Record(
                id: RecordID(bits: Bits128(high: 1, low: 2)), kind: "hazard",
                context: VersionVector([.init(replica: dot.replica, counter: 3)]),
                registers: [Register(path: .field("level"), siblings: Siblings(value, at: dot))], stamps: stamps,
                unmet: [], bases: [])
        }
        let bytes = RecordRowCodec().encode(record([stamp(4), stamp(9)]))
        #expect(try RecordRowCodec().decode(bytes) == record([stamp(4)]))
    }

    @Test("columns of more than 127 and of more than 16,383 bytes come back", arguments: [100, 127, 128, 129, 9_000])
    func long(count: Int) throws {
        let replica = ReplicaID(high: 4, low: 4)
        let dots = (1...UInt64(count)).map { Dot(replica: replica, counter: 1_000 + $0) }
        let siblings = Siblings(dots.map { .init(dot: $0, value: RecordedValue(value: .bool(true), from: .int(7))) })
        let stamps = dots.map {
            Stamp(
                dot: $0, author: WorkerID("w"), device: DeviceID("d"), deviceTime: Int64($0.counter), effectiveTime: 5,
                observedTime: 4, clockOffset: 70)
        }
        let record = Record(
            id: RecordID(bits: Bits128(high: 1, low: 2)), kind: "hazard",
            context: VersionVector([.init(replica: replica, counter: 1_000 + UInt64(count))]),
            registers: [Register(path: .field("level"), siblings: siblings)], stamps: stamps, unmet: [], bases: [])
        #expect(try RecordRowCodec().decode(RecordRowCodec().encode(record)) == record)
    }

    @Test("numbers one by one, fields of later versions and of other wire types are read as protobuf asks")
    func otherWriters() throws {
        let id = [UInt8](1...16)
        let head: [UInt8] = [0x0A, 16] + id + [0x12, 1] + Array("k".utf8) + [0x1A, 16] + id
        let packed = try RecordRowCodec().decode(head + [0x32, 1, 0, 0x3A, 2, 0x96, 0x01])
        let single = try RecordRowCodec().decode(head + [0x30, 0, 0x38, 0x96, 0x01])
        #expect(packed == single)
        #expect(packed.context.entries.map(\.counter) == [150])
        let later: [UInt8] = [0x80, 0x03, 7, 0x8A, 0x03, 1, 9, 0x10, 3]
        #expect(try RecordRowCodec().decode(later + head + [0x32, 1, 0, 0x3A, 2, 0x96, 0x01]) == packed)
        #expect(throws: RecordCodingError.self) { try RecordRowCodec().decode(head + [0x32, 1, 0x80]) }
        #expect(throws: RecordCodingError.self) { try RecordRowCodec().decode([0x12, 2, 0xC3, 0x28] + head) }
    }

    @Test("bytes that are no record are refused")
    func refused() {
        for bytes in [[], [0x0A, 0x01, 0x00], [0xFF], Array("<html></html>".utf8)] as [[UInt8]] {
            #expect(throws: RecordCodingError.self) { try RecordRowCodec().decode(bytes) }
        }
    }
}
