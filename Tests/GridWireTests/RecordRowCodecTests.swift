import GridCausality
import GridRecords
import GridWire
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

    @Test("bytes that are no record are refused")
    func refused() {
        for bytes in [[], [0x0A, 0x01, 0x00], [0xFF], Array("<html></html>".utf8)] as [[UInt8]] {
            #expect(throws: RecordCodingError.self) { try RecordRowCodec().decode(bytes) }
        }
    }
}
