import GridRecords
import Testing

@testable import GridWorkflow

@Suite("Where an item stands")
struct EvaluationTests {
    private func evaluate(_ log: Log, kind: String = "hazard", fields: [String: JSONValue] = [:], now: String) throws
        -> Evaluation
    {
        try Bench.evaluator(kind).evaluate(Bench.item(log.steps, fields: fields), now: Bench.at(now))
    }

    private func codes(_ evaluation: Evaluation) -> [Refusal.Code] { evaluation.forReview.map(\.refusal.code) }

    @Test("a report waits for acceptance within a day, an urgent one within two hours")
    func acceptance() throws {
        let usual = try evaluate(Log(), now: "2026-03-02 10:00")
        #expect(usual.state == "reported" && usual.holder == Bench.grid)
        #expect(usual.nextDeadline?.id == "acceptance")
        #expect(usual.nextDeadline?.dueAt == Bench.at("2026-03-03 09:00"))
        let urgent = try evaluate(Log(), kind: "dispute", fields: ["urgent": true], now: "2026-03-02 12:00")
        #expect(urgent.nextDeadline?.dueAt == Bench.at("2026-03-02 11:00"))
        #expect(urgent.overdue(at: Bench.at("2026-03-02 12:00")) == 3_600_000)
    }

    @Test("an item hastened later has the shorter limit from then on, not from the beginning")
    func hastened() throws {
        var log = Log()
        log.add("hasten", "2026-03-02 19:00", Bench.county)
        let evaluation = try evaluate(log, now: "2026-03-02 20:00")
        #expect(evaluation.isUrgent && evaluation.overdue(at: Bench.at("2026-03-02 20:00")) == 0)
        #expect(evaluation.nextDeadline?.dueAt == Bench.at("2026-03-02 21:00"))
        log.add("unhasten", "2026-03-02 19:30", Bench.county)
        #expect(try evaluate(log, now: "2026-03-02 20:00").nextDeadline?.dueAt == Bench.at("2026-03-03 09:00"))
    }

