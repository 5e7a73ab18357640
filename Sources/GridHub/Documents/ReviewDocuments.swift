import GridRecords

/// An open conflict. Key: `<record>/<path>`.
struct DisputeDocument {
    var record: String
    var path: String
    var kind: String
    var areas: [String]
    var openedAt: Int64
}

extension DisputeDocument {
    /// - Parameter areas: of the record.
    init(_ dispute: Dispute, in areas: [AreaCode], openedAt: Int64) {
        self.init(
            record: dispute.record.text, path: dispute.path.text, kind: dispute.kind, areas: areas.map(\.text),
            openedAt: openedAt)
    }
}

extension DisputeDocument: FrequentDocument {
    init?(json: JSONValue) {
        guard let record = json["record"]?.string, let path = json["path"]?.string, let kind = json["kind"]?.string,
            let areas = json["areas"]?.array?.compactMap(\.string), let openedAt = json["openedAt"]?.integer
        else { return nil }
        self.init(record: record, path: path, kind: kind, areas: areas, openedAt: openedAt)
    }

    var json: JSONValue {
        .object([
            "record": .string(record), "path": .string(path), "kind": .string(kind),
            "areas": .array(areas.map { .string($0) }), "openedAt": .integer(openedAt),
        ])
    }
}

/// Who is to decide a conflict. Key: `<record>/<path>`.
struct AssignmentDocument: Codable {
    var worker: String
    var at: Int64
}

/// What was joined without a person. Key: commit, then record and path.
struct MergeDocument: Codable {
    var record: String
    var path: String
    var kind: String
    var areas: [String]
    var dot: String
    var others: [String]
    var at: Int64
}

/// One item of news for a worker. Key: `<worker>/<number>`.
struct NewsDocument: Codable {
    var what: String
    var record: String
    var path: String
    var by: String
    var at: Int64
    var yours: String
    var now: String
    var dot: String?
    var note: String
}

/// A changeset that was set aside. Key: its number.
struct QuarantineDocument: Codable {
    enum State: String, Codable { case open, accepted, edited, dropped }

    var id: String
    var dot: String
    var worker: String
    var device: String
    var records: [String]
    var kinds: [String]
    var areas: [String]
    var reason: String
    var detail: String
    var at: Int64
    var effectiveTime: Int64
    var clockOffset: Int64
    var state: State
    /// Who decided, what was said, and the dot under which the writes were issued again.
    var decidedBy: String?
    var note: String?
    var issuedAs: String?
    /// Hex of the canonical changeset when it is in no log: what was recovered from copies.
    var body: String?
}

/// A sealed value. Key: `<record>/<path>/<dot>`.
struct SealedDocument: Codable {
    /// Hex of the box as the device sealed it to the hub's key.
    var box: String
    /// Hex of the keyed hash by which equal values are found.
    var token: String
}

/// What is left of a record that was erased by law. Key: the record's id.
struct ErasedDocument: Codable {
    var at: Int64
    var reason: String
    var by: String
}

/// A known dot that came with other bytes. Key: `<dot>/<hash>`.
struct ForkDocument: Codable {
    var dot: String
    var device: String
    var at: Int64
    /// Hex of the canonical bytes that came second.
    var body: String
}
