import GridCausality
import Testing

@testable import GridRecords

@Suite("Finer rules of merging")
struct FinerRuleTests {
    private func latest(_ parameters: [String: String], _ type: FieldType = .code) -> FieldDefinition {
        Bench.field("f", type, .latest, parameters, codes: Bench.levels)
    }

    private func review(_ parameters: [String: String], _ type: FieldType = .text) -> FieldDefinition {
        Bench.field("f", type, .review, parameters, codes: Bench.levels)
    }

    @Test("same day: differing values of the newest day ask, those of earlier days give way")
    func sameDayReview() {
        let field = latest(["same_day": "review"])
        // 08:00 and 23:00 of one day in Shanghai; 16:00 later is the next day there.
        #expect(
            Bench.shown(field, [Bench.claim(1, .code("1")), Bench.claim(2, .code("2"), hours: 15)])?.isDisputed == true)
        #expect(
            Bench.shown(field, [Bench.claim(1, .code("1")), Bench.claim(2, .code("2"), hours: 16)])?.isDisputed == false
        )
    }

    @Test("hours and days beyond all reckoning are more than any, and no overflow")
    func hugeNumbers() {
        for name in ["within_hours", "apart_days", "tolerance_percent", "same_top_class"] {
            let field = latest([name: "999999999999999999"])
            #expect(Bench.shown(field, [Bench.claim(1, .code("1")), Bench.claim(2, .code("2"), hours: 1)]) != nil)
        }
    }

    @Test("same day: the worse answer of the newest day, never a chain through the days between")
    func sameDayWorse() {
        let field = latest(["same_day": "worse"])
        let old = Bench.claim(1, .code("3"), hours: -10)
        let bad = Bench.claim(2, .code("2"))
        let good = Bench.claim(3, .code("1"), hours: 8)
        #expect(Bench.shown(field, [old, bad, good]) == Shown(value: .code("2"), isDisputed: false, chosen: .at(2, 1)))
        let reversed = latest(["same_day": "worse", "order": "3, 2, 1"])
        #expect(Bench.shown(reversed, [old, bad, good])?.value == .code("1"))
        #expect(
            Bench.shown(
                latest(["same_day": "max"], .int), [Bench.claim(1, .int(5)), Bench.claim(2, .int(3), hours: 2)])?.value
                == .int(5))
    }

    @Test("apart by days: changes within the window ask")
    func apartDays() {
        let field = latest(["apart_days": "8"], .text)
        let claims = { (hours: Int64) in [Bench.claim(1, .text("a")), Bench.claim(2, .text("b"), hours: hours)] }
        #expect(Bench.shown(field, claims(7 * 24))?.isDisputed == true)
        #expect(Bench.shown(field, claims(8 * 24))?.isDisputed == false)
    }

    @Test("within hours: the greatest number of the window, judged from the newest")
    func withinHours() {
        let field = latest(["within_hours": "24"], .int)
        let claims = [
            Bench.claim(1, .int(90), hours: -1), Bench.claim(2, .int(50), hours: 10),
            Bench.claim(3, .int(20), hours: 24),
        ]
        #expect(Bench.shown(field, claims)?.value == .int(50))
    }

    @Test("tolerance in percent: asks beyond it, at it not")
    func tolerancePercent() {
        let field = latest(["tolerance_percent": "20"], .decimal)
        let area: (Int64) -> FieldValue = { .decimal(FixedPoint(units: $0, scale: 1)) }
        #expect(Bench.shown(field, [Bench.claim(1, area(1000)), Bench.claim(2, area(1200))])?.isDisputed == false)
        #expect(Bench.shown(field, [Bench.claim(1, area(1000)), Bench.claim(2, area(1201))])?.isDisputed == true)
        // Each step is within the tolerance of the next, the ends are not: the set decides, not the pairs.
        let chain = [Bench.claim(1, area(1000)), Bench.claim(2, area(1150)), Bench.claim(3, area(1300))]
        #expect(Bench.shown(field, chain)?.isDisputed == true)
    }

    @Test("top class: finer codes of one class follow the newest, another class asks")
    func topClass() {
        let field = latest(["same_top_class": "2"])
        #expect(
            Bench.shown(field, [Bench.claim(1, .code("0101")), Bench.claim(2, .code("0103"))])?.isDisputed == false)
        #expect(Bench.shown(field, [Bench.claim(1, .code("0101")), Bench.claim(2, .code("0201"))])?.isDisputed == true)
    }

    @Test("same part: another unit asks, another person of the unit does not")
    func samePart() {
        let field = latest(["same_part": "unit"], .composite)
        let person: (String, String) -> FieldValue = { unit, name in
            .composite(
                Composite([
                    .init(name: "unit", value: .text(Text(unit))), .init(name: "name", value: .text(Text(name))),
                ]))
        }
        #expect(
            Bench.shown(field, [Bench.claim(1, person("a", "x")), Bench.claim(2, person("a", "y"))])?.isDisputed
                == false)
        #expect(
            Bench.shown(field, [Bench.claim(1, person("a", "x")), Bench.claim(2, person("b", "x"))])?.isDisputed == true
        )
    }

    @Test("a winning code is shown whenever one side wrote it")
    func wins() {
        let field = latest(["wins": "3", "same_day": "review"])
        let shown = Bench.shown(field, [Bench.claim(1, .code("3")), Bench.claim(2, .code("1"), hours: 9)])
        #expect(shown == Shown(value: .code("3"), isDisputed: false, chosen: .at(1, 1)))
    }

    @Test("width, blanks and case make no other name; another character does")
    func widthSpace() {
        let field = review(["normalise": "width_space"])
        #expect(
            Bench.shown(field, [Bench.claim(1, .text("王 小明Ａ")), Bench.claim(2, .text("王小明a"))])?.isDisputed == false)
        #expect(Bench.shown(field, [Bench.claim(1, .text("王小明")), Bench.claim(2, .text("王晓明"))])?.isDisputed == true)
    }

    @Test("an address is the same however its numbers are set apart")
    func address() {
        let agreement = Agreement(normalisation: .address)
        #expect(agreement.holds(.text("中山路12号3幢501室"), .text("中山路１２－３－501")))
        #expect(!agreement.holds(.text("中山路12号3幢501室"), .text("中山路123-501")))
        #expect(!agreement.holds(.text("中山路12号"), .text("中山路13号")))
    }

    @Test("an identity whose checksum holds beats others; two that hold ask unless their tokens are equal")
    func preferValid() {
        let field = review(["prefer_valid": "true"])
        let sealed: (UInt8, Bool?, [UInt8]) -> FieldValue = { box, isValid, token in
            .sealed(SealedValue(lastFour: "002X", isChecksumValid: isValid, token: token, box: [box]))
        }
        let good = Bench.claim(1, sealed(1, true, [7]))
        #expect(Bench.shown(field, [good, Bench.claim(2, sealed(2, false, []), hours: 3)]) == Shown(good))
        #expect(Bench.shown(field, [good, Bench.claim(2, nil, hours: 3)]) == Shown(good))
        #expect(Bench.shown(field, [good, Bench.claim(2, sealed(2, true, [8]))])?.isDisputed == true)
        #expect(Bench.shown(field, [good, Bench.claim(2, sealed(2, true, [7]))])?.isDisputed == false)
        #expect(
            Bench.shown(field, [Bench.claim(1, sealed(1, true, [])), Bench.claim(2, sealed(2, true, []))])?.isDisputed
                == true)
    }

    @Test("a value beats removed where the field says so")
    func preferPresent() {
        let claims = [Bench.claim(1, .text("a")), Bench.claim(2, nil, hours: 3)]
        #expect(Bench.shown(review(["prefer_present": "true"]), claims) == Shown(claims[0]))
    }

    @Test("the sex that a valid identity number gives away beats the other")
    func byIdentity() {
        let field = review(["by_identity": "sex"], .code)
        let claims = [Bench.claim(1, .code("1")), Bench.claim(2, .code("2"), hours: 3)]
        let identity = FieldValue.sealed(SealedValue(lastFour: "0019", isChecksumValid: true, token: [], box: []))
        #expect(Bench.shown(field, claims, others: { $0 == "id_no" ? identity : nil }) == Shown(claims[0]))
        #expect(Bench.shown(field, claims)?.isDisputed == true)
    }

    @Test("dates within the days: the earliest; beyond them a question")
    func earliestWithinDays() {
        let field = review(["earliest_within_days": "7"], .date)
        let day: (Int32) -> FieldValue = { .date(CalendarDate(dayNumber: $0)) }
        #expect(Bench.shown(field, [Bench.claim(1, day(107), hours: 3), Bench.claim(2, day(100))])?.value == day(100))
        #expect(Bench.shown(field, [Bench.claim(1, day(108)), Bench.claim(2, day(100))])?.isDisputed == true)
        let chain = [Bench.claim(1, day(100)), Bench.claim(2, day(105)), Bench.claim(3, day(110))]
        #expect(Bench.shown(field, chain)?.isDisputed == true)
    }

    @Test("points near each other: the better measured; further apart or in other coordinates a question")
    func toleranceMetres() {
        let field = review(["tolerance_metres": "50"], .point)
        let point: (Int64, GeoPoint.System, Int64?) -> FieldValue = { north, system, accuracy in
            // A millionth of a degree of latitude is 0.111 m.
            .point(
                GeoPoint(
                    longitude: 119_650_000_000, latitude: 29_080_000_000 + north * 1000, system: system,
                    accuracyCentimetres: accuracy, source: .gps))
        }
        let rough = Bench.claim(1, point(0, .wgs84, 2000), hours: 5)
        let near = Bench.claim(2, point(449, .cgcs2000, 300))
        #expect(Bench.shown(field, [rough, near]) == Shown(near))
        #expect(Bench.shown(field, [rough, Bench.claim(2, point(450, .wgs84, 300))])?.isDisputed == true)
        #expect(Bench.shown(field, [rough, Bench.claim(2, point(1, .gcj02, 300))])?.isDisputed == true)
        let chain = [rough, near, Bench.claim(3, point(898, .wgs84, 100))]
        #expect(Bench.shown(field, chain)?.isDisputed == true)
    }

    @Test("while it asks, the stricter or the provisional value is shown and the newest is what an edit replaces")
    func provisional() {
        let claims = [Bench.claim(1, .code("3")), Bench.claim(2, .code("1"), hours: 3)]
        #expect(
            Bench.shown(review(["safe": "stricter"], .code), claims)
                == Shown(value: .code("3"), isDisputed: true, chosen: .at(1, 1)))
        #expect(
            Bench.shown(review(["provisional": "2"], .code), claims)
                == Shown(value: .code("2"), isDisputed: true, chosen: .at(2, 1)))
        #expect(
            Bench.shown(review(["provisional": "none"], .code), claims)
                == Shown(value: nil, isDisputed: true, chosen: .at(2, 1)))
    }

    @Test("true beside false needs its evidence; an objection outweighs it")
    func evidence() {
        let claims = [Bench.claim(1, .bool(true)), Bench.claim(2, .bool(false), hours: 2)]
        let signed = Bench.field("f", .bool, .assert, ["evidence": "photo"])
        #expect(Bench.shown(signed, claims)?.isDisputed == true)
        #expect(Bench.shown(signed, claims, others: { $0 == "photo" ? .text("p") : nil }) == Shown(claims[0]))
        let notice = Bench.field("f", .bool, .assert, ["unless": "objected"])
        #expect(Bench.shown(notice, claims, others: { $0 == "objected" ? .bool(true) : nil })?.value == .bool(false))
        #expect(Bench.shown(notice, claims)?.value == .bool(true))
    }

    @Test("going out of use asks while hazards are open or a visit is later")
    func outOfUse() {
        let claims = [Bench.claim(1, .bool(true)), Bench.claim(2, .bool(false), hours: 2)]
        let level = latest(["review_if_above": "level"], .bool)
        #expect(Bench.shown(level, claims, others: { $0 == "level" ? .code("2") : nil })?.isDisputed == true)
        #expect(Bench.shown(level, claims, others: { $0 == "level" ? .code("1") : nil })?.isDisputed == false)
        let visit = latest(["review_if_after": "visited"], .bool)
        let next = FieldValue.timestamp(.shanghai(milliseconds: Bench.morning + Bench.day))
        #expect(Bench.shown(visit, claims, others: { $0 == "visited" ? next : nil })?.isDisputed == true)
        #expect(Bench.shown(visit, claims)?.isDisputed == false)
    }
}

