import Foundation
import GridStore
import Synchronization

/// Runs jobs that only read, one at a time, on a queue of their own: no upload waits for them, and no more than one of
/// them holds memory.
actor SnapshotReader {
    private nonisolated let executor: any SerialExecutor
    private let store: any HubStore

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(store: any HubStore, executor: any SerialExecutor) {
        self.store = store
        self.executor = executor
    }

    /// One consistent state from the first page to the last, whatever is written meanwhile.
    func read<Value: Sendable>(
        _ job: @Sendable (any HubTransaction) throws -> Value
    ) throws -> Value {
        try store.read(job)
    }
}

/// As many readers beside each other as there are processors, four at most; each holds one page.
final class SnapshotReaders: Sendable {
    private let readers: [SnapshotReader]
    private let turn = Atomic(0)

    /// - Parameter executor: where all of them run; nil for a queue each.
    init(store: any HubStore, executor: (any SerialExecutor)?) {
        let count = executor == nil ? min(ProcessInfo.processInfo.activeProcessorCount, 4) : 1
        readers = (0..<count).map { number in
            SnapshotReader(store: store, executor: executor ?? StoreQueue(label: "gridsync.hub.page.\(number)"))
        }
    }

    func read<Value: Sendable>(
        _ job: @Sendable (any HubTransaction) throws -> Value
    ) async throws -> Value {
        let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue % readers.count
        return try await readers[number].read(job)
    }
}
