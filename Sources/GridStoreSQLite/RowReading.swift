import Foundation
import GRDB
import GRDBSQLite
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
            return try decode(Blob?.self, atIndex: index)?.bytes ?? []
        } catch {
            throw Row.damaged(index)
        }
    }

    func recordID(_ index: Int) throws(StoreError) -> RecordID {
        guard let bits = try? decode(Identity?.self, atIndex: index)?.bits else { throw Row.damaged(index) }
        return RecordID(bits: bits)
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
        let text = try text(index)
        // Nearly every record lies in one area.
        guard text.utf8.contains(0x0A) else { return text.isEmpty ? [] : [AreaCode(text)] }
        return text.split(separator: "\n").map { AreaCode(String($0)) }
    }

    static func damaged(_ index: Int) -> StoreError {
        StoreError(
            .corrupt, operation: "read row", detail: "column \(index) does not hold what was written",
            hint: "run verify; restore from a backup if it fails")
    }
}

/// A column's bytes, copied once out of SQLite's memory; by way of `Data` each costs an allocation and a copy more.
private struct Blob: DatabaseValueConvertible, StatementColumnConvertible {
    let bytes: [UInt8]

    init(sqliteStatement: SQLiteStatement, index: CInt) {
        bytes = Array(
            UnsafeRawBufferPointer(
                start: sqlite3_column_blob(sqliteStatement, index),
                count: Int(sqlite3_column_bytes(sqliteStatement, index))))
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> Blob? {
        Data.fromDatabaseValue(value).map { Blob([UInt8]($0)) }
    }
}

/// A column of 16 bytes, read without an array.
private struct Identity: DatabaseValueConvertible, StatementColumnConvertible {
    let bits: Bits128

    init?(sqliteStatement: SQLiteStatement, index: CInt) {
        let bytes = UnsafeRawBufferPointer(
            start: sqlite3_column_blob(sqliteStatement, index), count: Int(sqlite3_column_bytes(sqliteStatement, index))
        )
        guard bytes.count == 16 else { return nil }
        bits = Bits128(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    private init?(_ bytes: Data) {
        guard let bits = Bits128(bytes: bytes) else { return nil }
        self.bits = bits
    }

    var databaseValue: DatabaseValue { Data(bits.bytes).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> Identity? {
        Data.fromDatabaseValue(value).flatMap { Identity($0) }
    }
}

/// Bytes as an argument; empty ones become NULL.
func blob(_ bytes: [UInt8]) -> Data? { bytes.isEmpty ? nil : Data(bytes) }

/// Bytes as a value; empty ones become NULL.
func blobValue(_ bytes: [UInt8]) -> DatabaseValue { bytes.isEmpty ? .null : Data(bytes).databaseValue }

func packed(_ records: [RecordID]) -> Data? { blob(records.flatMap(\.bytes)) }

func joined(_ areas: [AreaCode]) -> String { areas.map(\.text).joined(separator: "\n") }

/// For questions: what lies beyond the range is beyond every row.
func clamped(_ number: UInt64) -> Int64 { Int64(clamping: number) }
