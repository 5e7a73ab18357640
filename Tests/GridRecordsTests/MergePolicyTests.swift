import GridCausality
import Testing

@testable import GridRecords

@Suite("Merge policies")
struct MergePolicyTests {
    @Test("every policy makes the same of the same claims in whatever order they come", arguments: 0..<60)
    func orderDoesNotMatter(seed: Int) {
        var random = Seeded(seed: UInt64(seed))
        let day: [FieldValue?] = [nil] + (0..<4).map { .date(CalendarDate(dayNumber: 20_000 + $0 * 3)) }
        let codes: [FieldValue?] = [nil] + Bench.levels.map { .code(Text($0)) }
        let numbers: [FieldValue?] = [nil] + [1, 2, 10, 11].map { .int($0) }
        let flags: [FieldValue?] = [nil, .bool(true), .bool(false)]
        let rules: [(FieldDefinition, [FieldValue?])] = [
            (Bench.field("f", .code, .latest, codes: Bench.levels), codes),
            (Bench.field("f", .code, .latest, ["same_day": "review"], codes: Bench.levels), codes),
            (Bench.field("f", .code, .latest, ["same_day": "worse"], codes: Bench.levels), codes),
            (Bench.field("f", .int, .latest, ["within_hours": "24"]), numbers),
            (Bench.field("f", .int, .latest, ["tolerance_percent": "20"]), numbers),
            (Bench.field("f", .code, .latest, ["apart_days": "2", "wins": "2"], codes: Bench.levels), codes),
            (Bench.field("f", .code, .review, ["safe": "stricter"], codes: Bench.levels), codes),
            (Bench.field("f", .date, .review, ["earliest_within_days": "7"]), day),
            (Bench.field("f", .code, .greatest, codes: Bench.levels), codes),
            (Bench.field("f", .date, .least), day),
            (Bench.field("f", .bool, .assert, ["evidence": "g"]), flags),
            (Bench.field("f", .code, .once, codes: Bench.levels), codes),
            (Bench.field("f", .code, .stage, ["steps": "1>2; 1>3; 3>1"], codes: Bench.levels), codes),
        ]
        for (definition, values) in rules {
            let claims = (1...4).map { number in
                Bench.claim(
                    number, values[random.number(below: values.count)],
                    from: values[random.number(below: values.count)],
                    hours: Int64(random.number(below: 4) * 12))
            }
            #expect(Bench.shown(definition, claims) != nil, "\(definition.policy)")
        }
    }

    @Test("equal values are no dispute under any policy", arguments: PolicyDefinition.Name.allCases)
    func equalValues(policy: PolicyDefinition.Name) {
        let definition = Bench.field("f", .code, policy, elements: .composite, codes: Bench.levels)
        let claims = [Bench.claim(1, .code("2"), from: .code("3")), Bench.claim(2, .code("2"), hours: 1)]
        let shown = Bench.shown(definition, claims)
        #expect(shown?.isDisputed == false)
        #expect(shown?.value == .code("2"))
    }

    @Test("latest goes by observation, then effective time, then dot")
    func latest() {
        let field = Bench.field("f", .text, .latest)
        let early = Claim(dot: .at(9, 1), value: .text("late word"), effectiveTime: 20, orderTime: 5)
        let late = Claim(dot: .at(1, 1), value: .text("seen later"), effectiveTime: 10, orderTime: 9)
        #expect(Bench.shown(field, [early, late])?.value == .text("seen later"))
        #expect(Bench.shown(field, [Bench.claim(1, .text("a")), Bench.claim(2, .text("b"))])?.value == .text("b"))
        #expect(Bench.shown(field, [Bench.claim(1, .text("a")), Bench.claim(2, nil, hours: 1)])?.value == nil)
    }

    @Test("an observation after the writing counts as made at the writing")
    func fastClock() {
        #expect(Bench.stamp(.at(1, 1), at: 100, observed: 900).orderTime == 100)
        #expect(Bench.stamp(.at(1, 1), at: 100, observed: 60).orderTime == 60)
    }

    @Test("review shows the newest and asks; removed is a value like others")
    func review() {
        let field = Bench.field("f", .text, .review)
        let shown = Bench.shown(field, [Bench.claim(1, .text("a"), hours: 2), Bench.claim(2, .text("b"))])
        #expect(shown == Shown(value: .text("a"), isDisputed: true, chosen: .at(1, 1)))
        #expect(Bench.shown(field, [Bench.claim(1, .text("a")), Bench.claim(2, nil, hours: 1)])?.isDisputed == true)
    }

