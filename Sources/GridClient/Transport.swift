/// How requests reach a hub: one at a time, whole bodies, no redirects followed.
package protocol Transport: Sendable {
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse
}

package struct TransportRequest: Hashable, Sendable {
    package var method: String
    package var url: String
    package var headers: [String: String]
    package var body: [UInt8]
    /// File with the certificates to trust in place of the system's; nil for those.
    package var certificateFile: String?

    package init(
        method: String, url: String, headers: [String: String] = [:], body: [UInt8] = [],
        certificateFile: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.certificateFile = certificateFile
    }
}

package struct TransportResponse: Hashable, Sendable {
    package var status: Int
    /// Names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// No whole answer came; nothing is known of what the other side did.
package enum TransportError: Error, Hashable, Sendable {
    case unreachable(String)
    /// The phase that took too long: `connect`, `transfer`.
    case timedOut(String)
    case tls(String)
    /// The answer passed the limit of bytes.
    case tooLarge(limit: Int)
}

extension TransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let detail): detail
        case .timedOut(let phase): "timed out (\(phase))"
        case .tls(let detail): "no secure connection: \(detail)"
        case .tooLarge(let limit): "its answer has more than \(limit) bytes"
        }
    }
}
