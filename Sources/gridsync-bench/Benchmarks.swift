import ArgumentParser
import Foundation

/// Measures what the hub does against the same rows put straight into SQLite, and the merge alone.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gridsync-bench",
        abstract: "Measures merging, storing and pulling; one line of JSON a result.",
        discussion: """
            Cases: \(BenchmarkCase.allCases.map(\.rawValue).joined(separator: ", ")); all of them unless named. A case \
            with a raw counterpart runs both in turn, several times, and prints the medians and their ratio. Builds \
            without optimisation measure nothing: take the release build.
            """)

    @Argument(help: "The cases to run.")
    var cases: [BenchmarkCase] = BenchmarkCase.allCases

    @Option(help: "Records or edits in a case; 0 for each case's own number.")
    var n = 0

    @Option(help: "Devices that push at once.")
    var clients = 50

    @Option(help: "Changesets in a push, and rows in a raw transaction of that kind.")
    var batch = 50

    @Option(help: "How often each case runs; the median counts.")
    var rounds = 3

    @Option(help: "A directory for the stores, on the disk to be measured.")
    var directory = FileManager.default.temporaryDirectory.path

    func validate() throws {
        guard n >= 0, clients > 0, batch > 0, rounds > 0 else {
            throw ValidationError("--clients, --batch and --rounds are at least 1, --n at least 0")
        }
    }

    mutating func run() async throws {
        let settings = Settings(n: n, clients: clients, batch: batch, rounds: rounds, directory: directory)
        for one in cases {
            for result in try await one.run(settings) { print(result.line) }
            fflush(nil)
        }
    }
}

/// What every case is run with.
struct Settings: Sendable {
    let n: Int
    let clients: Int
    let batch: Int
    let rounds: Int
    let directory: String

    func count(_ usual: Int) -> Int { n > 0 ? n : usual }
}

enum BenchmarkCase: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Single-field edits applied to a record in memory.
    case merge
    /// New records pushed by many devices to a hub over SQLite, beside the same bytes as raw rows.
    case ingest
    /// Edits of the same records by devices that have not seen each other.
    case edits
    /// All records of a county to one device.
    case pull
    /// The monthly report out of all records.
    case report

    func run(_ settings: Settings) async throws -> [Result] {
        switch self {
        case .merge: MergeCase.run(settings)
        case .ingest: try await IngestCase.run(settings)
        case .edits: try await EditsCase.run(settings)
        case .pull: try await PullCase.run(settings)
        case .report: try await ReportCase.run(settings)
        }
    }
}
