import GridSync
import Testing

@testable import GridClient

@Suite("The plan of an exchange")
struct SyncSessionTests {
    private func answered(
        sent: Int = 0, left: Int = 0, last: Bool? = nil, old: Bool = false, new: Bool = false
    ) -> SyncSession.Event {
        .answered(.normal, sent: sent, left: left, pageIsLast: last, catalogueIsOld: old, historyIsNew: new)
    }

    @Test("hello is said even with nothing to say, and once is enough")
    func nothingToSay() throws {
        var session = SyncSession(push: true, pull: true, unsent: 0)
        #expect(session.next == .exchange(limit: SyncSession.firstLimit, pull: true))
        try session.took(answered(last: true))
        #expect(session.next == .finished)
    }

    @Test("a pull that ended before the last push goes on after it")
    func pullAfterPush() throws {
        var session = SyncSession(push: true, pull: true, unsent: 900)
        try session.took(answered(sent: 500, left: 400, last: true))
        #expect(session.next == .exchange(limit: SyncSession.firstLimit, pull: true))
        try session.took(answered(sent: 400, left: 0, last: true))
        #expect(session.next == .finished)
    }

    @Test("a batch that is too large is halved, a single changeset is withheld")
    func halving() throws {
        var session = SyncSession(push: true, pull: false, unsent: 4)
        try session.took(.tooLarge(sent: 4))
        #expect(session.next == .exchange(limit: 2, pull: false))
        try session.took(.tooLarge(sent: 2))
        #expect(session.next == .exchange(limit: 1, pull: false))
        #expect(throws: SyncSession.Failure.withhold) { try session.took(.tooLarge(sent: 1)) }
    }

    @Test("a copy descends before anything else and then begins again")
    func copied() throws {
        var session = SyncSession(push: true, pull: true, unsent: 1)
        try session.took(
            .answered(.copied, sent: 0, left: 1, pageIsLast: nil, catalogueIsOld: false, historyIsNew: false))
        #expect(session.next == .descend)
        try session.took(.descended)
        #expect(session.next == .exchange(limit: SyncSession.firstLimit, pull: true))
    }

    @Test("a hub that answers without anything moving is left in the end")
    func stalled() throws {
        var session = SyncSession(push: true, pull: false, unsent: 1)
        #expect(throws: SyncSession.Failure.self) {
            for _ in 0..<20 { try session.took(.gap) }
        }
    }
}

@Suite("When to try again")
struct RetryScheduleTests {
    @Test("the wait stays within a bound that doubles, and within the cap", arguments: 1...40)
    func bounds(failures: Int) {
        for chance: UInt32 in [0, 1, 0x7FFF_FFFF, .max] {
            var schedule = RetrySchedule()
            for _ in 0..<failures { schedule.failed(now: 0, chance: chance, retryAfterSeconds: nil) }
            let bound = min(
                RetrySchedule.capMilliseconds, RetrySchedule.baseMilliseconds << Int64(min(failures - 1, 20)))
            #expect(schedule.delay(now: 0) >= 250)
            #expect(schedule.delay(now: 0) <= max(bound, 250))
            #expect(schedule.delay(now: .max) == 0)
            schedule.succeeded()
            #expect(schedule.delay(now: 0) == 0)
        }
    }

    @Test("what the hub asks for is never undercut")
    func retryAfter() {
        var schedule = RetrySchedule()
        schedule.failed(now: 1_000, chance: 0, retryAfterSeconds: 30)
        #expect(schedule.delay(now: 1_000) >= 30_000)
    }

    @Test("retries are paid for by successes")
    func budget() {
        var budget = RetryBudget(capacity: 2)
        var granted: [Bool] = []
        for _ in 0..<3 { granted.append(budget.spend()) }
        budget.refill()
        granted.append(budget.spend())
        #expect(granted == [true, true, false, true])
    }
}
