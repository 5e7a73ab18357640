/// How a record becomes the bytes that stores keep and the wire carries.
package protocol RecordCoding: Sendable {
    func encode(_ record: Record) -> [UInt8]
    /// Refuses bytes that are not a record; never traps.
    func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record
}

/// A coding that also has records as the changeset that created them, whose canonical bytes stand at the end.
package protocol CreationCoding: RecordCoding {
    /// What stands before the changeset's bytes.
    ///
    /// - Parameters:
    ///   - count: how many bytes a changeset with an `onlyCreation` has.
    ///   - stamp: of that changeset.
    func start(ofCreation count: Int, stamp: Stamp) -> [UInt8]
}

/// Bytes that are not a record, with what was expected.
package struct RecordCodingError: Error, Hashable, Sendable {
    package let detail: String
    package init(_ detail: String) { self.detail = detail }
}
