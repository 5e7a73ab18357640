import Foundation
import GRDB
import GridCausality
import GridRecords
import GridStore

/// Columns as values. A page that went bad gives an error here, never a trap.
extension Row {
    func integer(_ index: Int) throws(StoreError) -> Int64 {
        guard let value = self[index] as Int64? else { throw Row.damaged(index) }
        return value
    }

    func unsigned(_ index: Int) throws(StoreError) -> UInt64 {
        guard let value = UInt64(exactly: try integer(index)) else { throw Row.damaged(index) }
        return value
    }

    func text(_ index: Int) throws(StoreError) -> String {
        guard let value = self[index] as String? else { throw Row.damaged(index) }
        return value
    }

    /// Empty for NULL, as which empty bytes are stored.
    func bytes(_ index: Int) throws(StoreError) -> [UInt8] {
        do {
            return try withUnsafeData(atIndex: index) { $0.map { [UInt8]($0) } ?? [] }
        } catch {
            throw Row.damaged(index)
        }
    }

    func recordID(_ index: Int) throws(StoreError) -> RecordID {
        guard let id = RecordID(bytes: try bytes(index)) else { throw Row.damaged(index) }
        return id
    }

    func replicaID(_ index: Int) throws(StoreError) -> ReplicaID {
        guard let id = ReplicaID(bytes: try bytes(index)) else { throw Row.damaged(index) }
        return id
    }

    /// Ids packed one after the other.
    func recordIDs(_ index: Int) throws(StoreError) -> [RecordID] {
        let bytes = try bytes(index)
        var result: [RecordID] = []
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let end = Swift.min(start + 16, bytes.count)
            guard let id = RecordID(bytes: bytes[start..<end]) else { throw Row.damaged(index) }
            result.append(id)
        }
        return result
    }

    /// Codes on a line each.
    func areas(_ index: Int) throws(StoreError) -> [AreaCode] {
        try text(index).split(separator: "\n").map { AreaCode(String($0)) }
    }

    static func damaged(_ index: Int) -> StoreError {
        StoreError(
            .corrupt, operation: "read row", detail: "column \(index) does not hold what was written",
            hint: "run verify; restore from a backup if it fails")
    }
}

/// Bytes as an argument; empty ones become NULL.
func blob(_ bytes: [UInt8]) -> Data? { bytes.isEmpty ? nil : Data(bytes) }

func packed(_ records: [RecordID]) -> Data? { blob(records.flatMap(\.bytes)) }

func joined(_ areas: [AreaCode]) -> String { areas.map(\.text).joined(separator: "\n") }

/// For questions: what lies beyond the range is beyond every row.
func clamped(_ number: UInt64) -> Int64 { Int64(clamping: number) }
