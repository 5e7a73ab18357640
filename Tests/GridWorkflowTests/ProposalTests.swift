import GridRecords
import Testing

@testable import GridWorkflow

@Suite("A step before it is written")
struct ProposalTests {
    private func refusal(
        _ operation: String, _ organisation: Organisation, after log: Log, fields: [String: JSONValue] = [:],
        at time: String = "2026-03-04 10:00", to: Organisation? = nil, days: Int? = nil, kind: String = "hazard"
    ) throws -> Refusal? {
        var next = Log(replica: 9)
        next.add(operation, time, organisation, to: to, days: days)
        let step = try #require(next.steps.first)
        return try Bench.evaluator(kind).refusal(of: step, for: Bench.item(log.steps, fields: fields))
    }

    private var inWork: Log {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.village)
        log.add("begin", "2026-03-02 12:00", Bench.village)
        return log
    }

    @Test("a hazard is resolved only when its items are put right")
    func items() throws {
        let open: JSONValue = ["a": ["status": "fixed"], "b": ["status": "open"]]
        let fixed: JSONValue = ["a": ["status": "fixed"], "b": ["status": "verified"]]
        #expect(try refusal("resolve", Bench.village, after: inWork, fields: ["items": open])?.code == .itemsOpen)
        #expect(try refusal("resolve", Bench.village, after: inWork)?.code == .itemsOpen)
        #expect(try refusal("resolve", Bench.village, after: inWork, fields: ["items": fixed]) == nil)
    }

    @Test("an extension is asked for in time, and for no longer than the original limit")
    func extensions() throws {
        #expect(try refusal("ask_extension", Bench.village, after: inWork, days: 7) == nil)
        #expect(try refusal("ask_extension", Bench.village, after: inWork, days: 8)?.code == .extensionTooLong)
        #expect(
            try refusal("ask_extension", Bench.village, after: inWork, at: "2026-03-10 00:00", days: 3)?.code
                == .extensionTooLate)
        #expect(try refusal("ask_extension", Bench.township, after: inWork, days: 3)?.code == .notHolder)
        #expect(try refusal("ask_extension", Bench.village, after: inWork)?.code == .missingPart)
        #expect(try refusal("grant_extension", Bench.township, after: inWork)?.code == .nothingToDecide)
    }

    @Test("work goes up only to a higher level")
    func escalation() throws {
        #expect(try refusal("escalate", Bench.village, after: inWork, to: Bench.grid)?.code == .notUpward)
        #expect(try refusal("escalate", Bench.village, after: inWork)?.code == .missingPart)
        #expect(try refusal("escalate", Bench.village, after: inWork, to: Bench.township) == nil)
        #expect(try refusal("escalate", Bench.village, after: inWork, to: Bench.fire) == nil)
    }

    @Test("every refusal has a sentence in both languages")
    func sentences() {
        for code in Refusal.Code.allCases {
            let needsParticulars: [Refusal.Code] = [
                .unknownOperation, .notFromState, .levelNotAllowed, .missingPart, .missingField,
            ]
            guard !needsParticulars.contains(code) else { continue }
            let sentence = Refusal(code).sentence
            #expect(sentence.english != code.rawValue && sentence.chinese != code.rawValue, "\(code)")
        }
    }

    @Test("the buttons that somebody sees are the steps that he could take")
    func operations() throws {
        let evaluator = try Bench.evaluator()
        let village = evaluator.operations(
            for: Bench.item(inWork.steps), by: "li", of: Bench.village, now: Bench.at("2026-03-04"))
        #expect(Set(village).isSuperset(of: ["resolve", "return", "escalate", "ask_extension", "comment"]))
        #expect(Set(village).isDisjoint(with: ["close", "verify", "accept", "suspend", "remind", "grant_extension"]))
        let township = evaluator.operations(
            for: Bench.item(inWork.steps), by: "wu", of: Bench.township, now: Bench.at("2026-03-04"))
        #expect(Set(township).isSuperset(of: ["suspend", "terminate", "write_off", "remind"]))
        #expect(!township.contains("resolve"))
    }

    @Test("the outcome tells the state to be written beside the step")
    func outcome() throws {
        let evaluator = try Bench.evaluator("service_need")
        let log = Log.whole().steps
        for (index, state) in ["accepted", "assigned", "processing", "resolved", "verified"].enumerated() {
            let item = Bench.item(Array(log.prefix(index)))
            #expect(try evaluator.outcome(of: log[index], for: item).state == state)
        }
        let item = Bench.item(Array(log.prefix(5)), fields: ["result_note": "已办"])
        #expect(try evaluator.outcome(of: log[5], for: item) == StepOutcome(state: "closed", holder: Bench.fire))
        #expect(evaluator.refusal(of: log[5], for: Bench.item(Array(log.prefix(5))))?.code == .missingField)
    }
}
