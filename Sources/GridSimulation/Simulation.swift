import GridRecords

/// How a run is made.
package struct Options: Sendable {
    package var keepsTrace: Bool
    /// Steps to leave out, by their numbers.
    package var omitted: Set<Int>

    package init(keepsTrace: Bool = false, omitted: Set<Int> = []) {
        self.keepsTrace = keepsTrace
        self.omitted = omitted
    }
}

/// Something that must not be.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package let invariant: String
    package let detail: String
    /// Virtual milliseconds since the start.
    package let at: Int64

    package var description: String { "\(invariant): \(detail) (day \(at / Weather.millisecondsPerDay))" }
}

/// How much happened in a run.
package struct Figures: Sendable {
    package internal(set) var exchanges = 0
    package internal(set) var completed = 0
    package internal(set) var requests = 0
    package internal(set) var edits = 0
    package internal(set) var devices = 0
    package internal(set) var virtualDays = 0
    package internal(set) var faults: [FaultKind: Int] = [:]

    package var injected: Int { faults.values.reduce(0, +) }
}

/// What came of a run.
package struct Outcome: Sendable {
    package let seed: UInt64
    package let traceHash: UInt64
    package let findings: [Finding]
    package let figures: Figures
    package let trace: [String]
    /// The steps that were taken, in their order.
    package let steps: [Step]
}

/// Runs a county for a month of bad weather from one seed, heals it, and judges.
package enum Simulation {
    /// - Parameter makeMedium: a new, empty medium for each node, from a seed.
    package static func run(
        seed: UInt64, options: Options = Options(),
        makeMedium: @escaping (UInt64) -> any Medium = { _ in MemoryMedium() }
    ) -> Outcome {
        run(Plan(seed: seed), options, makeMedium)
    }

    private static func run(
        _ plan: Plan, _ options: Options, _ makeMedium: @escaping (UInt64) -> any Medium
    ) -> Outcome {
        let world = World(plan: plan, options: options, makeMedium: makeMedium)
        let steps = plan.steps.filter { !options.omitted.contains($0.number) }
        world.setUp()
        let begin = world.now
        for step in steps {
            world.timeline.at(begin + step.at) { world.take(step) }
        }
        let end = begin + Int64(plan.weather.days) * Weather.millisecondsPerDay
        world.thread.drain()
        while let next = world.timeline.nextMoment, next <= end, world.findings.isEmpty, world.timeline.step() {
            world.thread.drain()
        }
        if world.findings.isEmpty {
            world.heal()
            world.converge()
            world.checkPapers()
            world.checkEnd()
        }
        world.figures.devices = world.devices.count
        world.figures.virtualDays = Int((world.now - begin) / Weather.millisecondsPerDay)
        world.end()
        return Outcome(
            seed: plan.seed, traceHash: world.trace.hash, findings: world.findings, figures: world.figures,
            trace: world.trace.lines, steps: steps)
    }
}

extension World {
    func take(_ step: Step) {
        let node = devices[step.node % devices.count]
        if step.action == .edit, workers[node.worker].isRevoked { return }
        note("\(step)")
        switch step.action {
        case .edit: edit(node, step)
        case .exchange: exchange(node)
        case .trouble(let trouble): meet(trouble, node, step)
        }
    }

    /// Lets go of every process, so that nothing waits for this world any more and nothing keeps it.
    func end() {
        for node in devices {
            node.client = nil
            node.store = nil
            node.trouble.onDeath = nil
            node.generation += 1
        }
        hub.hub = nil
        hub.store = nil
        hub.trouble.onDeath = nil
        hub.generation += 1
        while timeline.step() { thread.drain() }
        thread.drain()
        devices = []
    }
}
