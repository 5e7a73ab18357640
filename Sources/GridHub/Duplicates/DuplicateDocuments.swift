import GridRecords

/// How far the index of duplicates has followed the feed. Key of the shelf `meta`: `duplicates`.
struct DuplicateProgressDocument: Codable, Equatable {
    var position: UInt64
    /// What the index was made by; when it is another, everything is looked at again.
    var rules: String
}

/// One key of one record. Key: `<keyed hash>/<window>/<row>/<record>`.
struct DuplicateKeyDocument: Codable, Equatable {
    var time: Int64?
    /// Degrees times 10^9, with the system they were measured in.
    var longitude: Int64?
    var latitude: Int64?
    var system: String?
}

/// Where a record stands in the index. Key: the record's id.
struct DuplicateRecordDocument: Codable, Equatable {
    /// Keys of its documents on the shelf of keys, sorted.
    var keys: [String] = []
    /// Records with which it makes a pair, sorted.
    var others: [String] = []

    var isEmpty: Bool { keys.isEmpty && others.isEmpty }
}

/// Two records that seem to be the same, or were found to be. Key: `<smaller id>/<larger id>`.
struct DuplicatePairDocument: Codable, Equatable {
    var kind: String
    /// The fields in which they agree now, sorted; empty when they no longer do.
    var fields: [String] = []
    /// Which of both has an alias to the other, sorted.
    var merged: [String] = []
    /// Which of those was written to after it was merged, sorted.
    var edited: [String] = []
    var foundAt: Int64
}

/// A person's word that two records are two things. Key: `<smaller id>/<larger id>`.
struct DismissalDocument: Codable {
    var by: String
    var at: Int64
    var note: String
}
