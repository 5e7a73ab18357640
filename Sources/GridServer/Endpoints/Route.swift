import GridConsole
import GridRecords

/// The endpoints that there are; everything else is 404.
package enum Route: Hashable, Sendable {
    case enrol
    case sync
    case descend
    case chain
    /// `/v1/call/{name}`.
    case call(String)
    case catalogue
    case health
    case readiness
    case metrics
    /// Pages for people at a desk, below `/console`.
    case console

    /// Nil for a path that is none of them.
    package init?(path: String) {
        switch path {
        case "/v1/enrol": self = .enrol
        case "/v1/sync": self = .sync
        case "/v1/descend": self = .descend
        case "/v1/chain": self = .chain
        case "/v1/catalogue": self = .catalogue
        case "/healthz": self = .health
        case "/readyz": self = .readiness
        case "/metrics": self = .metrics
        case _ where Console.owns(path: path): self = .console
        default:
            let prefix = "/v1/call/"
            guard path.utf8.starts(with: prefix.utf8) else { return nil }
            let name = String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
            let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E }
            guard !name.isEmpty, name.utf8.count <= Limits.codeBytes, isPlain else { return nil }
            self = .call(name)
        }
    }

    package var method: String {
        switch self {
        case .enrol, .sync, .descend, .chain, .call: "POST"
        case .catalogue, .health, .readiness, .metrics, .console: "GET"
        }
    }

    /// For logs and metrics: no part of it was chosen by the caller.
    package var label: String {
        switch self {
        case .enrol: "enrol"
        case .sync: "sync"
        case .descend: "descend"
        case .chain: "chain"
        case .call: "call"
        case .catalogue: "catalogue"
        case .health: "healthz"
        case .readiness: "readyz"
        case .metrics: "metrics"
        case .console: "console"
        }
    }

    /// Whether only a device with a good token may ask.
    package var needsToken: Bool {
        switch self {
        case .sync, .descend, .chain, .call, .catalogue: true
        case .enrol, .health, .readiness, .metrics, .console: false
        }
    }

    /// Bytes of a body, as it arrives and expanded.
    package var bodyLimit: Int {
        switch self {
        case .sync: Limits.bodyBytes
        case .call: 1_048_576
        case .enrol, .descend, .chain: 16_384
        case .console: Console.formBytes
        case .catalogue, .health, .readiness, .metrics: 0
        }
    }
}
