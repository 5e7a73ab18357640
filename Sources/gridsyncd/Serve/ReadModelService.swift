import Dispatch
import GridHub
import GridStoreSQLite
import Logging
import ServiceLifecycle

/// Keeps the read model up to date while the hub serves, apart from what the hub commits.
///
/// A second behind while little comes. While much comes it takes at most a tenth of one processor, so it falls behind by
/// up to a minute, and then takes over in one go what would have been many small transactions.
struct ReadModelService: Service {
    let opened: OpenHub
    let log: Logger

    private static let shortestPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(55)

    private static let queue = DispatchQueue(label: "gridsyncd.readmodel", qos: .utility)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasFailed = false
            while !Task.isCancelled {
                let clock = ContinuousClock()
                let start = clock.now
                do {
                    try await catchUp()
                    hasFailed = false
                } catch {
                    if !hasFailed { log.error("read model", metadata: ["cause": "\(error)"]) }
                    hasFailed = true
                }
                let pause = (clock.now - start) * 9
                try? await Task.sleep(for: min(max(pause, Self.shortestPause), Self.longestPause))
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
