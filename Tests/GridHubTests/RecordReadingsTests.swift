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
        readings.keep(record, [1, 2, 3])
        #expect(readings.record(stored(1, [1, 2, 3])) == record)
        #expect(readings.record(stored(1, [1, 2, 4])) == nil)
        #expect(readings.record(stored(2, [1, 2, 3])) == nil)
        readings.keep(Record(id: id(1), kind: "shop"), [4])
        #expect(readings.record(stored(1, [4]))?.kind == "shop")
        #expect(readings.record(stored(1, [1, 2, 3])) == nil)
    }

    @Test("what is kept stays bounded: beyond 2 MiB of bodies only the last is kept, one that comes again counts once")
    func bounded() {
        let readings = RecordReadings()
        let body = [UInt8](repeating: 7, count: 1_048_576)
        readings.keep(Record(id: id(1), kind: "house"), body)
        for _ in 0..<5 { readings.keep(Record(id: id(2), kind: "house"), [1]) }
        readings.keep(Record(id: id(2), kind: "house"), [UInt8](repeating: 7, count: 1_048_576))
        #expect(readings.record(stored(1, body)) != nil)
        #expect(readings.record(stored(2, body)) != nil)
        readings.keep(Record(id: id(3), kind: "house"), [1])
        #expect(readings.record(stored(1, body)) == nil)
        #expect(readings.record(stored(2, body)) == nil)
        #expect(readings.record(stored(3, [1])) != nil)
    }

    private func id(_ number: UInt64) -> RecordID { RecordID(bits: Bits128(high: 0, low: number)) }

    private func stored(_ number: UInt64, _ body: [UInt8]) -> StoredRecord {
        StoredRecord(id: id(number), kind: "house", body: body, position: 1, areas: [], isDeleted: false)
    }
}
