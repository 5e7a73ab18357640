import Dispatch
import GridStore

/// Collects waiting jobs and commits them together: one fsync for many, a savepoint for each.
///
/// Runs on an executor of its own, for a store blocks. While one group is on its way to the disk, the next gathers.
actor GroupCommitter {
    private struct Waiting {
        let run: (any HubTransaction) throws -> Void
        let finish: (Result<Void, any Error>) -> Void
    }

    private nonisolated let executor: any SerialExecutor
    private let store: any HubStore
    private let limit: Int
    private var waiting: [Waiting] = []
    private var isScheduled = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(store: any HubStore, executor: any SerialExecutor, limit: Int = 256) {
        self.store = store
        self.executor = executor
        self.limit = limit
    }

    /// Runs the job in the next group; returns after the group is on disk.
    func perform<Value: Sendable>(_ job: @escaping @Sendable (any HubTransaction) throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            let outcome = Outcome<Value>()
            waiting.append(
                Waiting(
                    run: { outcome.value = try job($0) },
                    finish: { result in
                        switch result {
                        case .success: continuation.resume(returning: outcome.value!)
                        case .failure(let error): continuation.resume(throwing: error)
                        }
                    }))
            guard !isScheduled else { return }
            isScheduled = true
            Task { self.flush() }
        }
    }

    private func flush() {
        isScheduled = false
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(limit))
            waiting.removeFirst(group.count)
            do {
                let results = try store.commit(group.map(\.run))
                for (job, result) in zip(group, results) { job.finish(result) }
            } catch {
                for job in group { job.finish(.failure(error)) }
            }
        }
    }

    private final class Outcome<Value> {
        var value: Value?
    }
}

/// A serial executor over one dispatch queue, for work that blocks.
final class StoreQueue: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