    @Test("greatest asks only when one side lowered what the other raised or kept")
    func greatest() {
        let field = Bench.field("f", .code, .greatest, codes: Bench.levels)
        let raised = Bench.claim(1, .code("3"), from: .code("2"))
        let lowered = Bench.claim(2, .code("1"), from: .code("2"), hours: 1)
        let kept = Bench.claim(3, .code("2"), from: .code("2"))
        let cleared = Bench.claim(4, nil, from: .code("2"), hours: 2)
        #expect(Bench.shown(field, [raised, lowered]) == Shown(value: .code("3"), isDisputed: true, chosen: .at(1, 1)))
        #expect(Bench.shown(field, [kept, lowered])?.isDisputed == true)
        #expect(Bench.shown(field, [kept, cleared]) == Shown(value: .code("2"), isDisputed: true, chosen: .at(3, 1)))
        #expect(Bench.shown(field, [raised, kept]) == Shown(value: .code("3"), isDisputed: false, chosen: .at(1, 1)))
        let both = [lowered, Bench.claim(5, .code("2"), from: .code("3"))]
        #expect(Bench.shown(field, both) == Shown(value: .code("2"), isDisputed: false, chosen: .at(5, 1)))
    }

    @Test("least is greatest the other way round")
    func least() {
        let field = Bench.field("f", .date, .least)
        let day: (Int32) -> FieldValue = { .date(CalendarDate(dayNumber: $0)) }
        let sooner = Bench.claim(1, day(10), from: day(20))
        let later = Bench.claim(2, day(30), from: day(20), hours: 1)
        #expect(Bench.shown(field, [sooner, later]) == Shown(value: day(10), isDisputed: true, chosen: .at(1, 1)))
        #expect(Bench.shown(field, [sooner, Bench.claim(3, day(15), from: day(20))])?.isDisputed == false)
        let silent = Bench.field("f", .date, .least, ["ask": "never"])
        #expect(Bench.shown(silent, [sooner, later])?.isDisputed == false)
    }

    @Test("assert: true wins, with its earliest day, over false and over removed")
    func assert() {
        let field = Bench.field("f", .bool, .assert)
        #expect(
            Bench.shown(field, [Bench.claim(1, .bool(true)), Bench.claim(2, .bool(false), hours: 9)])?.value
                == .bool(true))
        #expect(Bench.shown(field, [Bench.claim(1, .bool(true)), Bench.claim(2, nil, hours: 9)])?.value == .bool(true))
        let given: (Int32) -> FieldValue = { day in
            .composite(
                Composite([
                    .init(name: "given", value: .bool(true)),
                    .init(name: "on", value: .date(CalendarDate(dayNumber: day))),
                ]))
        }
        let notice = Bench.field("f", .composite, .assert)
        #expect(Bench.shown(notice, [Bench.claim(1, given(9), hours: 5), Bench.claim(2, given(8))])?.value == given(8))
    }

    @Test("once shows the first by effective time and asks when others differ")
    func once() {
        let field = Bench.field("f", .text, .once)
        let claims = [Bench.claim(1, .text("b"), hours: 3), Bench.claim(2, .text("a"), hours: 1)]
        #expect(Bench.shown(field, claims) == Shown(value: .text("a"), isDisputed: true, chosen: .at(2, 1)))
        let silent = Bench.field("f", .text, .once, ["ask": "never"])
        #expect(Bench.shown(silent, claims) == Shown(value: .text("a"), isDisputed: false, chosen: .at(2, 1)))
    }

    @Test("stage shows the furthest step and asks only beside the ways")
    func stage() {
        let chain = Bench.field("f", .code, .stage, codes: Bench.levels)
        let claims = [Bench.claim(1, .code("1"), hours: 8), Bench.claim(2, .code("3"))]
        #expect(Bench.shown(chain, claims) == Shown(value: .code("3"), isDisputed: false, chosen: .at(2, 1)))
        let forked = Bench.field(
            "f", .code, .stage, ["steps": "new>done>closed; new > returned"],
            codes: ["new", "returned", "done", "closed"])
        let beside = [Bench.claim(1, .code("returned"), hours: 8), Bench.claim(2, .code("done"))]
        #expect(Bench.shown(forked, beside)?.isDisputed == true)
        let along = [
            Bench.claim(1, .code("new"), hours: 8), Bench.claim(2, .code("done")), Bench.claim(3, nil, hours: 9),
        ]
        #expect(Bench.shown(forked, along) == Shown(value: .code("done"), isDisputed: false, chosen: .at(2, 1)))
    }
}
