import GridCausality
package import GridRecords

/// Records as the protobuf message `RecordRow`: what stores keep, and what the feed carries as it lies.
package struct RecordRowCodec: CreationCoding {
    package init() {}

    package func encode(_ record: Record) -> [UInt8] { RecordRowWriter.bytes(of: record) }

    package func start(ofCreation count: Int, stamp: Stamp) -> [UInt8] { CreationRow.start(of: count, stamp: stamp) }

    /// The same record, never as its creation: what people read.
    func inColumns(_ bytes: [UInt8]) throws -> [UInt8] {
        try RecordRowColumns(bytes).creation.isEmpty ? bytes : encode(try decode(bytes))
    }

    package func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record {
        do {
            let row = try RecordRowColumns(bytes)
            return row.creation.isEmpty ? try RecordRowReader.record(of: row) : try CreationRow.record(of: row)
        } catch { throw RecordCodingError(error.detail) }
    }
}
