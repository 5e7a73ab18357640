import GridStore

/// Runs jobs that read for long, one at a time, on a queue of their own: no upload waits for them, and no more than one
/// of them holds memory.
actor SnapshotReader {
    private nonisolated let executor: any SerialExecutor
    private let store: any HubStore

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(store: any HubStore, executor: any SerialExecutor) {
        self.store = store
        self.executor = executor
    }

    /// One consistent state from the first page to the last, whatever is written meanwhile.
    func read<Value: Sendable>(_ job: @Sendable (any HubTransaction) throws -> Value) throws -> Value {
        try store.read(job)
    }
}
