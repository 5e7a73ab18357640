import GridCatalogueFile
import GridCausality
import GridConsole
import GridGoverning
import GridHub
import GridRecords
import GridStore
import GridSync
import GridWire
import Synchronization
import Testing

/// A console before a real hub over a store in memory, with a clock and randomness that tests hold.
final class ConsoleHarness: Sendable {
    static let start: Int64 = 1_772_323_200_000
    static let day: Int64 = 86_400_000
    static let rules = Result { try read() }

    let hub: Hub
    let console: Console
    private let clock: ClockBox
    private let seed: SeedBox

    private static func read() throws -> GoverningRules {
        let reporting = try ReportingFiles.load()
        return GoverningRules(
            book: try WorkflowFiles.load(for: try CatalogueFiles.load()), schema: reporting.schema,
            reports: reporting.reports, lists: reporting.lists, stars: reporting.stars)
    }

    init(isSecure: Bool = false) async throws {
        let clock = ClockBox(ConsoleHarness.start)
        let seed = SeedBox()
        let catalogue = try CatalogueFiles.load()
        hub = try Hub(
            store: MemoryHubStore(), codec: RecordRowCodec(), catalogue: catalogue,
            environment: HubEnvironment(
                clock: { clock.now }, random: { seed.bytes($0) },
                keys: HubKeys(master: [UInt8](repeating: 7, count: 32)), ledger: NoLedger(), software: "test"),
            rules: try ConsoleHarness.rules.get())
        console = try Console(
            hub: hub, catalogue: catalogue, clock: { clock.now }, random: { seed.bytes($0) }, isSecure: isSecure)
        self.clock = clock
        self.seed = seed
        _ = try await hub.command("areas.import", ["rows": .array(ConsoleHarness.county)])
    }

    var now: Int64 { clock.now }
    func advance(_ milliseconds: Int64) { clock.advance(milliseconds) }
    func random(_ count: Int) -> [UInt8] { seed.bytes(count) }

    private static let county: [JSONValue] = [
        row("330781", "兰溪市", "county", ""), row("330781001", "兰江街道", "township", "330781"),
        row("330781002", "云山街道", "township", "330781"), row("G1", "一网格", "grid", "330781001"),
        row("G3", "三网格", "grid", "330781002"),
    ]

    private static func row(_ code: String, _ name: String, _ level: String, _ parent: String) -> JSONValue {
        ["code": .string(code), "name": .string(name), "level": .string(level), "parent": .string(parent)]
    }

    func worker(_ name: String, _ role: Role, _ areas: [String]) async throws -> String {
        let line = try await hub.command(
            "workers.add",
            ["name": .string(name), "role": .string(role.rawValue), "areas": .array(areas.map { .string($0) })])
        return try #require(line.first?["worker"]?.string)
    }

    func code(of worker: String) async throws -> String {
        try #require(try await hub.command("devices.code", ["worker": .string(worker)]).first?["code"]?.string)
    }

    /// A browser that is signed in as somebody.
    func browser(_ name: String, _ role: Role, _ areas: [String]) async throws -> Browser {
        try await browser(of: try await worker(name, role, areas))
    }

    func browser(of worker: String) async throws -> Browser {
        let browser = Browser(console)
        let answer = try await browser.signIn(try await code(of: worker))
        #expect(answer.status == 303)
        return browser
    }
}

final class ClockBox: Sendable {
    private let time: Mutex<Int64>
    init(_ start: Int64) { time = Mutex(start) }
    var now: Int64 { time.withLock { $0 } }
    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// Seeded bytes (SplitMix64, Steele et al. 2014).
final class SeedBox: Sendable {
    private let state = Mutex<UInt64>(42)

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }
}

struct NoLedger: Ledger {
    func append(_ line: String) {}
    func lines() -> [String] { [] }
}

/// Keeps cookies and sends forms as they stand in the page that was shown last.
final class Browser {
    let console: Console
    var cookies: [String: String] = [:]
    var languages = "zh-CN,zh;q=0.9"
    /// The page that was shown last.
    var shown = ""

    init(_ console: Console) { self.console = console }

    @discardableResult
    func get(_ address: String) async -> ConsoleAnswer {
        let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
        return await send(ConsoleRequest(path: parts[0], query: parts.count > 1 ? parts[1] : ""))
    }

    /// - Parameter form: the token of the form; nil for the one of the page that was shown last.
    @discardableResult
    func post(_ path: String, _ fields: [String: String], form: String? = nil) async -> ConsoleAnswer {
        var all = fields
        all["form"] = form ?? token
        let body = all.sorted { $0.key < $1.key }.map { "\($0.key)=\(Browser.encoded($0.value))" }
        return await send(ConsoleRequest(method: "POST", path: path, body: Array(body.joined(separator: "&").utf8)))
    }

    func signIn(_ code: String) async throws -> ConsoleAnswer {
        await get("/console/sign-in")
        return await post("/console/sign-in", ["code": code])
    }

    private func send(_ request: ConsoleRequest) async -> ConsoleAnswer {
        var request = request
        request.cookie = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        request.languages = languages
        let answer = await console.answer(request)
        for header in answer.headers where header.name == "set-cookie" {
            let pair = header.value.split(separator: ";")[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        if answer.status != 303 { shown = answer.text }
        return answer
    }

    /// The token that the forms of the page carry.
    var token: String { value(of: "form") ?? "" }

    /// The value of the first field of that name in the page.
    func value(of name: String) -> String? {
        guard let field = shown.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return shown[field.upperBound...].split(separator: "\"", maxSplits: 1).first.map(String.init)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.utf8.count < 2 ? "0" : "") + hex
        }.joined()
    }
}
