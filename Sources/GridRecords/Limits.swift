/// Every bound of the system in one place, each with its unit. Tested at the bound and one past it.
package enum Limits {
    /// Bytes of one segment of a path.
    package static let pathSegmentBytes = 64
    /// UTF-8 bytes of one text value.
    package static let textBytes = 65_536
    /// UTF-8 bytes of an identity or a code.
    package static let codeBytes = 64
    /// Parts of one composite value.
    package static let compositeParts = 64
    /// How deep composites may nest.
    package static let compositeDepth = 4
    /// Bytes of a sealed value as it travels.
    package static let sealedBytes = 1_024
    /// Changes in one changeset.
    package static let changesPerChangeset = 256
    /// Writes in one change.
    package static let writesPerChange = 512
    /// Siblings that one change may keep.
    package static let keptSiblingsPerChange = 256
    /// Entries of one context.
    package static let contextEntries = 4_096
    /// Siblings at one path before the record is held for review.
    package static let siblingsPerPath = 256
    /// Canonical bytes of one changeset.
    package static let changesetBytes = 1_048_576
    /// Changesets in one message.
    package static let changesetsPerMessage = 2_000
    /// Bytes of one request body, after decompression.
    package static let bodyBytes = 8 * 1_048_576
    /// Records on one page of a pull, at most and unless asked otherwise.
    package static let recordsPerPage = 2_000
    /// Bytes of records on one page of a pull before it is cut.
    package static let pageBytes = 2 * 1_048_576
    /// How far from 1970 a time may lie, in milliseconds (142,000 years): far enough from the ends of 64 bits.
    package static let timeMilliseconds: Int64 = 1 << 52
    /// Depth of nesting in a JSON body.
    package static let jsonDepth = 32
    /// Days for which a device keeps what was acknowledged.
    package static let journalDays = 30
    /// Hours for which an enrolment code is good.
    package static let enrolmentCodeHours = 24
    /// How far the hub's hybrid clock may run ahead of its wall clock, in milliseconds.
    package static let clockDriftMilliseconds: Int64 = 60_000
    /// Records that one record is compared to and found the same as: what more have in common tells nothing.
    package static let duplicatesPerRecord = 20
    /// Records on a device beyond which it looks for no duplicates at entry: the hub does.
    package static let recordsPerHint = 10_000
    /// Days after which copies that devices offered and nobody sent again go to a supervisor.
    package static let recoveryDays = 7
}
