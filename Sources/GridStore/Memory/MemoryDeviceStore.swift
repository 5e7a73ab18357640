import Synchronization

/// A device's store in memory, for tests and simulations: the same answers as on disk, gone with the process.
///
/// May be called from any thread; calls wait for each other. A job must not call the store again.
package final class MemoryDeviceStore: DeviceStore, @unchecked Sendable {
    private let lock = Mutex(())
    /// Touched only under the lock.
    private let state = MemoryDeviceTransaction()
    private var isClosed = false
    private let exchanging = Mutex(false)

    package init() {}

    package func write<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value {
        var result: Value?
        try lock.withLock { _ in
            guard !isClosed else { throw StoreError.closed("write") }
            do {
                result = try job(state)
            } catch {
                state.rollBack(to: 0)
                throw error
            }
            state.commit()
        }
        return result!
    }

    package func read<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value {
        var result: Value?
        try lock.withLock { _ in
            guard !isClosed else { throw StoreError.closed("read") }
            state.isReadOnly = true
            defer { state.isReadOnly = false }
            result = try job(state)
        }
        return result!
    }

    package func beginExchange() throws -> any ExchangeLease {
        let isFree = exchanging.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
        guard isFree else {
            throw StoreError(
                .busy, operation: "begin exchange", detail: "another exchange is going on", hint: "try again later")
        }
        return MemoryLease(store: self)
    }

    /// The state as it is now: what a copied directory is to a store on disk.
    package func snapshot() -> MemoryDeviceStore {
        let copy = MemoryDeviceStore()
        lock.withLock { _ in copy.state.becomeCopy(of: state) }
        return copy
    }

    package func integrityFindings() throws -> [String] { [] }

    package func close() throws { lock.withLock { _ in isClosed = true } }

    fileprivate func endExchange() { exchanging.withLock { $0 = false } }
}

/// Ends once, at the latest when nobody holds it any more.
private final class MemoryLease: ExchangeLease {
    private let store: MemoryDeviceStore
    private let hasEnded = Mutex(false)

    init(store: MemoryDeviceStore) { self.store = store }

    func end() {
        let isFirst = hasEnded.withLock { ended in
            defer { ended = true }
            return !ended
        }
        if isFirst { store.endExchange() }
    }

    deinit { end() }
}
