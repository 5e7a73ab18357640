import GridRecords
import GridStore
import GridSync
import Synchronization

/// Documents of the store in the form in which they are used, as last read: reading them again costs a comparison of
/// bytes.
final class Readings: Sendable {
    let identity = Reading<DeviceIdentity>()
    let manifest = Reading<ScopeManifest>()
    let catalogue = Reading<Catalogue>()
    let exchange = Reading<ExchangeState>()
}

/// One document with the bytes that it was read from.
final class Reading<Value: Sendable>: Sendable {
    private let last = Mutex<(told: [UInt8], value: Value)?>(nil)

    /// The document's value; nil when it is not there or cannot be read.
    ///
    /// - Parameter told: a small document that is other bytes whenever the large one is; nil when it is small itself.
    func value(
        of key: String, told: String? = nil, in transaction: any DeviceTransaction,
        read: (JSONValue) throws -> Value?
    ) throws -> Value? {
        guard let bytes = try transaction.document(Shelf.device, told ?? key) else { return nil }
        if let known = last.withLock({ $0 }), known.told == bytes { return known.value }
        guard let json = try transaction.json(key), let value = try read(json) else { return nil }
        keep(value, bytes)
        return value
    }

    /// Notes what was just written; a transaction that fails leaves other bytes, which are read again.
    func keep(_ value: Value, _ bytes: [UInt8]) { last.withLock { $0 = (bytes, value) } }
}
