import GridRecords
import Testing

/// An enrolled device: a store directory that the client's command line works on.
struct Device: Sendable {
    let store: String
    let worker: String

    /// Runs a command and gives what came of it, whatever its exit code.
    func outcome(_ arguments: [String], input: String = "") async throws -> Outcome {
        try await Programs.run("gridsync", arguments + ["--store", store, "--json"], input: input)
    }

    /// The lines of a command that must end as told.
    @discardableResult
    func run(_ arguments: String..., input: String = "", expecting status: Int32 = 0) async throws -> [JSONValue] {
        try await run(arguments, input: input, expecting: status)
    }

    @discardableResult
    func run(_ arguments: [String], input: String = "", expecting status: Int32 = 0) async throws -> [JSONValue] {
        let outcome = try await outcome(arguments, input: input)
        guard outcome.status == status else { throw UnexpectedEnd(outcome: outcome, expected: status) }
        return try outcome.lines()
    }

    /// The one object of a command that must end with 0.
    @discardableResult
    func one(_ arguments: String...) async throws -> JSONValue {
        let lines = try await run(arguments)
        try #require(lines.count == 1, "\(arguments.joined(separator: " ")) printed \(lines.count) lines")
        return lines[0]
    }

    func show(_ id: String) async throws -> JSONValue { try await one("show", id) }

    func field(_ name: String, of id: String) async throws -> JSONValue? { try await show(id)["fields"]?[name] }

    func conflicts() async throws -> [JSONValue] { try await run("conflicts") }

    /// Creates a hazard with all that is required, one item `i1` in it, and gives its id.
    @discardableResult
    func hazard(_ extra: String..., area: String = Area.first) async throws -> String {
        let fields = [
            "target_kind=market", "category=F05", "level=1",
            #"items/i1={"code":"F05","text":"crates in the corridor"}"#,
            #"location={"lon":120.16,"lat":30.24,"crs":"wgs84","accuracy_m":5,"source":"gps"}"#,
            #"responsible={"name":"Market office","phone":"0571-1"}"#,
        ]
        let created = try await run(["new", "hazard", "--area", area] + fields + extra)
        return try #require(created.first?["id"]?.string)
    }

    /// Creates a dispute with all that is required, one party `p1` in it, and gives its id.
    func dispute(area: String = Area.first) async throws -> String {
        let created = try await run([
            "new", "dispute", "--area", area, "title=Noise at night", "place=Lane 3", "category=0202", "scale=01",
            "people_count=2", #"parties/p1={"name":"Wang"}"#, "summary=Two neighbours", "source=patrol",
            #"location={"lon":120.16,"lat":30.24,"crs":"wgs84","accuracy_m":5,"source":"gps"}"#,
        ])
        return try #require(created.first?["id"]?.string)
    }
}

/// That all devices show the same as the hub, by the client's own proof and by the bytes of the exports.
func expectAgreement(_ hub: Hub, _ devices: [Device]) async throws {
    for device in devices { try await device.one("sync") }
    for device in devices {
        try await device.one("pull")
        let verified = try await device.one("verify")
        #expect(verified["equal"]?.bool == true, "\(verified.text)")
    }
}
