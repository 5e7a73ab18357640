/// How a record becomes the bytes that stores keep and the wire carries.
package protocol RecordCoding: Sendable {
    func encode(_ record: Record) -> [UInt8]
    /// The record that a change makes alone: the bytes of an empty one after `apply`.
    func encode(_ creation: Change, stamp: Stamp) -> [UInt8]
    /// Refuses bytes that are not a record; never traps.
    func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record
}

extension RecordCoding {
    package func encode(_ creation: Change, stamp: Stamp) -> [UInt8] {
        var record = Record(id: creation.record, kind: creation.kind)
        record.apply(creation, stamp: stamp)
        return encode(record)
    }
}

/// Bytes that are not a record, with what was expected.
package struct RecordCodingError: Error, Hashable, Sendable {
    package let detail: String
    package init(_ detail: String) { self.detail = detail }
}
