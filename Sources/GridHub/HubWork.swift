import GridCausality
import GridRecords
import GridStore
import GridSync

/// One job of the hub inside one transaction: what it works on and what it may ask.
///
/// The rooms' folders extend it: People (who may), Exchange (what devices bring and take), Review (what persons
/// decide), Upkeep (epochs, erasure, alarms).
struct HubWork {
    let transaction: any HubTransaction
    let catalogue: Catalogue
    let tree: AreaTree
    let codec: any CreationCoding
    let environment: HubEnvironment
    /// The wall clock at the start of the job, milliseconds since 1970.
    let now: Int64

    var readings = DocumentReadings()
    var recordReadings = RecordReadings()
    var helper = MergeHelper.nobody
    let known = JobMemory()
    private let empty = EmptyShelves()

    var documents: Documents { Documents(transaction: transaction, readings: readings, empty: empty) }

    func random(_ count: Int) -> [UInt8] { environment.random(count) }

    /// An id such as `w-3f2a…`: a letter and 12 random hexadecimal digits.
    func mint(_ letter: String) -> String { letter + "-" + Hexadecimal.encode(random(6)) }

    func mintBits() -> Bits128 { Bits128(bytes: random(16))! }

    /// The next number of a running count kept in the store.
    func nextNumber(_ name: String) throws -> UInt64 {
        let next = (try documents.get(.meta, "number/\(name)", as: UInt64.self) ?? 0) + 1
        try documents.put(.meta, "number/\(name)", next)
        return next
    }

    /// Moves the feed one commit on and returns its position.
    ///
    /// - Parameter event: bytes that tell this commit from any other; they go into the commit chain.
    func advance(_ event: [UInt8]) throws -> UInt64 {
        let last = try transaction.lastCommit()
        let commit = Commit(position: last.position + 1, chain: sha256(last.chain + event))
        try transaction.append(commit)
        return commit.position
    }

    func alarm(_ kind: String, device: String? = nil, _ detail: String) throws {
        let id = "a-\(try nextNumber("alarm"))"
        try documents.put(
            .alarms, id,
            AlarmDocument(id: id, kind: kind, device: device, at: now, detail: detail, isAcknowledged: false))
    }

    func audit(_ who: String, _ action: String, _ subject: String, _ detail: String = "") throws {
        try documents.put(
            .audit, ordered(try nextNumber("audit")),
            AuditDocument(at: now, who: who, action: action, subject: subject, detail: detail))
    }

    func decode(_ stored: StoredRecord) throws -> Record { try decode(stored.body, of: stored.id) }

    func decode(_ body: [UInt8], of id: RecordID) throws -> Record {
        do {
            return try codec.decode(body)
        } catch {
            throw StoreError(
                .corrupt, operation: "read record \(id)", detail: error.detail,
                hint: "run gridsyncd verify; restore from the last backup if it finds more")
        }
    }
}
