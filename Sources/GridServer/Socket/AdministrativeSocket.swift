package import GridHub
package import GridRecords
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// The local door of the hub for administrative commands: a Unix socket for its owner alone.
///
/// A request is one JSON line `{"command","arguments"}`; the answer is the command's lines, then `{"done":true}`, or
/// `{"error":{"code","message","hint","status"}}` in place of all of them.
package struct AdministrativeSocket: Service {
    package typealias Perform = @Sendable (String, JSONValue) async -> Result<[JSONValue], HubError>

    /// Bytes of one request line: an import of areas travels in one.
    package static let requestBytes = 64 * 1_048_576

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private let path: String
    private let server: NIOAsyncChannel<Connection, Never>
    private let perform: Perform
    private let log: Logger

    /// Opens the door: whoever connects from here on is answered as soon as ``run()`` does.
    ///
    /// - Parameter path: in a directory that only the owner may enter; at most 107 bytes.
    package init(path: String, log: Logger, perform: @escaping Perform) async throws {
        self.path = path
        self.perform = perform
        self.log = log
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        guard chmod(path, 0o600) == 0 else { throw ServerSetupError(detail: "the socket's mode cannot be set") }
    }

    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await serve(connection) }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
        unlink(path)
    }

    @concurrent
    private func serve(_ connection: Connection) async {
        do {
            guard try await isOwner(connection.channel) else {
                log.warning("administrative socket: refused another user")
                return try await connection.channel.close()
            }
            try await connection.executeThenClose { inbound, outbound in
                // Somebody who connects and says nothing does not keep the daemon from stopping.
                let patience = connection.channel.eventLoop.scheduleTask(in: .seconds(10)) {
                    connection.channel.close(promise: nil)
                }
                var request = ByteBuffer()
                for try await part in inbound {
                    request.writeImmutableBuffer(part)
                    guard request.readableBytes <= AdministrativeSocket.requestBytes else { return }
                    if part.readableBytesView.contains(0x0A) { break }
                }
                patience.cancel()
                let lines = await answer(Array(request.readableBytesView.prefix { $0 != 0x0A }))
                for chunk in stride(from: 0, to: lines.count, by: 256) {
                    let text = lines[chunk..<min(chunk + 256, lines.count)].joined(separator: "\n") + "\n"
                    try await outbound.write(ByteBuffer(string: text))
                }
                // Closing drops what the peer has not taken yet: wait until all of it has gone out.
                try await connection.channel.writeAndFlush(ByteBuffer()).get()
                outbound.finish()
            }
        } catch {
            log.debug("administrative socket: connection lost")
        }
    }

    /// The lines that answer one request line.
    @concurrent
    func answer(_ request: [UInt8]) async -> [String] {
        do throws(HubError) {
            guard let json = try? JSONValue(parsing: request), let command = json["command"]?.string else {
                throw HubError("bad_request", status: 400, "the request is no JSON line with a command")
            }
            let lines = try await perform(command, json["arguments"] ?? [:]).get()
            return lines.map(\.text) + [JSONValue.object(["done": true]).text]
        } catch {
            let object: JSONValue = [
                "error": [
                    "code": .string(error.code), "message": .string(error.message), "hint": .string(error.hint),
                    "status": .integer(Int64(error.status)),
                ]
            ]
            return [object.text]
        }
    }

    /// Whether the peer runs as the same user as the daemon, or as root.
    private func isOwner(_ channel: any Channel) async throws -> Bool {
        #if os(Linux)
            guard let provider = channel as? any SocketOptionProvider else { return false }
            let peer: PeerCredentials = try await provider.unsafeGetSocketOption(
                level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
            ).get()
            return peer.uid == getuid() || peer.uid == 0
        #else
            return true
        #endif
    }
}

/// What Linux tells of the process at the other end of a Unix socket (`struct ucred`, unix(7)).
private struct PeerCredentials: Sendable {
    var process: Int32
    var uid: UInt32
    var group: UInt32
}
