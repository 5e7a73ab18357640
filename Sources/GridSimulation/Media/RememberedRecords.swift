import GridRecords
import GridWire

/// The codec of the stores, which reads no row twice in a run: what is read is the same each time, and each device reads
/// what the others have read.
///
/// What is written is not remembered, so that every row that anybody reads was read from its bytes once.
final class RememberedRecords: CreationCoding, @unchecked Sendable {
    private struct Row: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) {
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    private let codec = RecordRowCodec()
    /// Touched by the one thread of its run.
    private var records: [Row: Record] = [:]

    func encode(_ record: Record) -> [UInt8] { codec.encode(record) }

    func start(ofCreation count: Int, stamp: Stamp) -> [UInt8] { codec.start(ofCreation: count, stamp: stamp) }

    func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record {
        let row = Row(bytes: bytes)
        if let known = records[row] { return known }
        let record = try codec.decode(bytes)
        records[row] = record
        return record
    }
}