    @Test("a whole life from report to archive is in time and has nothing to review")
    func wholeLife() throws {
        let evaluation = try evaluate(.whole(), now: "2026-03-20 00:00")
        #expect(evaluation.state == "closed" && evaluation.isTerminal)
        #expect(evaluation.forReview.isEmpty)
        #expect(evaluation.isOnTime(at: Bench.at("2026-03-20")) == true)
        #expect(evaluation.mark == nil && evaluation.points == 0 && evaluation.nextDeadline == nil)
        #expect(
            evaluation.timeline.map(\.state) == [
                "accepted", "assigned", "processing", "resolved", "verified", "closed",
            ])
    }

    @Test("the limit for the work goes by the level of the hazard", arguments: [("1", 7), ("2", 15), ("3", 30)])
    func levels(level: String, days: Int) throws {
        let evaluation = try evaluate(Log(), fields: ["level": .string(level)], now: "2026-03-02 10:00")
        #expect(evaluation.mainDeadline?.dueAt == Bench.day("2026-03-02").adding(days: days).end)
    }

    @Test("a due day that the issuer names stands before the limit, that of the step before that of the record")
    func namedDue() throws {
        let field = try evaluate(
            Log(), fields: ["due_at": "2026-03-04T12:00:00+08:00"], now: "2026-03-02 10:00")
        #expect(field.mainDeadline?.dueAt == Bench.at("2026-03-04 12:00"))
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 10:30", Bench.township, to: Bench.fire, dueAt: Bench.at("2026-03-03 18:00"))
        let step = try evaluate(log, fields: ["due_at": "2026-03-04T12:00:00+08:00"], now: "2026-03-02 11:00")
        #expect(step.mainDeadline?.dueAt == Bench.at("2026-03-03 18:00"))
    }

    @Test("supervision: one limit overdue reminds, two bring the yellow card, three the red one with ten points")
    func supervision() throws {
        for (now, mark, points) in [
            ("2026-03-10 01:00", nil, 0), ("2026-03-17 01:00", SupervisionMark.reminder, 0),
            ("2026-03-24 01:00", .yellowCard, 5), ("2026-03-31 01:00", .redCard, 10),
        ] {
            var log = Log()
            log.add("accept", "2026-03-02 10:00", Bench.township)
            log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.fire)
            log.add("begin", "2026-03-02 14:00", Bench.fire)
            let evaluation = try evaluate(log, now: now)
            #expect(evaluation.mark == mark && evaluation.points == points, "\(now)")
            #expect(evaluation.overdue(at: Bench.at(now)) > 0)
        }
    }

    @Test("a supervisor may press harder than time does, and lift what stands")
    func supervisionByHand() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("red_card", "2026-03-03 10:00", Bench.county)
        #expect(try evaluate(log, now: "2026-03-03 11:00").mark == .redCard)
        log.add("cancel_supervision", "2026-03-04 10:00", Bench.county)
        #expect(try evaluate(log, now: "2026-03-04 11:00").mark == nil)
        #expect(try evaluate(log, now: "2026-03-17 11:00").mark == .reminder)
    }

    @Test("while an item is suspended its clocks stand still")
    func pause() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.fire)
        log.add("begin", "2026-03-02 14:00", Bench.fire)
        log.add("suspend", "2026-03-05 14:00", Bench.township)
        let paused = try evaluate(log, now: "2026-06-01 00:00")
        #expect(paused.state == "suspended" && paused.overdue(at: Bench.at("2026-06-01")) == 0)
        log.add("resume", "2026-03-15 14:00", Bench.township)
        #expect(try evaluate(log, now: "2026-03-16 00:00").mainDeadline?.dueAt == Bench.day("2026-03-19").end)
    }

    @Test("an extension is asked by the holder and decided above; it lengthens the time for the work once")
    func extensions() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.village)
        log.add("begin", "2026-03-02 14:00", Bench.village)
        log.add("ask_extension", "2026-03-05 14:00", Bench.village, days: 5)
        #expect(try evaluate(log, now: "2026-03-05 15:00").extensionState == .asked(days: 5, by: Bench.village))
        log.add("grant_extension", "2026-03-05 14:30", Bench.village)
        log.add("grant_extension", "2026-03-05 16:00", Bench.township)
        log.add("ask_extension", "2026-03-06 14:00", Bench.village, days: 5)
        let evaluation = try evaluate(log, now: "2026-03-07 00:00")
        #expect(evaluation.extensionState == .granted(days: 5) && evaluation.extensionState.code == 2)
        #expect(evaluation.mainDeadline?.dueAt == Bench.day("2026-03-14").end)
        #expect(codes(evaluation) == [.notAbove, .extensionUsed])
    }

    @Test("a refused extension leaves the day as it was")
    func refusedExtension() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("ask_extension", "2026-03-03 10:00", Bench.township, days: 3)
        log.add("refuse_extension", "2026-03-03 11:00", Bench.county)
        let evaluation = try evaluate(log, now: "2026-03-04 00:00")
        #expect(evaluation.extensionState == .refused(days: 3))
        #expect(evaluation.mainDeadline?.dueAt == Bench.day("2026-03-09").end)
    }

    @Test("a return goes back to who gave the work and nowhere else; after two the township decides")
    func returns() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.village)
        log.add("assign", "2026-03-02 11:00", Bench.village, to: Bench.grid)
        log.add("return", "2026-03-02 12:00", Bench.grid, to: Bench.county)
        log.add("return", "2026-03-02 12:30", Bench.grid, to: Bench.village)
        let first = try evaluate(log, now: "2026-03-02 13:00")
        #expect(codes(first) == [.wrongReturn])
        #expect(first.state == "returned" && first.holder == Bench.village && first.returns == 1)
        log.add("assign", "2026-03-02 14:00", Bench.village, to: Bench.grid)
        log.add("return", "2026-03-02 15:00", Bench.grid)
        log.add("assign", "2026-03-02 16:00", Bench.village, to: Bench.grid)
        log.add("decide", "2026-03-02 17:00", Bench.township, to: Bench.grid)
        log.add("return", "2026-03-02 18:00", Bench.grid)
        let last = try evaluate(log, now: "2026-03-02 19:00")
        #expect(codes(last) == [.wrongReturn, .returnsExhausted, .returnsExhausted])
        #expect(last.state == "assigned" && last.holder == Bench.grid)
    }

    @Test("the main organisation is done only when every secondary one accepted and replied")
    func secondaries() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("coordinate", "2026-03-02 10:30", Bench.township, secondaries: [Bench.market, Bench.village])
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.fire)
        log.add("begin", "2026-03-02 14:00", Bench.fire)
        log.add("join", "2026-03-02 15:00", Bench.market)
        log.add("reply", "2026-03-03 09:00", Bench.market)
        log.add("reply", "2026-03-03 09:30", Bench.village)
        log.add("resolve", "2026-03-03 10:00", Bench.fire)
        let waiting = try evaluate(log, now: "2026-03-03 11:00")
        #expect(waiting.state == "processing" && waiting.openSecondaries == [Bench.village])
        #expect(codes(waiting) == [.secondariesOpen, .secondariesOpen])
        // Half of the time from the naming to the due day.
        let named = Bench.at("2026-03-02 10:30")
        #expect(waiting.secondariesDueAt == named + (Bench.day("2026-03-09").end - named) / 2)
        log.add("join", "2026-03-03 12:00", Bench.village)
        log.add("reply", "2026-03-03 13:00", Bench.village)
        #expect(try evaluate(log, now: "2026-03-03 14:00").state == "replied")
        log.add("resolve", "2026-03-03 15:00", Bench.fire)
        #expect(try evaluate(log, now: "2026-03-03 16:00").state == "resolved")
    }

    @Test("only the holder works on an item, and who did the work does not check it")
    func whoMay() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.village)
        log.add("begin", "2026-03-02 12:00", Bench.fire)
        log.add("begin", "2026-03-02 13:00", Bench.village, by: "li")
        log.add("resolve", "2026-03-03 13:00", Bench.village, by: "li")
        log.add("verify", "2026-03-03 14:00", Bench.township, by: "li")
        log.add("verify", "2026-03-03 15:00", Bench.grid, by: "wang")
        log.add("fly", "2026-03-03 16:00", Bench.grid, by: "wang")
        let evaluation = try evaluate(log, now: "2026-03-04 00:00")
        #expect(codes(evaluation) == [.notHolder, .samePerson, .levelNotAllowed, .unknownOperation])
        #expect(evaluation.state == "resolved")
    }

    @Test("a check that fails sends the work back, and the time between does not count")
    func rejected() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.village)
        log.add("begin", "2026-03-02 12:00", Bench.village)
        log.add("resolve", "2026-03-03 10:00", Bench.village)
        log.add("reject", "2026-03-06 10:00", Bench.township, by: "inspector")
        let evaluation = try evaluate(log, now: "2026-03-06 11:00")
        #expect(evaluation.state == "processing" && evaluation.holder == Bench.village)
        #expect(evaluation.mainDeadline?.dueAt == Bench.day("2026-03-12").end)
    }

    @Test("write-off is an end of its own")
    func writeOff() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.fire)
        log.add("begin", "2026-03-02 12:00", Bench.fire)
        log.add("write_off", "2026-03-03 10:00", Bench.county)
        let evaluation = try evaluate(log, now: "2026-03-04 00:00")
        #expect(evaluation.state == "written_off" && evaluation.isTerminal)
    }

    @Test("a reopening begins another cycle with its own time; so does a recurrence, but only within two months")
    func reopening() throws {
        var log = Log.whole()
        log.add("recur", "2026-05-07 00:00", Bench.grid, link: Bench.record(9))
        #expect(codes(try evaluate(log, now: "2026-05-08 00:00")) == [.outsideRecurrence])
        log.add("recur", "2026-05-06 23:59", Bench.grid, link: Bench.record(9))
        let again = try evaluate(log, now: "2026-05-08 00:00")
        #expect(again.state == "reopened" && again.cycle == 2 && codes(again) == [.notFromState])
        #expect(again.mainDeadline?.startedAt == Bench.at("2026-05-06 23:59"))
        var reopened = Log.whole()
        reopened.add("reopen", "2026-08-01 10:00", Bench.village)
        reopened.add("reopen", "2026-08-01 11:00", Bench.county)
        let second = try evaluate(reopened, now: "2026-08-02 00:00")
        #expect(second.cycle == 2 && codes(second) == [.levelNotAllowed])
    }

    @Test("in time is judged by when the evidence arose; a late receipt and a wrong clock are marked")
    func lateReceipt() throws {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.township)
        log.add("assign", "2026-03-02 11:00", Bench.township, to: Bench.fire)
        log.add("begin", "2026-03-02 14:00", Bench.fire)
        log.add("resolve", "2026-03-09 20:00", Bench.fire, received: "2026-03-20 09:00")
        log.add(
            "verify", "2026-03-10 10:00", Bench.township, by: "inspector", received: "2026-03-12 10:00",
            clockOffset: -700_000)
        let evaluation = try evaluate(log, now: "2026-03-21 00:00")
        #expect(evaluation.isOnTime(at: Bench.at("2026-03-21")) == true)
        let lag = Bench.at("2026-03-20 09:00") - Bench.at("2026-03-09 20:00")
        #expect(evaluation.timeline[3].marks == [.lateReceipt(milliseconds: lag)])
        #expect(evaluation.timeline[4].marks == [.wrongClock(milliseconds: -700_000)])
    }

    @Test("a limit that ends in a year without a notice says so")
    func unknownYear() throws {
        let item = Bench.item([], reported: "2026-12-31 10:00")
        let evaluation = try Bench.evaluator("service_need").evaluate(item, now: Bench.at("2026-12-31 11:00"))
        #expect(evaluation.mainDeadline?.isCalendarKnown == false)
        #expect(evaluation.mainDeadline?.dueAt == Bench.day("2027-01-07").end)
    }
}
