import GridCausality
import GridRecords
import Testing

@testable import GridWorkflow

@Suite("Laws of evaluation")
struct EvaluationLawTests {
    private let organisations = [
        Bench.grid, Bench.village, Bench.township, Bench.fire, Bench.market, Bench.county,
    ]

    private func step(_ seeded: inout Seeded, _ operations: [String], dot: UInt64, hours: Int) -> WorkStep {
        let organisation = organisations[seeded.number(below: organisations.count)]
        let target = organisations[seeded.number(below: organisations.count)]
        let arose = Bench.at("2026-03-02 09:00") + Int64(seeded.number(below: hours)) * 3_600_000
        return WorkStep(
            dot: Dot(replica: ReplicaID(high: 1, low: UInt64(seeded.number(below: 4))), counter: dot),
            operation: operations[seeded.number(below: operations.count)], by: Text(organisation.text),
            organisation: organisation, to: seeded.number(below: 4) == 0 ? nil : target,
            secondaries: seeded.number(below: 8) == 0 ? [Bench.market] : [], reason: "原因", days: 3,
            link: Bench.record(2), hasEvidence: true, score: 1, time: StepTime(arose: arose))
    }

    private func operations(_ definition: WorkflowDefinition, withReopening: Bool) -> [String] {
        let all = definition.transitions.map(\.operation) + definition.notes.map(\.id)
        return all.filter { withReopening || !["reopen", "recur"].contains($0) }
    }

    @Test("any order of the same steps gives the same evaluation", arguments: ["hazard", "dispute", "service_need"])
    func anyOrder(kind: String) throws {
        let evaluator = try Bench.evaluator(kind)
        let operations = operations(evaluator.definition, withReopening: true)
        let now = Bench.at("2026-05-01")
        for seed in 0..<80 {
            var seeded = Seeded(seed: UInt64(seed))
            var steps = Log.whole().steps
            for dot in 0..<seeded.number(below: 25) {
                steps.append(step(&seeded, operations, dot: UInt64(dot + 1), hours: 240))
            }
            let expected = evaluator.evaluate(Bench.item(steps), now: now)
            for _ in 0..<4 {
                steps.shuffle(using: &seeded)
                #expect(evaluator.evaluate(Bench.item(steps), now: now) == expected, "seed \(seed)")
            }
            #expect(expected.timeline.count + expected.forReview.count == steps.count, "every step is kept")
        }
    }

    @Test("a closed item is never undone by any step but a reopening", arguments: ["hazard", "dispute"])
    func closedStays(kind: String) throws {
        let evaluator = try Bench.evaluator(kind)
        let operations = operations(evaluator.definition, withReopening: false)
        let now = Bench.at("2026-05-01")
        var passedOver = 0
        for seed in 0..<60 {
            var seeded = Seeded(seed: UInt64(seed))
            var steps = Log.whole().steps
            for dot in 0..<20 {
                steps.append(step(&seeded, operations, dot: UInt64(dot + 1), hours: 100))
                let evaluation = evaluator.evaluate(Bench.item(steps), now: now)
                #expect(evaluation.state == "closed", "seed \(seed), step \(dot): \(evaluation.state)")
                if evaluation.state != "closed" { return }
                passedOver += evaluation.forReview.count { $0.refusal.code == .superseded }
            }
        }
        #expect(passedOver > 100, "the steps were no danger: only \(passedOver) were passed over")
    }

    @Test("steps that came late cannot undo an end, whatever they say: a return, a voiding, an escalation before it")
    func lateSideSteps() throws {
        let evaluator = try Bench.evaluator()
        var late = Log(replica: 2)
        late.add("mark_void", "2026-03-02 09:10", Bench.township)
        late.add("return", "2026-03-02 11:30", Bench.fire)
        late.add("escalate", "2026-03-03 09:00", Bench.fire, to: Bench.county)
        late.add("terminate", "2026-03-04 09:00", Bench.township)
        late.add("begin", "2026-03-07 09:00", Bench.fire)
        let evaluation = evaluator.evaluate(
            Bench.item(Log.whole().steps + late.steps), now: Bench.at("2026-04-01"))
        #expect(evaluation.state == "closed")
        #expect(
            evaluation.forReview.map(\.refusal.code) == [.superseded, .superseded, .superseded, .superseded, .closed])
        #expect(
            evaluation.forReview.map(\.step.operation) == ["mark_void", "return", "escalate", "terminate", "begin"])
    }

    @Test("a log made to be long and ambiguous is judged in bounded time")
    func hostileLog() throws {
        let evaluator = try Bench.evaluator()
        let operations = operations(evaluator.definition, withReopening: true)
        var seeded = Seeded(seed: 99)
        var steps = Log.whole().steps
        for dot in 0..<400 { steps.append(step(&seeded, operations, dot: UInt64(dot + 1), hours: 96)) }
        let clock = ContinuousClock()
        let took = clock.measure {
            let evaluation = evaluator.evaluate(Bench.item(steps), now: Bench.at("2026-05-01"))
            #expect(evaluation.timeline.count + evaluation.forReview.count == steps.count)
        }
        #expect(took < .seconds(20))
    }
}
