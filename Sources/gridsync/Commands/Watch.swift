import Dispatch
import Foundation
import GridClient
import Synchronization

/// Exchanges with the hub again and again until the process is told to stop.
struct Watch: Sendable {
    let session: Session

    /// Between two exchanges that went well; after failures the client's own schedule decides.
    private static let everyMilliseconds: Int64 = 30_000

    /// What the last exchange ended with.
    private final class LastStatus: Sendable {
        let status = Mutex(Exit.done)
    }

    /// Tells each exchange as it ends; ends with 0 on SIGINT or SIGTERM, else as the exchange did that ended it.
    func run() async throws(ClientError) -> Int32 {
        let console = session.console
        let rendering = ExchangeRendering(console)
        let last = LastStatus()
        return try await session.withClient { client throws(ClientError) in
            let exchanges = Task {
                await client.watch(everyMilliseconds: Watch.everyMilliseconds) { outcome in
                    switch outcome {
                    case .success(let result): console.result(result, people: rendering.sync)
                    case .failure(let error): console.report(error)
                    }
                    if case .failure(let error) = outcome { last.status.withLock { $0 = error.exitCode } }
                }
            }
            let sources = [SIGINT, SIGTERM].map { Watch.source($0) { exchanges.cancel() } }
            await exchanges.value
            for source in sources { source.cancel() }
            return exchanges.isCancelled ? Exit.done : last.status.withLock { $0 }
        }
    }

    private static func source(
        _ number: Int32, _ action: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: action)
        source.resume()
        return source
    }
}
