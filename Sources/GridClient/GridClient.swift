package import GridRecords
package import GridStore
import GridSync
import Synchronization

/// One enrolled installation of one worker: its records, its edits, and its exchange with the hub.
///
/// Every call that writes is one fsynced transaction; the calls that need the hub say so by being `async`.
public final class GridClient: Sendable {
    let store: any DeviceStore
    let codec: any RecordCoding
    let transport: any Transport
    let environment: ClientEnvironment
    private let readings = Mutex(Readings())
    let observers = Observers()

    /// Documents of the store in the form in which they are used, by their version.
    private struct Readings {
        var catalogue: Catalogue?
        var manifest: ScopeManifest?
    }

    package init(
        store: any DeviceStore, codec: any RecordCoding, transport: any Transport, environment: ClientEnvironment
    ) {
        self.store = store
        self.codec = codec
        self.transport = transport
        self.environment = environment
    }

    /// Ends all use of the store.
    public func close() throws(ClientError) {
        do { try store.close() } catch { throw ClientError(wrapping: error) }
    }

    /// The ids of records that changed on this client from now on, whoever changed them.
    public var changes: AsyncStream<Set<String>> { observers.stream() }

    // MARK: Transactions

    /// Runs a job in one transaction, committed and fsynced before this returns.
    func write<Value>(_ job: (DeviceWork) throws -> Value) throws(ClientError) -> Value {
        do {
            return try store.write { try job(try work(in: $0)) }
        } catch {
            throw ClientError(wrapping: error)
        }
    }

    func read<Value>(_ job: (DeviceWork) throws -> Value) throws(ClientError) -> Value {
        do {
            return try store.read { try job(try work(in: $0)) }
        } catch {
            throw ClientError(wrapping: error)
        }
    }

    private func work(in transaction: any DeviceTransaction) throws -> DeviceWork {
        guard let json = try transaction.json(DeviceIdentity.key), let identity = DeviceIdentity(json: json) else {
            throw ClientError.notEnrolled()
        }
        return DeviceWork(
            transaction: transaction, identity: identity, manifest: try manifest(in: transaction),
            catalogue: try catalogue(in: transaction), codec: codec, environment: environment,
            now: environment.clock())
    }

    private func manifest(in transaction: any DeviceTransaction) throws -> ScopeManifest {
        let version = try transaction.json(DocumentKey.manifestVersion)?.string ?? ""
        if let known = readings.withLock({ $0.manifest }), known.version == version { return known }
        guard let json = try transaction.json(ScopeManifest.key), let manifest = ScopeManifest(json: json) else {
            throw ClientError.notEnrolled()
        }
        readings.withLock { $0.manifest = manifest }
        return manifest
    }

    /// Without kinds while the hub's catalogue has not come yet.
    private func catalogue(in transaction: any DeviceTransaction) throws -> Catalogue {
        let version = try transaction.json(DocumentKey.catalogueVersion)?.string ?? ""
        if let known = readings.withLock({ $0.catalogue }), known.version == version { return known }
        guard !version.isEmpty, let json = try transaction.json(DocumentKey.catalogue) else {
            return Catalogue(version: "", kinds: [])
        }
        let catalogue: Catalogue
        do {
            catalogue = try Catalogue(json: json, reading: .lenient)
        } catch {
            throw StoreError(.corrupt, operation: "read the catalogue", detail: "\(error)")
        }
        readings.withLock { $0.catalogue = catalogue }
        return catalogue
    }
}

/// Keys of the shelf `device` that belong to no type of their own.
enum DocumentKey {
    static let catalogue = "catalogue"
    static let catalogueVersion = "catalogue_version"
    static let manifestVersion = "manifest_version"
}
