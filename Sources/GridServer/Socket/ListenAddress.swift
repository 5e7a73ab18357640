/// Where to listen: `HOST:PORT`, with an IPv6 host in brackets.
package struct ListenAddress: Hashable, Sendable {
    package let host: String
    /// 0 for any free one.
    package let port: Int

    /// Nil for a text of another form, or a port above 65535.
    package init?(text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.host = host
        self.port = Int(port)
    }

    /// Whether only programs of this machine reach it.
    package var isLoopback: Bool { Address.isLoopback(host) }

    /// The address as part of a URL.
    package static func url(host: String, port: Int, isTLS: Bool) -> String {
        (isTLS ? "https://" : "http://") + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }
}
