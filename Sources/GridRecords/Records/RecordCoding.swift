/// How a record becomes the bytes that stores keep and the wire carries.
package protocol RecordCoding: Sendable {
    func encode(_ record: Record) -> [UInt8]
    /// Refuses bytes that are not a record; never traps.
    func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record
}

/// Bytes that are not a record, with what was expected.
package struct RecordCodingError: Error, Hashable, Sendable {
    package let detail: String
    package init(_ detail: String) { self.detail = detail }
}
