import GridCatalogueFile
import GridGoverning
import GridRecords
import GridStore
import Testing

@testable import GridHub

/// A hub with the built-in rules, which are read once for all tests.
enum Governing {
    static let day: Int64 = 86_400_000
    static let rules = Result { try read() }

    private static func read() throws -> GoverningRules {
        let reporting = try ReportingFiles.load()
        return GoverningRules(
            book: try WorkflowFiles.load(for: try CatalogueFiles.load()), schema: reporting.schema,
            reports: reporting.reports, lists: reporting.lists, stars: reporting.stars)
    }

    static func harness(
        store: MemoryHubStore = MemoryHubStore(), at time: Int64 = HubHarness.start
    ) async throws -> HubHarness {
        try await HubHarness(store: store, rules: try rules.get(), at: time)
    }
}

extension HubHarness {
    /// The text of a report as `report show` prints it.
    func shown(_ serial: Int, version: Int? = nil, _ more: [String: JSONValue] = [:]) async throws -> String {
        var arguments = more
        arguments["serial"] = .integer(Int64(serial))
        arguments["version"] = version.map { .integer(Int64($0)) }
        return try #require(try await command("report.show", .object(arguments)).first?["text"]?.string)
    }

    func refusal(_ name: String, _ arguments: JSONValue) async -> HubError? {
        do {
            _ = try await hub.command(name, arguments)
            return nil
        } catch { return error }
    }
}
