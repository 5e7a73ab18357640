import Dispatch
import GridHub
import GridStoreSQLite
import Logging
import ServiceLifecycle

/// Keeps the read model up to date while the hub serves, apart from what the hub commits.
///
/// A second behind while little comes. While much comes it takes at most a tenth of one processor, and falls behind; once
/// it is a minute behind, or the hub has come to rest, it follows without a pause.
struct ReadModelService: Service {
    let opened: OpenHub
    let log: Logger

    private static let shortestPause = Duration.seconds(1)
    private static let greatestLag = Duration.seconds(60)
    /// After work of one second, a pause of nine.
    private static let restForWork = 9

    private static let queue = DispatchQueue(label: "gridsyncd.readmodel", qos: .utility)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let clock = ContinuousClock()
            var lastCurrent = clock.now
            var lastHead: UInt64?
            var hasFailed = false
            while !Task.isCancelled {
                let start = clock.now
                do {
                    let page = try await takeOverPage()
                    hasFailed = false
                    if page.isLast {
                        lastCurrent = start
                    } else if page.head == lastHead || start - lastCurrent > Self.greatestLag {
                        continue
                    }
                    lastHead = page.head
                } catch {
                    if !hasFailed { log.error("read model", metadata: ["cause": "\(error)"]) }
                    hasFailed = true
                }
                try? await Task.sleep(for: max((clock.now - start) * Self.restForWork, Self.shortestPause))
            }
        }
    }

    /// On a thread that may block.
    @concurrent
    private func takeOverPage() async throws -> ReadModel.Page {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<ReadModel.Page, any Error>) in
            ReadModelService.queue.async {
                continuation.resume(with: Result { try opened.readModel().updatePage(from: opened.store) })
            }
        }
    }
}
