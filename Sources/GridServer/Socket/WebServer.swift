import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
package import ServiceLifecycle

/// The certificate chain and key of the server, as PEM files.
package struct CertificateFiles: Hashable, Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// Why the server cannot begin.
package struct ServerSetupError: Error, Hashable, Sendable {
    package let detail: String
}

/// The endpoints behind a socket: HTTP/1.1, with TLS 1.2 or later where there is a certificate.
package struct WebServer: Sendable {
    let endpoints: Endpoints
    let address: ListenAddress
    let certificate: CertificateFiles?
    /// Whether something in front speaks TLS and names the caller in X-Forwarded-For.
    let isBehindProxy: Bool
    let limits: ServerLimits
    let log: Logger

    package init(
        endpoints: Endpoints, address: ListenAddress, certificate: CertificateFiles?, isBehindProxy: Bool,
        limits: ServerLimits, log: Logger
    ) {
        self.endpoints = endpoints
        self.address = address
        self.certificate = certificate
        self.isBehindProxy = isBehindProxy
        self.limits = limits
        self.log = log
    }

    /// The service; on graceful shutdown it takes nothing new and ends once everything accepted was answered.
    ///
    /// - Parameter onListening: called with the URL once connections are taken.
    package func service(onListening: @escaping @Sendable (String) -> Void) throws(ServerSetupError) -> any Service {
        guard address.isLoopback || certificate != nil || isBehindProxy else {
            throw ServerSetupError(
                detail:
                    "without a certificate the hub listens on loopback only, unless it is told that it is behind a proxy"
            )
        }
        var silent = Logger(label: "socket")
        silent.logLevel = .critical
        let host = address.host
        let isTLS = certificate != nil
        do {
            return try builder().buildServer(
                configuration: ServerConfiguration(
                    address: .hostname(host, port: address.port), backlog: 1_024,
                    availableConnectionsDelegate: MaximumAvailableConnections(limits.connections, logger: silent)),
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: silent,
                responder: { request, writer, channel in
                    try await WebExchange(server: self, channel: channel).answer(request, writer)
                },
                onServerRunning: { channel in
                    onListening(ListenAddress.url(host: host, port: channel.localAddress?.port ?? 0, isTLS: isTLS))
                })
        } catch {
            throw ServerSetupError(detail: "\(error)")
        }
    }

    private func builder() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: .seconds(Int64(limits.idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 8_192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 64)))
        guard let certificate else { return plain }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate.certificate)
        let key = try NIOSSLPrivateKey(file: certificate.key, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try .tls(plain, tlsConfiguration: configuration)
    }
}
