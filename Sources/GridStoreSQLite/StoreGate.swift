import GRDB
import GridStore
import Synchronization

/// Whether a store may be used: not once it is closed, nor after the disk failed under it.
///
/// After a failed write or fsync the operating system may claim that all is well while the data is gone. So nothing
/// is tried again: the store refuses everything until somebody opened and verified it anew.
final class StoreGate: Sendable {
    private enum State {
        case open
        case closed
        case failed(StoreError)
    }

    private let state = Mutex(State.open)

    /// Runs a call, its errors translated, and shuts the gate when the disk failed in it.
    func pass<Value>(_ operation: String, _ call: () throws -> Value) throws -> Value {
        switch state.withLock({ $0 }) {
        case .open: break
        case .closed: throw StoreError.closed(operation)
        case .failed(let cause):
            throw StoreError(
                .io, operation: operation, detail: "refused since the disk failed: \(cause)",
                hint: "open the store again and run verify")
        }
        do {
            return try call()
        } catch {
            // What a job throws of its own is none of ours and passes as it is.
            let error = error is DatabaseError ? StoreError.from(error, operation: operation) : error
            if let failure = error as? StoreError, failure.code == .io { state.withLock { $0 = .failed(failure) } }
            throw error
        }
    }

    /// False when it was closed before.
    func close() -> Bool {
        state.withLock { state in
            if case .closed = state { return false }
            state = .closed
            return true
        }
    }
}
