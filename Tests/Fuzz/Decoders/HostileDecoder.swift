import GridWire

/// Every reader of bytes that come from outside or lie on a disk, each with the laws that hold for what it takes.
///
/// One list with two users: the fuzzer (`scripts/fuzz`) and the test that replays what was kept.
package enum HostileDecoder: String, CaseIterable, Sendable {
    case syncRequestProtobuf = "sync-request-protobuf"
    case syncRequestJSON = "sync-request-json"
    case syncResponseProtobuf = "sync-response-protobuf"
    case syncResponseJSON = "sync-response-json"
    /// The first byte chooses the message: enrolment, chain, descent or call, to the hub or from it.
    case messagesProtobuf = "messages-protobuf"
    case messagesJSON = "messages-json"
    case recordRow = "record-row"
    case changeset
    case cursor
    case stagedPage = "staged-page"
    case storedVerdict = "stored-verdict"
    case manifest
    case json
    /// A JSON object of fields, entered into a record of the built-in catalogue as JSON and as typed texts.
    case entry
    case catalogueJSON = "catalogue-json"
    case catalogueYAML = "catalogue-yaml"
    case commaSeparated = "comma-separated"
    /// Paths, identities, dots, days, times, hexadecimal digits, media types.
    case texts
    case gzip

    /// Loads what the laws compare with, so that the first input does not pay for it.
    package static func prepare() { _ = StoredLaws.catalogue }

    /// Reads the bytes. Gives the law that what was read breaks, as a sentence; nil as a rule, also when the bytes
    /// are refused.
    package func breach(_ bytes: [UInt8]) -> String? {
        switch self {
        case .syncRequestProtobuf: WireLaws.syncRequest(bytes, as: .protobuf)
        case .syncRequestJSON: WireLaws.syncRequest(bytes, as: .json)
        case .syncResponseProtobuf: WireLaws.syncResponse(bytes, as: .protobuf)
        case .syncResponseJSON: WireLaws.syncResponse(bytes, as: .json)
        case .messagesProtobuf: WireLaws.message(bytes, as: .protobuf)
        case .messagesJSON: WireLaws.message(bytes, as: .json)
        case .recordRow: StoredLaws.recordRow(bytes)
        case .changeset: StoredLaws.changeset(bytes)
        case .cursor: StoredLaws.cursor(bytes)
        case .stagedPage: StoredLaws.stagedPage(bytes)
        case .storedVerdict: StoredLaws.storedVerdict(bytes)
        case .manifest: StoredLaws.manifest(bytes)
        case .json: TextLaws.json(bytes)
        case .entry: EntryLaws.entry(bytes)
        case .catalogueJSON: TextLaws.catalogueJSON(bytes)
        case .catalogueYAML: TextLaws.catalogueYAML(bytes)
        case .commaSeparated: TextLaws.commaSeparated(bytes)
        case .texts: TextLaws.texts(bytes)
        case .gzip: TextLaws.gzip(bytes)
        }
    }
}
