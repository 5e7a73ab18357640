import Synchronization

/// The hub's store in memory, for tests and simulations: the same answers as on disk, gone with the process.
///
/// May be called from any thread; calls wait for each other. A job must not call the store again.
package final class MemoryHubStore: HubStore, @unchecked Sendable {
    private let lock = Mutex(())
    /// Touched only under the lock.
    private let state = MemoryHubTransaction()
    private var isClosed = false

    package init() {}

    package func commit(_ jobs: [(any HubTransaction) throws -> Void]) throws -> [Result<Void, any Error>] {
        var results: [Result<Void, any Error>] = []
        try lock.withLock { _ in
            try requireOpen("commit")
            for job in jobs {
                let savepoint = state.savepoint
                do {
                    try job(state)
                    results.append(.success(()))
                } catch let error as StoreError where error.isFatal {
                    state.rollBack(to: 0)
                    throw error
                } catch {
                    state.rollBack(to: savepoint)
                    results.append(.failure(error))
                }
            }
            state.commit()
        }
        return results
    }

    package func read<Value>(_ job: (any HubTransaction) throws -> Value) throws -> Value {
        var result: Value?
        try lock.withLock { _ in
            try requireOpen("read")
            state.isReadOnly = true
            defer { state.isReadOnly = false }
            result = try job(state)
        }
        return result!
    }

    /// Always refused: there is nothing that would outlive the process.
    package func backup(to directory: String) throws -> Int64 {
        throw StoreError(
            .missing, operation: "backup", detail: "a store in memory has no files",
            hint: "use a store on disk")
    }

    /// The state as it is now, to go back to: what a backup or a copied directory is to a store on disk.
    package func snapshot() -> MemoryHubStore {
        let copy = MemoryHubStore()
        lock.withLock { _ in copy.state.becomeCopy(of: state) }
        return copy
    }

    /// Goes back to an earlier state without a word to anyone.
    package func restore(_ snapshot: MemoryHubStore) {
        lock.withLock { _ in state.becomeCopy(of: snapshot.state) }
    }

    package func integrityFindings() throws -> [String] { [] }

    package func close() throws { lock.withLock { _ in isClosed = true } }

    private func requireOpen(_ operation: String) throws(StoreError) {
        guard !isClosed else { throw StoreError.closed(operation) }
    }
}
