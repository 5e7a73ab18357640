import ArgumentParser
import Foundation

/// Measures what the hub does against the same rows put straight into SQLite, and the merge alone.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gridsync-bench",
        abstract: "Measures the hub, the daemon and the programs; one line of JSON a result.",
        discussion: """
            Cases: \(BenchmarkCase.allCases.map(\.rawValue).joined(separator: ", ")); all of them unless named. A case \
            with a raw counterpart runs both in turn, several times, and prints the medians and their ratio. Cases over \
            HTTP start the gridsyncd beside this program, or the one in $GRIDSYNC_BIN. Builds without optimisation \
            measure nothing: take the release build.
            """)

    @Argument(help: "The cases to run.")
    var cases: [BenchmarkCase] = BenchmarkCase.allCases

    @Option(help: "Records, edits or devices in a case; 0 for each case's own number.")
    var n = 0

    @Option(help: "Devices that push at once.")
    var clients = 50

    @Option(help: "Changesets in a push, and rows in a raw transaction of that kind.")
    var batch = 50

    @Option(help: "How often each case runs; the median counts.")
    var rounds = 3

    @Option(help: "A directory for the stores, on the disk to be measured.")
    var directory = FileManager.default.temporaryDirectory.path

    @Flag(help: "Count the daemon's syncs with strace, in the cases that write over HTTP.")
    var syncs = false

    func validate() throws {
        guard n >= 0, clients > 0, batch > 0, rounds > 0 else {
            throw ValidationError("--clients, --batch and --rounds are at least 1, --n at least 0")
        }
    }

    mutating func run() async throws {
        // A daemon that closes a connection is an error to report, not the end of this program.
        signal(SIGPIPE, SIG_IGN)
        let settings = Settings(
            n: n, clients: clients, batch: batch, rounds: rounds, directory: directory, countsSyncs: syncs)
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
    let countsSyncs: Bool

    func count(_ usual: Int) -> Int { n > 0 ? n : usual }
}
