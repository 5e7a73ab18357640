import GridHub
import GridRecords
import GridServer
import GridSync
import GridWire
import Testing

@Suite("Endpoints")
struct EndpointsTests {
    let hub = FakeHub()
    var endpoints: Endpoints { Requests.endpoints(hub) }

    @Test("an exchange answers in the format it was asked in", arguments: WireFormat.allCases)
    func exchange(format: WireFormat) async throws {
        let head = Requests.head("POST", "/v1/sync", type: format.contentType)
        let response = await endpoints.respond(to: head, body: Requests.sync(as: format))
        #expect(response.status == 200)
        #expect(response.header("content-type") == format.contentType)
        #expect(try Wire.decode(SyncResponse.self, from: response.body, as: format).catalogueVersion == "v1")
    }

    @Test("an answer in the other format is given to who accepts only that")
    func accept() async throws {
        let head = Requests.head("POST", "/v1/sync", extra: [HeaderField("accept", "application/x-protobuf")])
        let response = await endpoints.respond(to: head, body: Requests.sync())
        #expect(response.header("content-type") == "application/x-protobuf")
        #expect(try Wire.decode(SyncResponse.self, from: response.body, as: .protobuf).catalogueVersion == "v1")
    }

    @Test(
        "without one good token nothing reaches the hub",
        arguments: [
            [], [HeaderField("authorization", "")], [HeaderField("authorization", "Bearer ")],
            [HeaderField("authorization", "Basic good-token")], [HeaderField("authorization", "Bearer a b")],
            [HeaderField("authorization", "good-token")], [HeaderField("authorization", "Bearer bad-token")],
            [HeaderField("authorization", "Bearer good-token"), HeaderField("authorization", "Bearer good-token")],
        ])
    func unauthorized(fields: [HeaderField]) async throws {
        let head = Requests.head("POST", "/v1/sync", token: nil, extra: fields)
        let response = await endpoints.respond(to: head, body: Requests.sync())
        #expect(response.status == 401)
        #expect(response.header("www-authenticate")?.hasPrefix("Bearer") == true)
        #expect(response.header("content-type") == "application/problem+json")
        #expect(try response.json["code"]?.string == "unauthorized")
        #expect(hub.calls.isEmpty)
    }

    @Test("a token in the address counts for nothing")
    func tokenInAddress() async {
        let head = Requests.head("POST", "/v1/sync?access_token=good-token", token: nil)
        #expect(await endpoints.respond(to: head, body: Requests.sync()).status == 404)
        #expect(hub.calls.isEmpty)
    }

    @Test("a revoked device is told so with 403")
    func revoked() async throws {
        let response = await endpoints.respond(to: Requests.head("POST", "/v1/sync", token: "revoked-token"))
        #expect(response.status == 403)
        #expect(try response.json["code"]?.string == "revoked")
    }

    @Test(
        "paths that are not there are 404",
        arguments: [
            "/", "/v1", "/v1/call/", "/v1/call/A", "/v1/call/a/b", "/admin", "/docs", "/v2/sync", "/v1/sync/",
            "//v1/sync",
        ])
    func unknownPath(path: String) async {
        #expect(await endpoints.respond(to: Requests.head("POST", path)).status == 404)
    }

    @Test("another method is 405 with the one that is allowed; an override header changes nothing")
    func method() async {
        let override = [HeaderField("x-http-method-override", "POST")]
        for method in ["GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE"] {
            let response = await endpoints.respond(to: Requests.head(method, "/v1/sync", extra: override))
            #expect(response.status == 405)
            #expect(response.header("allow") == "POST")
        }
        #expect(await endpoints.respond(to: Requests.head("POST", "/v1/catalogue")).status == 405)
        #expect(hub.calls.isEmpty)
    }

    @Test("a type or encoding that is not spoken is 415")
    func mediaType() async {
        for type in [nil, "text/plain", "application/xml"] {
            #expect(await endpoints.respond(to: Requests.head("POST", "/v1/sync", type: type)).status == 415)
        }
        let brotli = Requests.head("POST", "/v1/sync", extra: [HeaderField("content-encoding", "br")])
        #expect(await endpoints.respond(to: brotli).status == 415)
        let twice = Requests.head(
            "POST", "/v1/sync",
            extra: [HeaderField("content-encoding", "gzip"), HeaderField("content-encoding", "gzip")])
        #expect(await endpoints.respond(to: twice).status == 415)
    }

    @Test(
        "a body that is no message is 400, and nothing reaches the hub", arguments: ["", "<html>", "{\"a\":", "[1,2]"])
    func unreadable(text: String) async {
        let response = await endpoints.respond(to: Requests.head("POST", "/v1/sync"), body: Array(text.utf8))
        #expect(response.status == 400)
        #expect(hub.calls.isEmpty)
    }

