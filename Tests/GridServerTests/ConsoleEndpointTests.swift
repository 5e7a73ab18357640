import GridConsole
import GridHub
import GridRecords
import GridServer
import GridSync
import Logging
import Testing

@Suite("The console behind the hub's doors")
struct ConsoleEndpointTests {
    /// A desk at which nobody's code is good.
    private struct EmptyDesk: DeskService {
        func signIn(code: String) async throws(HubError) -> WorkerID {
            throw HubError("unauthorized", status: 401, "this code is not good")
        }

        func person(_ worker: WorkerID) async throws(HubError) -> DeskPerson {
            throw HubError("unauthorized", status: 401, "nobody")
        }

        func ask(
            _ question: DeskQuestion, _ arguments: JSONValue, as worker: WorkerID
        ) async throws(HubError) -> [JSONValue] { [] }
    }

    private func endpoints(limits: ServerLimits = ServerLimits(), hasConsole: Bool = true) throws -> Endpoints {
        let random: @Sendable (Int) -> [UInt8] = { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
        }
        let hub = FakeHub()
        let console = try Console(
            hub: EmptyDesk(), catalogue: hub.catalogue, clock: { 1_000_000 }, random: random, isSecure: false)
        return Endpoints(
            hub: hub, limits: limits, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clock: { 1_000_000 }, random: random, console: hasConsole ? console : nil)
    }

    private static let form = "application/x-www-form-urlencoded"

    @Test("pages go out with the console's own headers alone, and never compressed")
    func page() async throws {
        let head = Requests.head(
            "GET", "/console/sign-in", token: nil, type: nil, extra: [HeaderField("accept-encoding", "gzip")])
        let answer = try await endpoints().respond(to: head)
        #expect(answer.status == 200)
        #expect(answer.header("content-encoding") == nil)
        #expect(answer.headers.count { $0.name == "content-security-policy" } == 1)
        #expect(answer.header("cache-control") == "no-store")
    }

    @Test("where there is no console, and beside it, there is nothing")
    func nothing() async throws {
        let head = Requests.head("GET", "/console", token: nil, type: nil)
        #expect(try await endpoints(hasConsole: false).respond(to: head).status == 404)
        for path in ["/consoles", "/console/none", "/console//sign-in", "/console/sign-in/"] {
            #expect(try await endpoints().respond(to: Requests.head("GET", path, token: nil, type: nil)).status == 404)
        }
    }

    @Test("only forms are taken, within their length")
    func forms() async throws {
        let endpoints = try endpoints()
        let path = "/console/sign-in"
        for type in ["application/json", "multipart/form-data", "text/plain"] {
            #expect(await endpoints.respond(to: Requests.head("POST", path, token: nil, type: type)).status == 415)
        }
        let head = Requests.head("POST", path, token: nil, type: ConsoleEndpointTests.form)
        let long = [UInt8](repeating: 0x61, count: Console.formBytes + 1)
        #expect(await endpoints.respond(to: head, body: long).status == 413)
        #expect(await endpoints.respond(to: head, body: Array("a=1&a=2".utf8)).status == 400)
        #expect(await endpoints.respond(to: Requests.head("PUT", path, token: nil, type: nil)).status == 405)
    }

    @Test("codes cannot be guessed faster than at enrolment")
    func guessing() async throws {
        var limits = ServerLimits()
        limits.failedEnrolmentsPerAddress = 3
        let endpoints = try endpoints(limits: limits)
        let head = Requests.head("POST", "/console/sign-in", token: nil, type: ConsoleEndpointTests.form)
        var found: [Int] = []
        for _ in 0..<5 { found.append(await endpoints.respond(to: head, body: Array("code=A".utf8)).status) }
        #expect(found == [403, 403, 403, 429, 429])
    }
}
