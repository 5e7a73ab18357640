import Foundation
import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridStoreSQLite

/// Which implementation a test of the conformance suite runs on.
enum Kept: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case inMemory, onDisk

    var testDescription: String { rawValue }

    func hub(_ directory: TemporaryDirectory) throws -> any HubStore {
        switch self {
        case .inMemory: MemoryHubStore()
        case .onDisk: try SQLiteHubStore(directory: directory.path, create: true)
        }
    }

    func device(_ directory: TemporaryDirectory) throws -> any DeviceStore {
        switch self {
        case .inMemory: MemoryDeviceStore()
        case .onDisk: try SQLiteDeviceStore(directory: directory.path, create: true)
        }
    }
}

/// A directory that goes with the test.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("gridsync-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Copies every file as it lies there at this moment: what a crash or a careless copy leaves.
    func copied() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(copy.path)/\(name)")
        }
        return copy
    }
}

/// A small generator whose seed names the whole run. Source: Steele et al., "Fast Splittable Pseudorandom Number
/// Generators" (2014), figure 17.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What a job of a test throws to be taken back.
struct Refusal: Error, Equatable {}

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

func storedRecord(
    _ id: RecordID, at position: UInt64, in areas: [String], kind: String = "hazard", body: [UInt8] = [5]
) -> StoredRecord {
    StoredRecord(
        id: id, kind: kind, body: body, position: position, areas: areas.map { AreaCode($0) }, isDeleted: false)
}

func journalEntry(_ dot: Dot, _ state: JournalEntry.State = .pending, touching records: [RecordID] = []) -> JournalEntry
{
    JournalEntry(dot: dot, body: [1], hash: [2], chain: [3], state: state, at: 77, records: records)
}

extension HubStore {
    /// One job in one commit, its error thrown.
    func write(_ job: @escaping (any HubTransaction) throws -> Void) throws {
        try commit([job])[0].get()
    }
}

/// Walks over the records of a kind, so many at a time.
func everyRecord(ofKind kind: String, in hub: any HubTransaction, page limit: Int) throws -> [StoredRecord] {
    var found: [StoredRecord] = []
    while true {
        let page = try hub.records(ofKind: kind, after: found.last?.id, limit: limit)
        found += page
        if page.count < limit { return found }
    }
}
