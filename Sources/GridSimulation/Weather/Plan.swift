/// One thing that happens to one node at one moment, with a seed of its own: taking other steps out of a plan leaves
/// what it does as it was, as far as the world allows.
package struct Step: Sendable {
    package enum Action: Sendable, Equatable {
        /// A person enters or changes something on his device.
        case edit
        case exchange
        case trouble(Trouble)
    }

    package let number: Int
    /// Milliseconds since the start.
    package let at: Int64
    /// Index of a device; 0 where the step concerns the hub.
    package let node: Int
    package let action: Action
    package let seed: UInt64
}

extension Step: CustomStringConvertible {
    package var description: String {
        let minutes = at / 60_000
        let text =
            switch action {
            case .edit: "edits"
            case .exchange: "exchanges"
            case .trouble(let trouble): trouble.rawValue
            }
        return "#\(number) day \(minutes / 1440) \((minutes / 60) % 24):\(minutes % 60) device \(node) \(text)"
    }
}

/// Everything that is to happen in a run, in the order of its moments; a function of the seed.
package struct Plan: Sendable {
    package let seed: UInt64
    package let weather: Weather
    package var steps: [Step]

    package init(seed: UInt64) {
        var chance = Chance(seed: seed)
        self.seed = seed
        weather = Weather(chance: &chance)
        var drafts: [(at: Int64, node: Int, action: Step.Action)] = []
        let end = Int64(weather.days) * Weather.millisecondsPerDay
        for node in 0..<(weather.workers + weather.reviewers) {
            Plan.work(of: node, until: end, weather, &chance, &drafts)
        }
        for _ in 0..<weather.troubleCount {
            guard let trouble = chance.weighted(weather.troubles) else { continue }
            drafts.append(
                (
                    Int64(chance.next() % UInt64(end)), chance.below(weather.workers + weather.reviewers),
                    .trouble(trouble)
                ))
        }
        drafts.sort { ($0.at, $0.node) < ($1.at, $1.node) }
        steps = drafts.enumerated().map { number, draft in
            Step(
                number: number, at: draft.at, node: draft.node, action: draft.action,
                seed: chance.stream(UInt64(number)).peek)
        }
    }

    /// Offline for hours to a month, a batch of edits in between, everybody at once at month's end.
    private static func work(
        of node: Int, until end: Int64, _ weather: Weather, _ chance: inout Chance,
        _ drafts: inout [(at: Int64, node: Int, action: Step.Action)]
    ) {
        var at: Int64 = 0
        while true {
            let gap = chance.logNormal(median: weather.gap, factor: 2.6, cap: 30 * Weather.millisecondsPerDay)
            guard at + gap < end else { break }
            for _ in 0..<chance.between(0, weather.batch) {
                drafts.append((at + Int64(chance.next() % UInt64(gap)), node, .edit))
            }
            at += gap
            drafts.append((at, node, .exchange))
        }
        let storm = end - Int64(chance.between(1, 600)) * 1_000
        drafts.append((storm - 60_000, node, .edit))
        drafts.append((storm, node, .exchange))
    }
}

extension Chance {
    /// What `next` would give.
    var peek: UInt64 {
        var copy = self
        return copy.next()
    }
}