    @Test("a body at the limit is read, one byte more is 413")
    func bodyLimit() async {
        let limit = Route.sync.bodyLimit
        #expect(limit == Limits.bodyBytes)
        let at = [UInt8](repeating: 0x20, count: limit)
        #expect(await endpoints.respond(to: Requests.head("POST", "/v1/sync"), body: at).status == 400)
        #expect(await endpoints.respond(to: Requests.head("POST", "/v1/sync"), body: at + [0x20]).status == 413)
    }

    @Test("a length that is declared too large is 413 before anything is read")
    func declaredLength() async {
        let head = Requests.head("POST", "/v1/sync", extra: [HeaderField("content-length", "\(Limits.bodyBytes + 1)")])
        guard case .answer(let response) = await endpoints.admit(head, number: "n") else {
            Issue.record("the body was asked for")
            return
        }
        #expect(response.status == 413)
    }

    @Test("a gap carries the hub's head")
    func gap() async throws {
        hub.fail(with: HubError("gap", status: 409, "counter 5 is missing", head: 4))
        let response = await endpoints.respond(to: Requests.head("POST", "/v1/sync"), body: Requests.sync())
        #expect(response.status == 409)
        #expect(try response.json["head"]?.integer == 4)
        #expect(try response.json["code"]?.string == "gap")
    }

    @Test("a failure inside tells a number and nothing else")
    func inside() async throws {
        hub.fail(with: HubError("internal", status: 500, "SELECT secret FROM /var/lib failed", hint: "line 7"))
        let response = await endpoints.respond(to: Requests.head("POST", "/v1/sync"), body: Requests.sync())
        #expect(response.status == 500)
        let text = try response.json.text
        #expect(!text.contains("SELECT") && !text.contains("/var/lib") && !text.contains("line 7"))
        #expect(try response.json["instance"]?.string?.hasPrefix("urn:gridsync:request:") == true)
    }

    @Test("every answer keeps browsers from guessing and caches from keeping")
    func headers() async {
        for path in ["/v1/sync", "/healthz", "/nothing"] {
            let response = await endpoints.respond(to: Requests.head("GET", path))
            #expect(response.header("x-content-type-options") == "nosniff")
            #expect(response.header("cache-control") == "no-store")
        }
    }

    @Test("a call passes its arguments on and gives back lines")
    func call() async throws {
        let body = Wire.encode(CallRequest(arguments: "{\"level\":\"root\"}"), as: .json)
        let response = await endpoints.respond(to: Requests.head("POST", "/v1/call/digest"), body: body)
        let answer = try Wire.decode(CallResponse.self, from: response.body, as: .json)
        #expect(answer.lines == ["{\"echo\":{\"level\":\"root\"}}"])
        #expect(hub.calls == ["call digest"])
        let bad = Wire.encode(CallRequest(arguments: "[]"), as: .json)
        #expect(await endpoints.respond(to: Requests.head("POST", "/v1/call/digest"), body: bad).status == 400)
    }

    @Test("the catalogue is for devices, has its version as tag, and is not sent again to who has it")
    func catalogue() async throws {
        #expect(await endpoints.respond(to: Requests.head("GET", "/v1/catalogue", token: nil)).status == 401)
        let first = await endpoints.respond(to: Requests.head("GET", "/v1/catalogue"))
        #expect(first.status == 200)
        #expect(first.header("etag") == "\"v1\"")
        #expect(try first.json["version"]?.string == "v1")
        let again = Requests.head("GET", "/v1/catalogue", extra: [HeaderField("if-none-match", "W/\"v1\"")])
        let second = await endpoints.respond(to: again)
        #expect(second.status == 304)
        #expect(second.body.isEmpty)
    }

    @Test("health, readiness and metrics answer; metrics for this machine alone")
    func operations() async {
        #expect(await endpoints.respond(to: Requests.head("GET", "/healthz", token: nil)).status == 200)
        #expect(await endpoints.respond(to: Requests.head("GET", "/readyz", token: nil)).status == 200)
        let page = await endpoints.respond(to: Requests.head("GET", "/metrics", token: nil))
        #expect(page.status == 200)
        #expect(String(decoding: page.body, as: UTF8.self).contains("gridsync_records 3\n"))
        for address in ["10.0.0.7", "127.0.0.1.example.org", "", "::2"] {
            #expect(await endpoints.respond(to: Requests.head("GET", "/metrics", address: address)).status == 404)
        }
    }
}
