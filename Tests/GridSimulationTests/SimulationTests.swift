import GridSimulation
import Testing

@Suite("Simulated counties")
struct SimulationTests {
    @Test(
        "a county that had a month of bad weather agrees in the end",
        arguments: [2, 3, 7, 53, 1_123, 12_152, 13_939, 200_584, 401_183] as [UInt64])
    func month(seed: UInt64) {
        let outcome = Simulation.run(seed: seed)
        #expect(outcome.findings.isEmpty)
        #expect(outcome.figures.exchanges > 100)
    }

    @Test("the same seed takes the same course")
    func repeated() {
        let first = Simulation.run(seed: 11)
        let second = Simulation.run(seed: 11)
        #expect(first.traceHash == second.traceHash)
        #expect(Simulation.run(seed: 12).traceHash != first.traceHash)
    }

    @Test("leaving steps out leaves the plan of the others as it was")
    func omitted() {
        let whole = Plan(seed: 5)
        let outcome = Simulation.run(seed: 5, options: Options(omitted: [0, 1, 2]))
        #expect(outcome.steps.map(\.number) == whole.steps.map(\.number).filter { $0 > 2 })
        #expect(outcome.steps.first?.seed == whole.steps[3].seed)
    }

    @Test("chance is the same everywhere and spread as it says")
    func chance() {
        var one = Chance(seed: 1)
        var other = Chance(seed: 1)
        #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in other.next() })
        let draws = (0..<1_000).map { _ in one.logNormal(median: 1_000, factor: 2, cap: 1_000_000) }
        #expect((400...600).contains(draws.count { $0 < 1_000 }))
        #expect((0..<1_000).count { _ in one.happens(250) } < 400)
    }
}
