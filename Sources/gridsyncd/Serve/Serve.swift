import ArgumentParser
import Foundation
import GridConsole
import GridHub
import GridRecords
import GridServer
import Logging
import ServiceLifecycle
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the hub until it is told to stop (SIGTERM, SIGINT).",
        discussion: "Options go before the environment (GRIDSYNCD_LISTEN and so on), that before the file.")
    @OptionGroup var global: GlobalOptions
    @Option(help: "A YAML file.") var config: String?
    @Option(help: "HOST:PORT; port 0 for any free one.") var listen: String?
    @Option(name: .customLong("tls-certificate"), help: "The certificate chain, PEM.") var certificate: String?
    @Option(name: .customLong("tls-key"), help: "Its key, PEM.") var key: String?
    @Option(help: "A directory of YAML files that go before the built-in catalogue.") var catalogue: String?
    @Option(help: "The ledger's file; else DATA/ledger.") var ledger: String?
    @Flag(name: .customLong("behind-proxy"), help: "Something in front speaks TLS.") var behindProxy = false

    /// Seconds for what was accepted to finish; what is not answered by then was not acknowledged.
    private static let stopSeconds: Int64 = 30

    func run() async throws {
        let configuration = try configured()
        guard let address = ListenAddress(text: configuration.listen) else {
            throw Failure("usage", "\(configuration.listen) is not HOST:PORT", exitCode: 64)
        }
        let certificate = try configuration.certificateFiles()
        guard address.isLoopback || certificate != nil || configuration.isBehindProxy else {
            throw Failure(
                "usage", "without TLS the hub listens on loopback only",
                hint: "give --tls-certificate and --tls-key, or say --behind-proxy", exitCode: 64)
        }
        guard let level = Logger.Level(rawValue: configuration.logLevel) else {
            throw Failure(
                "bad_config", "there is no log level \(configuration.logLevel)", hint: "debug, info, warning, error")
        }
        let data = DataDirectory(named: configuration.data)
        let opened = try OpenHub(
            data: data, options: HubOptions(catalogue: configuration.catalogue, ledger: configuration.ledger))
        let log = StandardErrorLog.logger(level: level)
        do {
            try await data.withSocketPath { path in
                try await serve(opened, configuration, address, certificate, socket: path, log: log)
            }
        } catch {
            opened.close()
            throw (error as? Failure)
                ?? Failure("cannot_create", "the hub cannot listen: \(error)", hint: "is the port taken?")
        }
        opened.close()
        log.info("stopped")
    }

    private func serve(
        _ opened: OpenHub, _ configuration: ServeConfiguration, _ address: ListenAddress,
        _ certificate: CertificateFiles?, socket: String, log: Logger
    ) async throws {
        let endpoints = Endpoints(
            hub: opened.hub, limits: configuration.limits, log: log, clock: WallClock.now, random: Randomness.bytes,
            console: try Console(
                hub: opened.hub, catalogue: opened.catalogue, clock: WallClock.now, random: Randomness.bytes,
                isSecure: certificate != nil || configuration.isBehindProxy))
        let server = WebServer(
            endpoints: endpoints, address: address, certificate: certificate,
            isBehindProxy: configuration.isBehindProxy, limits: configuration.limits, log: log)
        let output = global.output
        let web = try server.service { url in
            Serve.announce(url, output)
            log.info("listening", metadata: ["address": "\(url)"])
        }
        // Open before the hub says that it listens: whoever reads that may administer it at once.
        let door = try await AdministrativeSocket(path: socket, log: log) { command, arguments in
            do throws(HubError) {
                return .success(try await opened.performAtHub(command, arguments))
            } catch { return .failure(error) }
        }
        var services = ServiceGroupConfiguration(
            services: [
                .init(service: ReadModelService(opened: opened, log: log)),
                .init(service: door),
                .init(service: web),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: StandardErrorLog.silent)
        services.maximumGracefulShutdownDuration = .seconds(Serve.stopSeconds)
        let group = ServiceGroup(configuration: services)
        try await group.run()
    }

    /// The first line of standard output, the same for people and programs.
    private static func announce(_ url: String, _ output: Output) {
        output.line(JSONValue.object(["listening": .string(url)]).text)
    }

    private func configured() throws(Failure) -> ServeConfiguration {
        var configuration = ServeConfiguration()
        let environment = ProcessInfo.processInfo.environment
        if let file = config ?? environment["GRIDSYNCD_CONFIG"] { try configuration.read(file: file) }
        try configuration.read(environment: environment)
        configuration.listen = listen ?? configuration.listen
        configuration.certificate = certificate ?? configuration.certificate
        configuration.key = key ?? configuration.key
        configuration.data = global.data ?? configuration.data
        configuration.catalogue = catalogue ?? configuration.catalogue
        configuration.ledger = ledger ?? configuration.ledger
        configuration.isBehindProxy = behindProxy || configuration.isBehindProxy
        return configuration
    }
}
