package import GridRecords
package import GridStore

/// One enrolled installation of one worker: its records, its edits, and its exchange with the hub.
///
/// Every call that writes is one fsynced transaction; the calls that need the hub say so by being `async`.
public final class GridClient: Sendable {
    let store: any DeviceStore
    let codec: any RecordCoding
    let transport: any Transport
    let environment: ClientEnvironment

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
}
