import GridSimulation

/// Counts over many runs.
struct Tally {
    private var runs = 0
    private var failed = 0
    private var days: [Int] = []
    private var devices: [Int] = []
    private var exchanges: [Int] = []
    private var injected: [Int] = []
    private var kinds: [Int] = []
    private var edits: [Int] = []
    private var seconds: [Double] = []
    private var faults: [FaultKind: (count: Int, runs: Int)] = [:]

    /// - Parameter seconds: how long the run took on the wall clock.
    mutating func take(_ outcome: Outcome, seconds: Double) {
        let figures = outcome.figures
        runs += 1
        failed += outcome.findings.isEmpty ? 0 : 1
        days.append(figures.virtualDays)
        devices.append(figures.devices)
        exchanges.append(figures.exchanges)
        injected.append(figures.injected)
        kinds.append(figures.faults.count)
        edits.append(figures.edits)
        self.seconds.append(seconds)
        for (kind, count) in figures.faults {
            let before = faults[kind] ?? (0, 0)
            faults[kind] = (before.count + count, before.runs + 1)
        }
    }

    var text: String {
        let sum = seconds.reduce(0, +)
        var lines = [
            "\(runs) runs, \(failed) failed, \(rounded(sum)) s, \(rounded(sum / Double(max(1, runs)), digits: 4)) s a run"
        ]
        lines.append(
            "medians: \(rounded(median(seconds), digits: 4)) s, \(median(days)) virtual days, \(median(devices)) devices, \(median(exchanges)) exchanges, "
                + "\(median(edits)) edits, \(median(injected)) faults of \(median(kinds)) kinds")
        for kind in FaultKind.allCases.sorted(by: { number($0) < number($1) }) {
            let known = faults[kind] ?? (0, 0)
            let name = kind.rawValue + String(repeating: " ", count: max(0, 34 - kind.rawValue.count))
            lines.append("  \(name) \(known.count) in \(known.runs) runs")
        }
        return lines.joined(separator: "\n")
    }

    private func number(_ kind: FaultKind) -> Int { Int(kind.rawValue.dropFirst().prefix { $0.isNumber }) ?? 0 }

    private func median<Value: Comparable & Numeric>(_ values: [Value]) -> Value {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    private func rounded(_ value: Double, digits: Int = 1) -> String {
        let scale = digits == 1 ? 10.0 : 10_000.0
        return "\((value * scale).rounded() / scale)"
    }
}
