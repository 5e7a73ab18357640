/// A hybrid logical time: physical milliseconds since 1970 and a counter that orders what shares them.
///
/// Source: Kulkarni et al., "Logical Physical Clocks and Consistent Snapshots in Globally Distributed
/// Databases" (2014), section 3.2.
package struct HybridTimestamp: Hashable, Comparable, Sendable {
    package var milliseconds: Int64
    package var counter: UInt32

    package init(milliseconds: Int64, counter: UInt32 = 0) {
        self.milliseconds = milliseconds
        self.counter = counter
    }

    package static func < (left: HybridTimestamp, right: HybridTimestamp) -> Bool {
        left.milliseconds != right.milliseconds ? left.milliseconds < right.milliseconds : left.counter < right.counter
    }
}

/// Why a hybrid clock refused to move; it is then as it was before.
package enum HybridClockError: Error, Equatable, Sendable {
    /// The result would lie further ahead of the wall clock than allowed.
    case drift
    /// The counter would pass its limit.
    case overflow
}

/// A clock that never goes back and stays close to the wall clock, whatever it hears from others.
package struct HybridClock: Sendable {
    package private(set) var now: HybridTimestamp
    /// How far the clock may be ahead of the wall, in milliseconds.
    package let maximumDriftMilliseconds: Int64
    package let maximumCounter: UInt32

    package init(now: HybridTimestamp, maximumDriftMilliseconds: Int64, maximumCounter: UInt32 = .max) {
        self.now = now
        self.maximumDriftMilliseconds = maximumDriftMilliseconds
        self.maximumCounter = maximumCounter
    }

    /// The time of an event of one's own, given the wall clock.
    package mutating func tick(wall: Int64) throws(HybridClockError) -> HybridTimestamp {
        let milliseconds = max(now.milliseconds, wall)
        let counter = milliseconds == now.milliseconds ? UInt64(now.counter) + 1 : 0
        return try move(to: milliseconds, counter, wall: wall)
    }

    /// The time of hearing from another clock, given the wall clock.
    package mutating func receive(
        _ remote: HybridTimestamp, wall: Int64
    ) throws(HybridClockError) -> HybridTimestamp {
        let milliseconds = max(now.milliseconds, remote.milliseconds, wall)
        let counter: UInt64
        switch (milliseconds == now.milliseconds, milliseconds == remote.milliseconds) {
        case (true, true): counter = UInt64(max(now.counter, remote.counter)) + 1
        case (true, false): counter = UInt64(now.counter) + 1
        case (false, true): counter = UInt64(remote.counter) + 1
        case (false, false): counter = 0
        }
        return try move(to: milliseconds, counter, wall: wall)
    }

    private mutating func move(
        to milliseconds: Int64, _ counter: UInt64, wall: Int64
    ) throws(HybridClockError) -> HybridTimestamp {
        let (ahead, overflowed) = milliseconds.subtractingReportingOverflow(wall)
        guard !overflowed, ahead <= maximumDriftMilliseconds else { throw .drift }
        guard counter <= UInt64(maximumCounter) else { throw .overflow }
        now = HybridTimestamp(milliseconds: milliseconds, counter: UInt32(counter))
        return now
    }
}
