import GridHub
import GridRecords
import GridServer
import Logging
import Synchronization
import Testing

@Suite("Figures and log")
struct FiguresTests {
    @Test("the page has counters, cumulative buckets and gauges")
    func page() {
        var figures = Figures()
        figures.record(endpoint: "sync", status: 200, seconds: 0.02, received: 10, sent: 20)
        figures.record(endpoint: "sync", status: 200, seconds: 3, received: 1, sent: 2)
        figures.record(endpoint: "sync", status: 401, seconds: 0.001, received: 0, sent: 0)
        let page = figures.page(gauges: ["records": 3, "gridsync_lane_running{lane=\"x\"}": 1, "ratio": 0.5])
        let lines = Set(page.split(separator: "\n").map(String.init))
        for line in [
            "gridsync_http_requests_total{endpoint=\"sync\",status=\"200\"} 2",
            "gridsync_http_requests_total{endpoint=\"sync\",status=\"401\"} 1",
            "gridsync_http_request_seconds_bucket{endpoint=\"sync\",le=\"0.025\"} 2",
            "gridsync_http_request_seconds_bucket{endpoint=\"sync\",le=\"+Inf\"} 3",
            "gridsync_http_request_seconds_count{endpoint=\"sync\"} 3", "gridsync_http_received_bytes_total 11",
            "gridsync_records 3", "gridsync_ratio 0.5", "# TYPE gridsync_lane_running gauge",
            "gridsync_lane_running{lane=\"x\"} 1",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(page.hasSuffix("\n"))
    }

    @Test("a log line is one JSON object, whatever is in it")
    func injection() throws {
        let lines = Mutex<[String]>([])
        let log = Logger(label: "test") { label in
            JSONLineLog(
                label: label, level: .info, time: { "now" }, write: { line in lines.withLock { $0.append(line) } })
        }
        log.info("a\nb", metadata: ["x": "\r\n{\"level\":\"error\"}\u{1B}[31m"])
        log.debug("not this one")
        let written = lines.withLock { $0 }
        #expect(written.count == 1)
        #expect(!written[0].contains("\n") && !written[0].contains("\r") && !written[0].contains("\u{1B}"))
        let json = try JSONValue(parsing: written[0])
        #expect(json["message"]?.string == "a\nb")
        #expect(json["level"]?.string == "info")
    }

    @Test("neither tokens nor codes nor bodies reach the log, whatever happens")
    func silence() async throws {
        let lines = Mutex<[String]>([])
        var log = Logger(label: "test") { label in
            JSONLineLog(
                label: label, level: .trace, time: { "now" }, write: { line in lines.withLock { $0.append(line) } })
        }
        log.logLevel = .trace
        let hub = FakeHub()
        let endpoints = Requests.endpoints(hub, log: log)
        _ = await endpoints.respond(to: Requests.head("POST", "/v1/sync", token: "secret-token"), body: Requests.sync())
        _ = await endpoints.respond(
            to: Requests.head("POST", "/v1/enrol", token: nil), body: Requests.enrol("SECRET-CODE"))
        hub.fail(with: .init("internal", status: 500, "the store failed"))
        _ = await endpoints.respond(to: Requests.head("POST", "/v1/sync"), body: Requests.sync())
        let all = lines.withLock { $0.joined() }
        #expect(all.contains("request failed inside"))
        for secret in ["secret-token", "SECRET-CODE", FakeHub.token, "d-1", "w-1"] { #expect(!all.contains(secret)) }
    }

    @Test("addresses to listen at are read, others refused")
    func listenAddress() {
        #expect(ListenAddress(text: "127.0.0.1:0")?.isLoopback == true)
        #expect(ListenAddress(text: "[::1]:8470")?.host == "::1")
        #expect(ListenAddress(text: "0.0.0.0:8470")?.isLoopback == false)
        for text in ["", ":1", "host", "host:", "host:65536", "host:-1", "ho st:1", "127.0.0.1:1x"] {
            #expect(ListenAddress(text: text) == nil)
        }
        #expect(ListenAddress.url(host: "::1", port: 5, isTLS: false) == "http://[::1]:5")
    }
}
