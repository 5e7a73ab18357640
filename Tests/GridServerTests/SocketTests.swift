import GridHub
import GridRecords
import GridServer
import Logging
import Testing

@Suite("A server on a socket")
struct SocketTests {
    let hub = FakeHub()

    private static func status(_ answer: String) -> Int? {
        let parts = answer.split(separator: " ", maxSplits: 2)
        return parts.count > 1 ? Int(parts[1]) : nil
    }

    private static let head =
        "POST /v1/sync HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer good-token\r\nContent-Type: application/json\r\n"

    @Test("a request is answered, and the connection serves the next one")
    func keepAlive() async throws {
        try await RunningServer.run(hub) { server in
            let body = String(decoding: Requests.sync(), as: UTF8.self)
            let request = SocketTests.head + "Content-Length: \(body.utf8.count)\r\n"
            let answer = try await server.talk([
                request + "\r\n" + body, "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            ])
            #expect(answer.components("HTTP/1.1 200") == 2)
            #expect(answer.lowercased().contains("x-content-type-options: nosniff"))
            #expect(!answer.lowercased().contains("server:"))
        }
        #expect(hub.calls == ["sync"])
    }

    @Test(
        "requests that two readers could read in two ways are 400, and the connection ends",
        arguments: [
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: identity, chunked, identity\r\n\r\nabc", "Content-Length: +3\r\n\r\nabc",
            "Content-Length: 3 4\r\n\r\nabc", "X-Folded: a\r\n b\r\nBad\u{0}Name: c\r\n\r\n", "Bad Name: a\r\n\r\n",
        ])
    func ambiguous(rest: String) async throws {
        try await RunningServer.run(hub) { server in
            let answer = try await server.talk([SocketTests.head + rest])
            #expect(SocketTests.status(answer) == 400)
            #expect(answer.components("HTTP/1.1") == 1)
        }
        #expect(hub.calls.isEmpty)
    }

    @Test("a declared body over the limit is 413 without being read")
    func declared() async throws {
        try await RunningServer.run(hub) { server in
            let answer = try await server.talk([SocketTests.head + "Content-Length: \(Limits.bodyBytes + 1)\r\n\r\nabc"]
            ) {
                $0.contains("\r\n\r\n")
            }
            #expect(SocketTests.status(answer) == 413)
            #expect(answer.lowercased().contains("connection: close"))
        }
    }

    @Test("chunks for ever are 413 once they are too many, and the connection ends")
    func chunked() async throws {
        try await RunningServer.run(hub) { server in
            let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
            let answer = try await server.talk(
                [SocketTests.head + "Transfer-Encoding: chunked\r\n\r\n"], repeating: chunk)
            // Who goes on writing may find the connection reset before he has read the answer (RFC 9112, section 9.6).
            #expect(answer.isEmpty || SocketTests.status(answer) == 413)
        }
        #expect(hub.calls.isEmpty)
    }

    @Test("a head that does not end is cut off; a body that does not come too")
    func slow() async throws {
        var limits = ServerLimits.patient
        limits.idleSeconds = 1
        limits.bodySeconds = 1
        try await RunningServer.run(hub, limits: limits) { server in
            let head = try await server.talk(["POST /v1/sync HTTP/1.1\r\nHost: h\r\nX: "])
            #expect(head.isEmpty)
            let body = try await server.talk([SocketTests.head + "Content-Length: 100\r\n\r\nabc"])
            #expect(body.isEmpty)
        }
        #expect(hub.calls.isEmpty)
    }

    @Test("a head with too many or too large fields is refused")
    func largeHead() async throws {
        try await RunningServer.run(hub) { server in
            let many = (0..<100).map { "X-\($0): a\r\n" }.joined()
            let first = try await server.talk([SocketTests.head + many + "\r\n"])
            #expect(SocketTests.status(first) != 200)
            let large = "X-A: \(String(repeating: "a", count: 20_000))\r\n"
            let second = try await server.talk([SocketTests.head + large + "\r\n"])
            #expect(SocketTests.status(second) != 200)
        }
        #expect(hub.calls.isEmpty)
    }

    @Test("what a caller says of his address counts only behind a proxy")
    func forwarded() async throws {
        try await RunningServer.run(hub) { server in
            let answer = try await server.talk([
                "GET /metrics HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 10.0.0.1\r\nConnection: close\r\n\r\n"
            ])
            #expect(SocketTests.status(answer) == 200)
        }
    }

    @Test("a stop lets what was accepted finish and takes nothing new")
    func stop() async throws {
        hub.close()
        let hub = hub
        try await RunningServer.run(hub) { server in
            let body = String(decoding: Requests.sync(), as: UTF8.self)
            Task {
                let answer = try await server.talk([
                    SocketTests.head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
                ])
                #expect(SocketTests.status(answer) == 200)
                hub.finished()
            }
            while hub.calls.isEmpty { await Task.yield() }
            Task {
                for _ in 0..<1_000 { await Task.yield() }
                hub.open()
            }
        }
        while !hub.isFinished { await Task.yield() }
    }

    @Test("without a certificate the server listens on loopback only, unless behind a proxy")
    func loopback() async throws {
        let address = try #require(ListenAddress(text: "0.0.0.0:0"))
        let server = WebServer(
            endpoints: Requests.endpoints(hub), address: address, certificate: nil, isBehindProxy: false,
            limits: ServerLimits(), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(throws: ServerSetupError.self) { try server.service { _ in } }
    }
}

extension String {
    /// How often a text stands in this one.
    func components(_ text: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
