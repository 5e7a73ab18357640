import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridHub

@Suite("Records that are kept decoded")
struct RecordReadingsTests {
    @Test("a record is known by its bytes: with others it is read anew")
    func bytes() {
        let readings = RecordReadings()
        let record = Record(id: id(1), kind: "house")
        #expect(readings.record(stored(1, [1, 2, 3])) == nil)
        readings.keep(KnownRecord(record), [1, 2, 3])
        #expect(readings.record(stored(1, [1, 2, 3]))?.record == record)
        #expect(readings.record(stored(1, [1, 2, 4])) == nil)
        #expect(readings.record(stored(2, [1, 2, 3])) == nil)
        readings.keep(known(id(1), "shop"), [4])
        #expect(readings.record(stored(1, [4]))?.record.kind == "shop")
        #expect(readings.record(stored(1, [1, 2, 3])) == nil)
    }

    @Test("what is kept stays bounded: the young grow old at 1 MiB of bodies, and the old go when the next do")
    func bounded() {
        let readings = RecordReadings()
        let half = [UInt8](repeating: 7, count: 524_288)
        // One that comes again counts once.
        for _ in 0..<5 { readings.keep(known(id(1), "house"), half) }
        readings.keep(known(id(2), "house"), half)
        #expect(readings.record(stored(1, half)) != nil)
        readings.keep(known(id(3), "house"), [1])
        // All three are old now; the next two, too large together, send them away.
        readings.keep(known(id(4), "house"), half)
        #expect(
            readings.records([stored(1, half), stored(2, half), stored(3, [1]), stored(4, half)]).allSatisfy {
                $0 != nil
            })
        readings.keep(known(id(5), "house"), half + [1])
        #expect(readings.records([stored(1, half), stored(2, half), stored(3, [1])]).allSatisfy { $0 == nil })
        #expect(readings.records([stored(4, half), stored(5, half + [1])]).allSatisfy { $0 != nil })
    }

    @Test("the newer of two readings of a record counts, however old the other is")
    func newer() {
        let readings = RecordReadings()
        readings.keep(known(id(1), "house"), [UInt8](repeating: 7, count: 1_048_577))
        readings.keep(known(id(1), "shop"), [1])
        #expect(readings.record(stored(1, [1]))?.record.kind == "shop")
    }

    @Test("a record with a past counts twice")
    func weight() {
        let readings = RecordReadings()
        let body = [UInt8](repeating: 7, count: 524_289)
        let dot = Dot(replica: ReplicaID(bits: id(9).bits), counter: 1)
        let change = Change(
            record: id(1), kind: "house", context: .empty, epoch: EpochID(bits: id(8).bits), isCreation: true,
            writes: [])
        let stamp = Stamp(
            dot: dot, author: WorkerID("w"), device: DeviceID("d"), deviceTime: 1, effectiveTime: 1)
        let house = Record(id: id(1), kind: "house")
        let past = RecentPast(from: house).with(
            IncomingChange(logged: change, change: change, lost: .empty, stamp: stamp, isProven: false), making: house)
        readings.keep(known(id(2), "house"), [1])
        for number in [1, 3] as [UInt64] {
            let house = Record(id: id(number), kind: "house")
            readings.keep(KnownRecord(record: house, past: past), body)
        }
        #expect(readings.record(stored(2, [1])) == nil)
        #expect(readings.record(stored(1, body)) == nil)
        #expect(readings.record(stored(3, body)) != nil)
    }

    private func known(_ id: RecordID, _ kind: String) -> KnownRecord { KnownRecord(Record(id: id, kind: kind)) }

    private func id(_ number: UInt64) -> RecordID { RecordID(bits: Bits128(high: 0, low: number)) }

    private func stored(_ number: UInt64, _ body: [UInt8]) -> StoredRecord {
        StoredRecord(id: id(number), kind: "house", body: body, position: 1, areas: [], isDeleted: false)
    }
}
