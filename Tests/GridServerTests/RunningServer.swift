import GridServer
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A server on a free loopback port, for the time of a test.
struct RunningServer {
    let port: Int

    /// Runs the test against the server, then stops it gracefully.
    static func run(
        _ hub: FakeHub, limits: ServerLimits = .patient, test: @Sendable (RunningServer) async throws -> Void
    ) async throws {
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let address = ListenAddress(text: "127.0.0.1:0")
        let server = WebServer(
            endpoints: Requests.endpoints(hub, limits: limits), address: address ?? ListenAddress.none,
            certificate: nil,
            isBehindProxy: false, limits: limits, log: log)
        let (urls, continuation) = AsyncStream.makeStream(of: String.self)
        let service = try server.service { url in
            continuation.yield(url)
            continuation.finish()
        }
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: service)], gracefulShutdownSignals: [], logger: log))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = urls.makeAsyncIterator()
            let url = await iterator.next() ?? ""
            let port = Int(url.split(separator: ":").last ?? "") ?? 0
            do {
                try await test(RunningServer(port: port))
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Sends the bytes as they are and reads until the server closes, or until `enough` says so.
    func talk(
        _ parts: [String], repeating last: String? = nil, until enough: @Sendable (String) -> Bool = { _ in false }
    ) async throws -> String {
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        // A server that cuts the connection off may do so while this side still writes: what it said until then counts.
        let heard = Mutex("")
        do {
            try await connection.executeThenClose { inbound, outbound in
                for part in parts { try await outbound.write(ByteBuffer(string: part)) }
                let sending = Task {
                    guard let last else { return }
                    while !Task.isCancelled { try await outbound.write(ByteBuffer(string: last)) }
                }
                defer { sending.cancel() }
                for try await part in inbound {
                    let answer = heard.withLock { text in
                        text += String(buffer: part)
                        return text
                    }
                    if enough(answer) { break }
                }
            }
        } catch is ChannelError {} catch is IOError {}
        return heard.withLock { $0 }
    }
}

extension ServerLimits {
    /// Limits of time that no test meets by chance, however long it waits for its turn on a busy machine.
    static let patient: ServerLimits = {
        var limits = ServerLimits()
        limits.idleSeconds = 3_600
        limits.bodySeconds = 3_600
        return limits
    }()
}

extension ListenAddress {
    static let none: ListenAddress = {
        guard let address = ListenAddress(text: "127.0.0.1:1") else { preconditionFailure() }
        return address
    }()
}
