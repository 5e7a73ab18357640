import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// The rest of a request will not be read: the connection ends.
struct ConnectionEnded: Error {}

/// One request on one connection.
struct WebExchange {
    let server: WebServer
    let channel: any Channel

    @concurrent
    func answer(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        let began = ContinuousClock.now
        let head = self.head(of: request)
        let number = server.endpoints.requestNumber()
        var body = BodyReader(body: request.body, limits: server.limits, channel: channel)
        let response: EndpointResponse
        switch await server.endpoints.admit(head, number: number) {
        case .answer(let early):
            response = early
            body.hasMore = WebExchange.hasBody(head)
        case .read(let admitted):
            if head.values("expect").contains(where: { $0.lowercased() == "100-continue" }) {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            let bytes = try await body.read(limit: admitted.route.bodyLimit)
            response =
                if let bytes {
                    await server.endpoints.answer(admitted, body: bytes)
                } else {
                    server.endpoints.refuse(.tooLarge(admitted.route.bodyLimit), number: number, head: head)
                }
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        await note(response, head: head, number: number, received: body.received, seconds: seconds)
        try await write(response, isLast: body.hasMore, to: writer)
        if body.hasMore {
            try await body.drain()
            throw ConnectionEnded()
        }
    }

    private func head(of request: Request) -> RequestHead {
        var headers = request.headers.map { HeaderField($0.name.canonicalName, $0.value) }
        if let authority = request.head.authority { headers.append(HeaderField("host", authority)) }
        var head = RequestHead(
            method: request.method.rawValue, path: request.uri.path, headers: headers,
            address: channel.remoteAddress?.ipAddress ?? "")
        head.query = request.uri.query ?? ""
        if server.isBehindProxy {
            let last = head.values("x-forwarded-for").last?.split(separator: ",").last
            if let said = last?.filter({ $0 != " " }), !said.isEmpty, said.utf8.count <= 64 { head.address = said }
        }
        return head
    }

    private static func hasBody(_ head: RequestHead) -> Bool {
        !head.values("transfer-encoding").isEmpty || (head.only("content-length").map { $0 != "0" } ?? false)
    }

    @concurrent
    private func write(
        _ response: EndpointResponse, isLast: Bool, to writer: consuming ResponseWriter
    ) async throws {
        var fields = HTTPFields()
        for header in response.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        if response.status != 304 { fields[.contentLength] = String(response.body.count) }
        if isLast { fields[.connection] = "close" }
        let head = HTTPResponse(status: HTTPResponse.Status(code: response.status), headerFields: fields)
        let body = response.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        try await writer.write(response: head, body: body)
    }

    /// Counts the answer, and notes it without anything that the caller chose or that tells who he is.
    @concurrent
    private func note(
        _ response: EndpointResponse, head: RequestHead, number: String, received: Int, seconds: Double
    ) async {
        let endpoint = Route(path: head.path)?.label ?? "unknown"
        await server.endpoints.figures.record(
            endpoint: endpoint, status: response.status, seconds: seconds, received: received,
            sent: response.body.count)
        server.log.debug(
            "answered",
            metadata: [
                "request": "\(number)", "endpoint": "\(endpoint)", "status": "\(response.status)",
                "milliseconds": "\(Int(seconds * 1_000))", "received": "\(received)", "sent": "\(response.body.count)",
            ])
    }
}
