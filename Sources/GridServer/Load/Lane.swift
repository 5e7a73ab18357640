/// How many may run at a time, and how many may wait for that.
package struct LaneLimits: Hashable, Sendable {
    package var running: Int
    package var waiting: Int

    package init(running: Int, waiting: Int) {
        self.running = running
        self.waiting = waiting
    }
}

/// The decisions of a lane, apart from who waits in it.
package struct LaneState: Sendable {
    package enum Decision: Hashable, Sendable { case run, wait, refuse }

    package let limits: LaneLimits
    package private(set) var running = 0
    package private(set) var waiting = 0

    package init(limits: LaneLimits) { self.limits = limits }

    package mutating func enter() -> Decision {
        if running < limits.running {
            running += 1
            return .run
        }
        guard waiting < limits.waiting else { return .refuse }
        waiting += 1
        return .wait
    }

    /// Whether the one who waited longest takes the place that became free.
    package mutating func leave() -> Bool {
        guard waiting > 0 else {
            running -= 1
            return false
        }
        waiting -= 1
        return true
    }
}

/// A door for a few at a time: first come, first served, and nobody waits behind too many.
package actor Lane {
    private var state: LaneState
    private var queue: [CheckedContinuation<Void, Never>] = []
    private var first = 0

    package init(limits: LaneLimits) { state = LaneState(limits: limits) }

    /// Runs the work when there is room; nil when too many wait already.
    package func run<Value: Sendable>(_ work: @Sendable () async -> Value) async -> Value? {
        switch state.enter() {
        case .refuse: return nil
        case .run: break
        case .wait: await withCheckedContinuation { queue.append($0) }
        }
        let value = await work()
        if state.leave() { resumeNext() }
        return value
    }

    /// Those who run and those who wait.
    package var load: (running: Int, waiting: Int) { (state.running, state.waiting) }

    private func resumeNext() {
        let next = queue[first]
        first += 1
        if first > 64, first * 2 > queue.count {
            queue.removeFirst(first)
            first = 0
        }
        next.resume()
    }
}
