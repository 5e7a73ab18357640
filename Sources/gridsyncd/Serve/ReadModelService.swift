import Dispatch
import GridHub
import GridStoreSQLite
import Logging
import ServiceLifecycle

/// Keeps the read model up to date while the hub serves, apart from what the hub commits.
struct ReadModelService: Service {
    let opened: OpenHub
    let log: Logger

    private static let queue = DispatchQueue(label: "gridsyncd.readmodel", qos: .utility)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasFailed = false
            while !Task.isCancelled {
                do {
                    try await catchUp()
                    hasFailed = false
                } catch {
                    if !hasFailed { log.error("read model", metadata: ["cause": "\(error)"]) }
                    hasFailed = true
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// One turn, on a thread that may block.
    @concurrent
    private func catchUp() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            ReadModelService.queue.async {
                continuation.resume(with: Result { _ = try opened.readModel().update(from: opened.store) })
            }
        }
    }
}
