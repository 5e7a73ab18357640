import Foundation
import GridServer
import Yams

/// What `serve` is told: options before environment before file.
struct ServeConfiguration {
    var listen = "127.0.0.1:8470"
    var certificate: String?
    var key: String?
    var data: String?
    var catalogue: String?
    var ledger: String?
    var isBehindProxy = false
    var logLevel = "info"
    var limits = ServerLimits()

    /// Reads a YAML file; a key that is not known is a mistake.
    mutating func read(file path: String) throws(Failure) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("no_file", "there is no configuration file \(path)")
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self))
        } catch { throw Failure("bad_config", "\(path): \(error)") }
        guard let node else { return }
        guard let mapping = node.mapping else { throw Failure("bad_config", "\(path): not a list of keys and values") }
        for (key, value) in mapping {
            do throws(Failure) {
                try set(key.string ?? "", value)
            } catch {
                throw Failure("bad_config", "\(path): \(error.message)", hint: error.hint)
            }
        }
    }

    private mutating func set(_ key: String, _ node: Node) throws(Failure) {
        switch key {
        case "listen": listen = try text(key, node)
        case "data": data = try text(key, node)
        case "catalogue": catalogue = try text(key, node)
        case "ledger": ledger = try text(key, node)
        case "log_level": logLevel = try text(key, node)
        case "behind_proxy":
            guard let flag = node.bool else { throw Failure("bad_config", "\(key) is true or false") }
            isBehindProxy = flag
        case "tls":
            for (name, value) in try members(key, node) {
                switch name {
                case "certificate": certificate = try text(name, value)
                case "key": self.key = try text(name, value)
                default: throw ServeConfiguration.unknown("tls.\(name)")
                }
            }
        case "limits":
            for (name, value) in try members(key, node) { try setLimit(name, value) }
        default: throw ServeConfiguration.unknown(key)
        }
    }

    private mutating func setLimit(_ name: String, _ node: Node) throws(Failure) {
        guard let count = node.int, count > 0 else {
            throw Failure("bad_config", "limits.\(name) is a whole number from 1")
        }
        switch name {
        case "exchanges": limits.exchanges.running = count
        case "exchanges_waiting": limits.exchanges.waiting = count
        case "first_syncs": limits.firstSyncs.running = count
        case "first_syncs_waiting": limits.firstSyncs.waiting = count
        case "enrolments": limits.enrolments.running = count
        case "failed_enrolments_per_address": limits.failedEnrolmentsPerAddress = count
        case "failed_enrolments": limits.failedEnrolmentsTogether = count
        case "connections": limits.connections = count
        case "idle_seconds": limits.idleSeconds = count
        case "body_seconds": limits.bodySeconds = count
        default: throw ServeConfiguration.unknown("limits.\(name)")
        }
    }

    /// Takes over what the environment says, in variables `GRIDSYNCD_…`.
    mutating func read(environment: [String: String]) throws(Failure) {
        listen = environment["GRIDSYNCD_LISTEN"] ?? listen
        certificate = environment["GRIDSYNCD_TLS_CERTIFICATE"] ?? certificate
        key = environment["GRIDSYNCD_TLS_KEY"] ?? key
        data = environment["GRIDSYNCD_DATA"] ?? data
        catalogue = environment["GRIDSYNCD_CATALOGUE"] ?? catalogue
        ledger = environment["GRIDSYNCD_LEDGER"] ?? ledger
        logLevel = environment["GRIDSYNCD_LOG_LEVEL"] ?? logLevel
        if let flag = environment["GRIDSYNCD_BEHIND_PROXY"] {
            guard ["0", "1", "true", "false"].contains(flag) else {
                throw Failure("bad_config", "GRIDSYNCD_BEHIND_PROXY is true or false")
            }
            isBehindProxy = flag == "1" || flag == "true"
        }
    }

    /// The certificate's files; nil for plain HTTP.
    func certificateFiles() throws(Failure) -> CertificateFiles? {
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            for path in [certificate, key] where !FileManager.default.isReadableFile(atPath: path) {
                throw Failure("no_file", "\(path) cannot be read")
            }
            return CertificateFiles(certificate: certificate, key: key)
        default: throw Failure("bad_config", "a certificate and its key go together", exitCode: 64)
        }
    }

    private func text(_ key: String, _ node: Node) throws(Failure) -> String {
        guard let text = node.string, !text.isEmpty else { throw Failure("bad_config", "\(key) is a text") }
        return text
    }

    private func members(_ key: String, _ node: Node) throws(Failure) -> [(String, Node)] {
        guard let mapping = node.mapping else { throw Failure("bad_config", "\(key) holds keys and values") }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }

    private static func unknown(_ key: String) -> Failure {
        Failure(
            "bad_config", "there is no key \(key)",
            hint: "listen, tls, data, catalogue, ledger, behind_proxy, log_level, limits")
    }
}
