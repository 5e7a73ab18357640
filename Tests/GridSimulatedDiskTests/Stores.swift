import GridCausality
import GridRecords
import GridStore

func replica(_ number: UInt64) -> ReplicaID { ReplicaID(high: number << 56, low: number) }
func record(_ number: UInt64) -> RecordID { RecordID(bits: Bits128(high: number << 60, low: number)) }
func dot(_ number: UInt64, _ counter: UInt64) -> Dot { Dot(replica: replica(number), counter: counter) }

func logEntry(
    _ dot: Dot, at position: UInt64 = 1, touching records: [RecordID] = [], body: [UInt8] = [1, 2, 3]
) -> LogEntry {
    LogEntry(
        dot: dot, position: position, pushedHash: [UInt8](repeating: 1, count: 32),
        chain: [UInt8(dot.counter & 0xFF), 9],
        body: body, device: DeviceID("d\(dot.replica.bits.low)"), author: WorkerID("w1"), effectiveTime: -5,
        receivedTime: 1_700_000_000_000, clockOffset: 3, verdict: "{\"verdict\":\"applied\"}",
        epoch: EpochID(bits: Bits128(high: 1, low: 2)), isApplied: true, records: records)
}

func storedRecord(_ id: RecordID, at position: UInt64, in areas: [String], body: [UInt8] = [5]) -> StoredRecord {
    StoredRecord(
        id: id, kind: "hazard", body: body, position: position, areas: areas.map { AreaCode($0) }, isDeleted: false)
}

func journalEntry(
    _ dot: Dot, _ state: JournalEntry.State = .pending, touching records: [RecordID] = [], body: [UInt8] = [1]
) -> JournalEntry {
    JournalEntry(dot: dot, body: body, hash: [2], chain: [3], state: state, at: 77, records: records)
}

extension HubStore {
    /// One job in one commit, its error thrown.
    func write(_ job: @escaping (any HubTransaction) throws -> Void) throws {
        try commit([job])[0].get()
    }
}
