import GridClient
import GridTransportCurl
import Testing

@Suite("Requests over libcurl")
struct CurlTransportTests {
    private func answer(_ status: String, _ headers: [String] = [], _ body: String = "") -> [UInt8] {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    private func request(_ server: OneAnswerServer, body: [UInt8] = []) -> TransportRequest {
        TransportRequest(
            method: "POST", url: "http://127.0.0.1:\(server.port)/v1/sync",
            headers: ["Content-Type": "application/x-protobuf", "Authorization": "Bearer t"], body: body)
    }

    @Test("status, headers and body come back, and connections are used again")
    func roundTrip() async throws {
        let server = try OneAnswerServer(answer: answer("200 OK", ["Content-Type: application/json", "ETag: x"], "{}"))
        let transport = CurlTransport()
        for _ in 0..<2 {
            let response = try await transport.send(request(server, body: [1, 2, 3]))
            #expect(response.status == 200)
            #expect(response.headers["content-type"] == "application/json")
            #expect(response.headers["etag"] == "x")
            #expect(response.body == Array("{}".utf8))
        }
        let head = String(decoding: server.requests[0], as: UTF8.self)
        #expect(server.requests.count == 2)
        #expect(server.requests[0].suffix(3) == [1, 2, 3])
        #expect(head.hasPrefix("POST /v1/sync HTTP/1.1\r\n"))
        #expect(head.contains("Authorization: Bearer t\r\n"))
        #expect(head.contains("Accept-Encoding: gzip\r\n"))
    }

    @Test("a large body travels compressed, a small one as it is")
    func compression() async throws {
        let server = try OneAnswerServer(answer: answer("204 No Content"))
        let transport = CurlTransport()
        _ = try await transport.send(request(server, body: Array(repeating: 65, count: 20_000)))
        _ = try await transport.send(request(server, body: Array(repeating: 65, count: 100)))
        #expect(server.requests[0].count < 1_000)
        #expect(String(decoding: server.requests[0], as: UTF8.self).contains("Content-Encoding: gzip\r\n"))
        #expect(!String(decoding: server.requests[1], as: UTF8.self).contains("Content-Encoding"))
    }

    @Test("a redirect is an answer, not followed")
    func redirect() async throws {
        let server = try OneAnswerServer(answer: answer("302 Found", ["Location: http://127.0.0.1:1/"]))
        #expect(try await CurlTransport().send(request(server)).status == 302)
        #expect(server.requests.count == 1)
    }

    @Test("an answer past the limit is given up")
    func tooLarge() async throws {
        let server = try OneAnswerServer(answer: answer("200 OK", [], String(repeating: "x", count: 5_000)))
        let transport = CurlTransport(settings: .init(maximumAnswerBytes: 4_999))
        await #expect(throws: TransportError.tooLarge(limit: 4_999)) { try await transport.send(request(server)) }
        let roomy = CurlTransport(settings: .init(maximumAnswerBytes: 5_000))
        #expect(try await roomy.send(request(server)).body.count == 5_000)
    }

    @Test("silence ends as a timeout of the transfer, a closed port as unreachable")
    func failures() async throws {
        let silent = try OneAnswerServer(answer: nil)
        let transport = CurlTransport(settings: .init(wholeTimeoutMilliseconds: 200))
        await #expect(throws: TransportError.timedOut("transfer")) { try await transport.send(request(silent)) }
        let nobody = TransportRequest(method: "GET", url: "http://127.0.0.1:1/")
        do {
            _ = try await transport.send(nobody)
            Issue.record("something answered on port 1")
        } catch {
            guard case .unreachable = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
