import GridCausality
import GridRecords
import GridStore
import GridSync

/// One job of the client inside one transaction: what it works on and what it may ask.
///
/// The folders extend it: Engine (journal and copies), Writing, Reading, Review, Exchange.
struct DeviceWork {
    let transaction: any DeviceTransaction
    let identity: DeviceIdentity
    let manifest: ScopeManifest
    let codec: any RecordCoding
    let environment: ClientEnvironment
    let readings: Readings
    /// The device's clock at the start of the job, milliseconds since 1970.
    let now: Int64
    var memory = JobMemory()

    var role: Role { manifest.role }

    /// Without kinds while the hub's catalogue has not come yet. Parsed when a job first asks for it: much that a worker
    /// looks at needs none.
    var catalogue: Catalogue {
        get throws {
            if let known = memory.catalogue { return known }
            let catalogue = try readCatalogue() ?? Catalogue(version: "", kinds: [])
            memory.catalogue = catalogue
            return catalogue
        }
    }

    private func readCatalogue() throws -> Catalogue? {
        try readings.catalogue.value(
            of: DocumentKey.catalogue, told: DocumentKey.catalogueVersion, in: transaction,
            read: { json in
                do { return try Catalogue(json: json, reading: .lenient) } catch {
                    throw StoreError(.corrupt, operation: "read the catalogue", detail: "\(error)")
                }
            })
    }

    /// The version of ``catalogue``, without the rest of it.
    var catalogueVersion: String {
        get throws { try transaction.json(DocumentKey.catalogueVersion)?.string ?? "" }
    }

    func exchangeState() throws -> ExchangeState {
        try readings.exchange.value(of: ExchangeState.key, in: transaction, read: { ExchangeState(json: $0) })
            ?? ExchangeState()
    }

    func put(_ state: ExchangeState) throws {
        let bytes = state.json.bytes
        try transaction.put(Shelf.device, ExchangeState.key, bytes)
        readings.exchange.keep(state, bytes)
    }

    func mint() -> RecordID {
        let bits = Bits128(bytes: environment.random(16)) ?? Bits128(high: 0, low: 0)
        return RecordID(milliseconds: now, random: (bits.high, bits.low))
    }

    /// 13 characters from the time and chance, which sort as they were minted.
    func mintElement() -> String {
        let time = String(UInt64(max(0, now)), radix: 36)
        let chance = environment.random(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(chance, radix: 36)
        return "e" + time + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    func decode(_ record: DeviceRecord) throws -> Record {
        do {
            return try codec.decode(record.body)
        } catch {
            throw StoreError(
                .corrupt, operation: "read record \(record.id)", detail: error.detail,
                hint: "Run `gridsync verify --repair`.")
        }
    }
}

extension DocumentTransaction {
    /// A document of the shelf `device`; nil when there is none.
    func json(_ key: String) throws -> JSONValue? {
        guard let bytes = try document(Shelf.device, key) else { return nil }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw StoreError(.corrupt, operation: "read \(key)", detail: "\(error)", hint: "Run `gridsync doctor`.")
        }
    }

    func put(_ key: String, _ json: JSONValue) throws { try put(Shelf.device, key, json.bytes) }
}

/// What a job has asked for already.
final class JobMemory {
    var catalogue: Catalogue?
}
