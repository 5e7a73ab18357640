import ArgumentParser
import Foundation
import GridSimulatedDisk
import GridSimulation

/// Runs counties in bad weather, one a seed, and says which seeds break a promise.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gridsync-sim",
        abstract: "Runs simulated counties and checks every promise.",
        discussion: "A failing seed ends with 1 and prints the command that repeats it.")

    @Option(help: "How many seeds to run.")
    var seeds = 100

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(help: "Run this one seed.")
    var seed: UInt64?

    @Option(help: "Go on from the seed noted in this file, and note there how far this run came.")
    var resume: String?

    @Option(help: "Leave out these steps of the seed (numbers or ranges, separated by commas).")
    var omit: String?

    @Flag(help: "Keep the stores in SQLite on a simulated disk, in place of memory.")
    var disk = false

    @Option(help: "Put every so many-th seed on the simulated disk; 0 for none.")
    var diskEvery: UInt64 = 0

    @Flag(help: "Print what happens.")
    var trace = false

    @Flag(help: "Do not look for a smaller plan that fails too.")
    var noShrink = false

    @Option(help: "Stop after so many failing seeds.")
    var failures = 1

    mutating func run() throws {
        if let seed { return try single(seed) }
        let progress = try Progress(file: resume, from: from)
        var tally = Tally()
        var failing: [UInt64] = []
        let end = progress.next + UInt64(seeds)
        while progress.next < end, failing.count < failures {
            let outcome = simulate(progress.next, Options(), into: &tally)
            if !outcome.findings.isEmpty {
                failing.append(outcome.seed)
                report(outcome)
            }
            fflush(nil)
            try progress.advance()
        }
        print(tally.text)
        if !failing.isEmpty { throw ExitCode(1) }
    }

    private func simulate(_ seed: UInt64, _ options: Options, into tally: inout Tally) -> Outcome {
        let began = DispatchTime.now().uptimeNanoseconds
        let outcome = simulate(seed, options)
        tally.take(outcome, seconds: Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9)
        return outcome
    }

    private func simulate(_ seed: UInt64, _ options: Options) -> Outcome {
        guard isOnDisk(seed) else { return Simulation.run(seed: seed, options: options) }
        return Simulation.run(seed: seed, options: options) { DiskMedium(SimulatedDisk(seed: $0)) }
    }

    private func isOnDisk(_ seed: UInt64) -> Bool { disk || (diskEvery > 0 && seed % diskEvery == 0) }

    private func single(_ seed: UInt64) throws {
        var tally = Tally()
        let options = Options(keepsTrace: trace, omitted: try Omission.numbers(omit ?? ""))
        let outcome = simulate(seed, options, into: &tally)
        for line in outcome.trace { print(line) }
        print(tally.text)
        print("trace \(String(outcome.traceHash, radix: 16))")
        guard !outcome.findings.isEmpty else { return }
        report(outcome)
        throw ExitCode(1)
    }

    private func report(_ outcome: Outcome) {
        for finding in outcome.findings { print("seed \(outcome.seed): \(finding)") }
        guard !noShrink, omit == nil else {
            return print(
                "repeat it with: gridsync-sim --seed \(outcome.seed)\(isOnDisk(outcome.seed) ? " --disk" : "") --trace")
        }
        let small = Shrinking.shrink(outcome, budget: 400) { omitted in
            simulate(outcome.seed, Options(omitted: omitted))
        }
        let kept = Set(small.steps.map(\.number))
        let omitted = Omission.text(Set(outcome.steps.map(\.number)).subtracting(kept))
        print("\(small.steps.count) of \(outcome.steps.count) steps are enough:")
        for step in small.steps { print("  \(step)") }
        for finding in small.findings { print("  \(finding)") }
        print(
            "repeat it with: gridsync-sim --seed \(outcome.seed)\(isOnDisk(outcome.seed) ? " --disk" : "") --trace --omit \(omitted)"
        )
    }
}
