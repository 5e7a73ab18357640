import GridGzip
import GridHub
import GridRecords
import GridServer
import GridSync
import GridWire
import Testing

@Suite("Load")
struct LoadTests {
    @Test("a lane runs so many, lets so many wait, and refuses the rest")
    func laneState() {
        var lane = LaneState(limits: LaneLimits(running: 2, waiting: 1))
        let decisions = (0..<4).map { _ in lane.enter() }
        #expect(decisions == [.run, .run, .wait, .refuse])
        let first = lane.leave()
        #expect(first)
        #expect(lane.running == 2 && lane.waiting == 0)
        let others = [lane.leave(), lane.leave()]
        #expect(others == [false, false])
        #expect(lane.running == 0)
        let again = lane.enter()
        #expect(again == .run)
    }

    @Test("first syncs do not stand in the way of the others; too many are sent away with a time")
    func firstSyncs() async throws {
        let hub = FakeHub()
        var limits = ServerLimits()
        limits.firstSyncs = LaneLimits(running: 1, waiting: 1)
        let endpoints = Requests.endpoints(hub, limits: limits)
        let head = Requests.head("POST", "/v1/sync")
        hub.close()
        async let running = endpoints.respond(to: head, body: Requests.sync(cursor: []))
        async let waiting = endpoints.respond(to: head, body: Requests.sync(cursor: []))
        while true {
            let load = await endpoints.load.firstSyncs
            if load.running == 1, load.waiting == 1 { break }
            await Task.yield()
        }
        let refused = await endpoints.respond(to: head, body: Requests.sync(cursor: []))
        #expect(refused.status == 503)
        #expect(refused.header("retry-after").flatMap { Int($0) }.map { (2...15).contains($0) } == true)
        async let other = endpoints.respond(to: head, body: Requests.sync(cursor: [1]))
        while hub.calls.count < 2 { await Task.yield() }
        hub.open()
        #expect(await other.status == 200)
        #expect(await running.status == 200)
        #expect(await waiting.status == 200)
    }

    @Test("failed attempts are counted by address and together, for a minute")
    func attempts() {
        var attempts = Attempts(limitPerAddress: 2, limitTogether: 3)
        let steps: [(address: String, time: Int64, wait: Int?)] = [
            ("a", 100_000, nil), ("a", 100_001, nil), ("a", 100_002, 60), ("b", 100_003, nil), ("c", 159_999, 1),
            ("a", 160_000, nil),
        ]
        for step in steps {
            let wait = attempts.begin(step.address, at: step.time)
            #expect(wait == step.wait)
        }
    }

    @Test("an attempt that went well is not counted")
    func forgiven() {
        var attempts = Attempts(limitPerAddress: 1, limitTogether: 1)
        for time in 0..<100 {
            let wait = attempts.begin("a", at: 100_000 + Int64(time))
            #expect(wait == nil)
            attempts.forgive("a")
        }
        attempts.forgive("never seen")
        let last = [attempts.begin("a", at: 100_200), attempts.begin("b", at: 100_200)]
        #expect(last[0] == nil)
        #expect(last[1] != nil)
    }

    @Test("after ten wrong codes an address waits, right codes of it too, those of others not")
    func enrolment() async throws {
        let hub = FakeHub()
        let endpoints = Requests.endpoints(hub)
        let head = Requests.head("POST", "/v1/enrol", token: nil, address: "10.0.0.1")
        for _ in 0..<20 { #expect(await endpoints.respond(to: head, body: Requests.enrol(FakeHub.code)).status == 200) }
        for _ in 0..<10 { #expect(await endpoints.respond(to: head, body: Requests.enrol("WRONG")).status == 401) }
        let locked = await endpoints.respond(to: head, body: Requests.enrol(FakeHub.code))
        #expect(locked.status == 429)
        #expect(locked.header("retry-after") != nil)
        #expect(try locked.json["code"]?.string == "too_many_attempts")
        #expect(hub.calls.count == 30)
        let other = Requests.head("POST", "/v1/enrol", token: nil, address: "10.0.0.2")
        #expect(await endpoints.respond(to: other, body: Requests.enrol(FakeHub.code)).status == 200)
    }

    @Test("a body in gzip is taken out within the same limit, and answers are compressed for who reads that")
    func gzip() async throws {
        let hub = FakeHub()
        var limits = ServerLimits()
        limits.compressedFrom = 1
        let endpoints = Requests.endpoints(hub, limits: limits)
        let fields = [HeaderField("content-encoding", "gzip"), HeaderField("accept-encoding", "br, gzip;q=0.5")]
        let head = Requests.head("POST", "/v1/sync", extra: fields)
        let response = await endpoints.respond(to: head, body: try #require(Gzip.compress(Requests.sync())))
        #expect(response.status == 200)
        let bomb = try #require(Gzip.compress([UInt8](repeating: 0x20, count: Limits.bodyBytes + 1)))
        #expect(await endpoints.respond(to: head, body: bomb).status == 413)
        #expect(await endpoints.respond(to: head, body: Requests.sync()).status == 400)
        let call = Wire.encode(CallRequest(arguments: "{\"a\":\"\(String(repeating: "x", count: 999))\"}"), as: .json)
        let answer = await endpoints.respond(
            to: Requests.head("POST", "/v1/call/x", extra: [HeaderField("accept-encoding", "gzip")]), body: call)
        #expect(answer.header("content-encoding") == "gzip")
        let plain = try Gzip.expand(answer.body, limit: 10_000)
        #expect(try Wire.decode(CallResponse.self, from: plain, as: .json).lines.count == 1)
        let refused = await endpoints.respond(
            to: Requests.head("POST", "/v1/call/x", extra: [HeaderField("accept-encoding", "gzip;q=0")]), body: call)
        #expect(refused.header("content-encoding") == nil)
    }
}
