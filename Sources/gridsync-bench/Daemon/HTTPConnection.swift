import Foundation

/// One kept connection with blocking calls: the least that load can be made with. For one thread at a time.
final class HTTPConnection: @unchecked Sendable {
    private var input: Int32 = -1
    private var output: Int32 = -1
    /// For TLS: the program that speaks it.
    private var tunnel: Tunnel?
    private let port: Int
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    init(port: Int) throws {
        self.port = port
        try connectSocket()
    }

    /// Over TLS, by `openssl s_client`: its work is in no figure of the daemon.
    init(port: Int, certificate: SelfSigned) throws {
        self.port = port
        let tunnel = try Tunnel(port: port, certificate: certificate)
        (input, output) = (tunnel.input, tunnel.output)
        self.tunnel = tunnel
    }

    deinit { if tunnel == nil, input >= 0 { close(input) } }

    /// Sends a whole request and reads the whole answer. A kept connection that the daemon has closed meanwhile is
    /// made anew, once.
    func exchange(_ request: [UInt8]) throws -> HTTPAnswer {
        do {
            return try once(request)
        } catch let error as Closed {
            guard tunnel == nil else { throw Failed(description: "the connection ended: \(error)") }
            close(input)
            try connectSocket()
            return try once(request)
        }
    }

    /// The same, coming back as often as the hub says so in Retry-After. Returns how often that was, too.
    func exchangePatiently(_ request: [UInt8]) throws -> (answer: HTTPAnswer, sentAway: Int) {
        var sentAway = 0
        while true {
            let answer = try exchange(request)
            guard let pause = answer.pause else { return (answer, sentAway) }
            sentAway += 1
            Thread.sleep(forTimeInterval: pause)
        }
    }

    private struct Closed: Error {}

    private func once(_ request: [UInt8]) throws -> HTTPAnswer {
        try send(request)
        var head: [UInt8] = []
        var end: Int?
        while end == nil {
            let count = read(input, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                if head.isEmpty { throw Closed() }
                throw Failed(description: "the answer broke off")
            }
            let from = max(0, head.count - 3)
            head += buffer[..<count]
            end = HTTPConnection.endOfHead(in: head, from: from)
        }
        var answer = try HTTPAnswer(head: head[..<(end ?? 0)])
        answer.body.reserveCapacity(answer.length)
        answer.body += head[(end ?? 0)...]
        while answer.body.count < answer.length {
            let count = read(input, &buffer, min(buffer.count, answer.length - answer.body.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failed(description: "the answer broke off") }
            answer.body += buffer[..<count]
        }
        answer.wireBytes = request.count + (end ?? 0) + answer.length
        return answer
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Closed() }
            sent += count
        }
    }

    private static func endOfHead(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + 3 < bytes.count {
            if bytes[index] == 0x0D, bytes[index + 1] == 0x0A, bytes[index + 2] == 0x0D, bytes[index + 3] == 0x0A {
                return index + 4
            }
            index += 1
        }
        return nil
    }

    private func connectSocket() throws {
        let descriptor = try LoopbackSocket.connected(to: port)
        (input, output) = (descriptor, descriptor)
    }
}

/// An answer as it arrived.
struct HTTPAnswer: Sendable {
    let status: Int
    let length: Int
    let retryAfter: Int?
    let isCompressed: Bool
    var body: [UInt8] = []
    /// Bytes of the request and of the answer, heads included, TLS not.
    var wireBytes = 0

    init(head: ArraySlice<UInt8>) throws {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { throw HTTPConnection.Failed(description: "no HTTP answer") }
        var fields: [String: Substring] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].drop { $0 == " " }
        }
        self.status = status
        length = fields["content-length"].flatMap { Int($0) } ?? 0
        retryAfter = fields["retry-after"].flatMap { Int($0) }
        isCompressed = fields["content-encoding"] == "gzip"
    }

    /// Seconds after which to ask again; nil when this is the answer.
    var pause: Double? { status == 429 || status == 503 ? Double(retryAfter ?? 1) : nil }

    /// The body of an answer that went well.
    func checked() throws -> [UInt8] {
        guard status == 200 else {
            throw HTTPConnection.Failed(description: "HTTP \(status): \(String(decoding: body, as: UTF8.self))")
        }
        return body
    }
}

/// Requests as the bytes that go over the socket.
enum HTTPRequest {
    static func sync(_ body: [UInt8], token: String, acceptsGzip: Bool = false) -> [UInt8] {
        let head =
            "POST /v1/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n"
            + "Content-Type: application/x-protobuf\r\nAccept: application/x-protobuf\r\n"
            + (acceptsGzip ? "Accept-Encoding: gzip\r\n" : "") + "Content-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    static func get(_ path: String) -> [UInt8] { Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8) }
}

/// TCP on 127.0.0.1.
enum LoopbackSocket {
    static func connected(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw HTTPConnection.Failed(description: "no socket: errno \(errno)") }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let result = withAddress(port) { connect(descriptor, $0, $1) }
        guard result == 0 else {
            close(descriptor)
            throw HTTPConnection.Failed(description: "no connection to port \(port): errno \(errno)")
        }
        return descriptor
    }

    /// A socket that listens on a free port.
    static func listening() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0, withAddress(0, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 64) == 0 else {
            throw HTTPConnection.Failed(description: "cannot listen: errno \(errno)")
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func withAddress(_ port: Int, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
