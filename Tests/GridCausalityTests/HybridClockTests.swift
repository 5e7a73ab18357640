import GridCausality
import Testing

@Suite("Hybrid clocks")
struct HybridClockTests {
    @Test("time rises strictly, stays by the wall, and errors leave the clock as it was", arguments: UInt64(0)..<60)
    func laws(seed: UInt64) {
        var random = Seeded(seed: seed)
        var clock = HybridClock(
            now: HybridTimestamp(milliseconds: 1_000), maximumDriftMilliseconds: 20, maximumCounter: 6)
        var wall: Int64 = 1_000
        for _ in 0..<300 {
            wall += Int64(random.number(below: 9)) - 3
            let before = clock.now
            let remote = HybridTimestamp(
                milliseconds: wall + Int64(random.number(below: 60)) - 30, counter: UInt32(random.number(below: 8)))
            let hears = random.chance(1, of: 2)
            do throws(HybridClockError) {
                let now = hears ? try clock.receive(remote, wall: wall) : try clock.tick(wall: wall)
                #expect(now == clock.now)
                #expect(now > before)
                #expect(!hears || now > remote)
                #expect(now.milliseconds >= wall && now.milliseconds - wall <= 20)
                #expect(now.milliseconds == max(before.milliseconds, wall, hears ? remote.milliseconds : wall))
                #expect(now.counter <= 6)
            } catch {
                #expect(clock.now == before)
                let ahead = max(before.milliseconds, hears ? remote.milliseconds : wall) - wall
                #expect((error == .drift) == (ahead > 20))
            }
        }
    }

    @Test("the drift is allowed at the bound and refused one past it")
    func driftBound() throws {
        var clock = HybridClock(now: HybridTimestamp(milliseconds: 0), maximumDriftMilliseconds: 10)
        #expect(throws: HybridClockError.drift) {
            try clock.receive(HybridTimestamp(milliseconds: 111), wall: 100)
        }
        #expect(clock.now == HybridTimestamp(milliseconds: 0))
        #expect(
            try clock.receive(HybridTimestamp(milliseconds: 110, counter: 4), wall: 100)
                == HybridTimestamp(milliseconds: 110, counter: 5))
        #expect(throws: HybridClockError.drift) { try clock.tick(wall: .min) }
    }

    @Test("the counter is used to its limit and refused one past it, until the wall moves on")
    func counterBound() throws {
        var clock = HybridClock(
            now: HybridTimestamp(milliseconds: 5, counter: .max - 1), maximumDriftMilliseconds: 10)
        #expect(try clock.tick(wall: 5).counter == .max)
        #expect(throws: HybridClockError.overflow) { try clock.tick(wall: 5) }
        #expect(throws: HybridClockError.overflow) { try clock.receive(clock.now, wall: 4) }
        #expect(try clock.tick(wall: 6) == HybridTimestamp(milliseconds: 6))
    }
}
