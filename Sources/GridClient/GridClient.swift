package import GridRecords
package import GridStore
import GridSync

/// One enrolled installation of one worker: its records, its edits, and its exchange with the hub.
///
/// Every call that writes is one fsynced transaction; the calls that need the hub say so by being `async`.
public final class GridClient: Sendable {
    let store: any DeviceStore
    let codec: any RecordCoding
    let transport: any Transport
    let environment: ClientEnvironment
    private let readings = Readings()
    let observers = Observers()

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
        guard
            let identity = try readings.identity.value(
                of: DeviceIdentity.key, in: transaction, read: { DeviceIdentity(json: $0) })
        else { throw ClientError.notEnrolled() }
        return DeviceWork(
            transaction: transaction, identity: identity, manifest: try manifest(in: transaction),
            codec: codec, environment: environment, readings: readings, now: environment.clock())
    }

    private func manifest(in transaction: any DeviceTransaction) throws -> ScopeManifest {
        guard
            let manifest = try readings.manifest.value(
                of: ScopeManifest.key, told: DocumentKey.manifestVersion, in: transaction,
                read: { ScopeManifest(json: $0) })
        else { throw ClientError.notEnrolled() }
        return manifest
    }

    /// Without kinds while the hub's catalogue has not come yet.
}

/// Keys of the shelf `device` that belong to no type of their own.
enum DocumentKey {
    static let catalogue = "catalogue"
    static let catalogueVersion = "catalogue_version"
    static let manifestVersion = "manifest_version"
}
