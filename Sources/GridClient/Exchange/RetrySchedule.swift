/// When to try again after a failure: later each time, at a moment that chance picks, so that a county's devices do
/// not come back together.
///
/// Source: M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), "full jitter".
struct RetrySchedule: Hashable, Sendable {
    static let baseMilliseconds: Int64 = 2_000
    static let capMilliseconds: Int64 = 15 * 60_000

    /// Failures in a row.
    private(set) var failures: Int
    /// Milliseconds since 1970 by the device's clock; 0 for at once.
    private(set) var notBefore: Int64

    init(failures: Int = 0, notBefore: Int64 = 0) {
        self.failures = max(0, failures)
        self.notBefore = notBefore
    }

    /// - Parameters:
    ///   - chance: evenly spread over all its values.
    ///   - retryAfterSeconds: what the hub asked for; never undercut.
    mutating func failed(now: Int64, chance: UInt32, retryAfterSeconds: Int?) {
        failures = min(failures + 1, 30)
        let ceiling = min(RetrySchedule.capMilliseconds, RetrySchedule.baseMilliseconds << Int64(min(failures - 1, 20)))
        var delay = Int64(UInt64(chance) * UInt64(ceiling) >> 32)
        if let seconds = retryAfterSeconds { delay = max(delay, Int64(clamping: seconds) &* 1_000) + delay / 8 }
        notBefore = now &+ max(delay, 250)
    }

    mutating func succeeded() { self = RetrySchedule() }

    /// Milliseconds to wait; a clock that was put back does not make it longer than the cap.
    func delay(now: Int64) -> Int64 {
        guard notBefore > now else { return 0 }
        return min(notBefore - now, RetrySchedule.capMilliseconds)
    }
}

/// How much of its tries an exchange may spend: one for each success, so many ahead.
///
/// Keeps a device that fails all the time from trying as often as one that works.
struct RetryBudget: Hashable, Sendable {
    private(set) var tokens: Int
    let capacity: Int

    init(capacity: Int = 10) {
        self.capacity = capacity
        tokens = capacity
    }

    /// Whether a retry may be made; takes it from the budget.
    mutating func spend() -> Bool {
        guard tokens > 0 else { return false }
        tokens -= 1
        return true
    }

    mutating func refill() { tokens = min(capacity, tokens + 1) }
}