@Suite("Elements and steps")
struct ElementRuleTests {
    @Test("the whole value of an element merges by what the field says of its elements")
    func elements() {
        let claims = [Bench.claim(1, .text("a")), Bench.claim(2, .text("b"), hours: 1)]
        let rule = { (parameters: [String: String], type: FieldType) in
            Bench.shown(Bench.field("f", .set, .elements, parameters, elements: type), claims)
        }
        #expect(rule([:], .composite) == Shown(value: .text("b"), isDisputed: true, chosen: .at(2, 1)))
        #expect(rule([:], .text) == Shown(value: .text("b"), isDisputed: false, chosen: .at(2, 1)))
        #expect(rule(["element": "latest"], .composite)?.isDisputed == false)
        #expect(rule(["element": "once"], .composite) == Shown(value: .text("a"), isDisputed: true, chosen: .at(1, 1)))
    }

    @Test("a step that resumes from a side way is no step back")
    func resume() {
        let field = Bench.field(
            "f", .code, .stage, ["steps": "new>assigned>done; assigned>returned", "resume": "returned>assigned"],
            codes: ["new", "assigned", "returned", "done"])
        let steps = field.steps
        #expect(!steps.isBack(from: .code("returned"), to: .code("assigned")))
        #expect(steps.isBack(from: .code("returned"), to: .code("new")))
        #expect(steps.isBack(from: .code("done"), to: .code("assigned")))
        #expect(!steps.lead("returned", "done"))
    }
}
