import GRDB
import GridStore
import Synchronization

/// Connections that only read, opened as they are needed and kept for the next: as many readers as there are threads.
final class ReaderPool: Sendable {
    private static let maximumIdle = 8
    private let idle = Mutex<[DatabaseQueue]>([])
    private let open: @Sendable () throws -> DatabaseQueue

    init(_ open: @escaping @Sendable () throws -> DatabaseQueue) { self.open = open }

    /// Runs the job on a consistent state, in a transaction of its own.
    func read<Value>(_ job: (Database) throws -> Value) throws -> Value {
        let queue = try idle.withLock { $0.popLast() } ?? open()
        defer { giveBack(queue) }
        return try queue.read(job)
    }

    func close() throws {
        for queue in idle.withLock({ idle in
            defer { idle = [] }
            return idle
        }) { try queue.close() }
    }

    private func giveBack(_ queue: DatabaseQueue) {
        idle.withLock { idle in
            if idle.count < Self.maximumIdle { idle.append(queue) }
        }
    }
}
