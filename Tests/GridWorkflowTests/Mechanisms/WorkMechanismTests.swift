import GridRecords
import Testing

@testable import GridWorkflow

/// The rows of the counties' mechanisms that are about work items, people and plans, with the numbers of their sources.
@Suite("Mechanisms: work items, plans and routing")
struct WorkMechanismTests {
    @Test("row 7: the steps of an item can be told by phase, the work itself from what comes after it")
    func phases() throws {
        let evaluation = try Bench.evaluator().evaluate(Bench.item(Log.whole().steps), now: Bench.at("2026-04-01"))
        let after = evaluation.timeline.filter { $0.phase == .after }.map(\.step.operation)
        #expect(after == ["verify", "close"])
        #expect(evaluation.timeline.count { $0.phase == .during } == 4)
    }

    @Test("row 19: a visit with a need leaves an open service item until there is feedback")
    func needs() throws {
        let evaluator = try Bench.evaluator("service_need")
        let visits = [(visit: Bench.record(50), needs: ["n2", "n1"]), (visit: Bench.record(40), needs: ["n1"])]
        func followUps(_ steps: [WorkStep]) -> [NeedFollowUp] {
            let evaluation = evaluator.evaluate(Bench.item(steps), now: Bench.at("2026-04-01"))
            return NeedFollowUp.of(
                visits, services: [.init(visit: Bench.record(50), need: "n1", evaluation: evaluation)])
        }
        let open = followUps([])
        #expect(open.map(\.need) == ["n1", "n1", "n2"] && open.allSatisfy(\.isOpen))
        #expect(open.map(\.item) == [nil, Bench.record(1), nil])
        let done = followUps(Log.whole().steps)
        #expect(done.map(\.isOpen) == [true, false, true])
        #expect(done[1].feedbackAt == Bench.at("2026-03-06 11:00"))
    }

    @Test("row 20: twice a month is 24 self-checks a year, 1 to 15 and 16 to the end; what is not done is overdue")
    func cadences() throws {
        let practice = try Bench.book.get().practice
        let year = DateWindow(from: Bench.day("2026-01-01"), to: Bench.day("2026-12-31"))
        let selfCheck = try #require(practice.cadences.first { $0.id == "self_check" })
        let turns = selfCheck.turns(in: year, done: [])
        #expect(turns.count == 24)
        #expect(turns[2].window == DateWindow(from: Bench.day("2026-02-01"), to: Bench.day("2026-02-15")))
        #expect(turns[3].window == DateWindow(from: Bench.day("2026-02-16"), to: Bench.day("2026-02-28")))
        let done = ["2026-01-15", "2026-01-16", "2026-02-28", "2026-02-20"].map { Bench.day($0) }
        let overdue = selfCheck.overdue(in: year, done: done, on: Bench.day("2026-03-16"))
        #expect(overdue.map(\.window.from.text) == ["2026-02-01", "2026-03-01"])
        let counts = try ["county_leaders", "supervision_group", "lead_unit"].map { id in
            try #require(practice.cadences.first { $0.id == id }).turns(in: year, done: []).count
        }
        #expect(counts == [4, 12, 12])
        #expect(
            Frequency.allCases.compactMap { often in often.countInYear.map { $0 == often.windows(in: year).count } }
                .allSatisfy { $0 })
        #expect(Frequency.week.windows(in: year).count == 53)
        let plans = [3, 1, 2].map {
            VisitPlan(target: Bench.record($0), area: AreaCode("1"), dueOn: Bench.day("2026-03-0\($0)"))
        }
        #expect(plans.overdue(on: Bench.day("2026-03-03")).map(\.target) == [Bench.record(1), Bench.record(2)])
    }

    @Test("row 21: a report of building waste goes through five stations whose times only go forward")
    func fiveStations() throws {
        let evaluation = try Bench.evaluator("service_need").evaluate(
            Bench.item(Log.whole().steps), now: Bench.at("2026-04-01"))
        let times = [Bench.at("2026-03-02 09:00")] + evaluation.timeline.map(\.step.time.arose)
        let stations = ["reported"] + evaluation.timeline.compactMap(\.state)
        #expect(Set(["reported", "accepted", "assigned", "resolved", "closed"]).isSubset(of: stations))
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("row 21: every village has at least one grid, or is named")
    func coverage() {
        let villages = Set((1...20).map { AreaCode("v\($0)") })
        let grids = (1...19).flatMap { village in
            (1...3).map { (grid: AreaCode("g\(village)-\($0)"), village: AreaCode("v\(village)")) }
        }
        let coverage = Coverage(villages: villages, grids: grids)
        #expect(coverage.missing == [AreaCode("v20")] && coverage.rate?.percent() == "95.0")
    }

    @Test("row 25: a grid worker for a day writes within his time; what arrives afterwards is not believed")
    func timedAssignment() {
        let assignment = TimedAssignment(
            worker: WorkerID("cadre"), area: AreaCode("g1"), role: .worker, from: Bench.day("2026-03-02"),
            to: Bench.day("2026-03-02"))
        let areas = [AreaCode("g1"), AreaCode("v1")]
        let noon = Bench.at("2026-03-02 12:00")
        #expect(assignment.answer(areas: areas, arose: noon, received: noon + 60_000) == .allowed)
        #expect(assignment.answer(areas: areas, arose: noon, received: Bench.at("2026-03-03")) == .receivedTooLate)
        #expect(
            assignment.answer(areas: areas, arose: Bench.at("2026-03-03"), received: Bench.at("2026-03-03"))
                == .outsideTime)
        #expect(assignment.answer(areas: areas, arose: noon - 86_400_000, received: noon) == .outsideTime)
        #expect(assignment.answer(areas: [AreaCode("g2")], arose: noon, received: noon) == .otherArea)
    }

    private func dispute(upTo holder: Organisation) -> Log {
        var log = Log()
        log.add("accept", "2026-03-02 10:00", Bench.village)
        if holder == Bench.village { return log }
        log.add("escalate", "2026-03-03 10:00", Bench.village, to: Bench.township)
        log.add("accept", "2026-03-03 11:00", Bench.township)
        if holder == Bench.township { return log }
        log.add("escalate", "2026-03-04 10:00", Bench.township, to: Bench.county)
        log.add("accept", "2026-03-04 11:00", Bench.county)
        return log
    }

    @Test(
        "row 37: the county is the last stop: it sends nothing further up and closes only with an outcome or referral")
    func lastStop() throws {
        let evaluator = try Bench.evaluator("dispute")
        var log = dispute(upTo: Bench.county)
        let standing = evaluator.evaluate(Bench.item(log.steps), now: Bench.at("2026-03-05"))
        #expect(standing.holder == Bench.county && standing.state == "accepted" && standing.forReview.isEmpty)
        log.add("escalate", "2026-03-05 10:00", Bench.county, to: Organisation(level: .county, code: "3307"))
        let up = try #require(log.steps.last)
        #expect(evaluator.refusal(of: up, for: Bench.item(dispute(upTo: Bench.county).steps))?.code == .countyIsLast)
        #expect(
            evaluator.evaluate(Bench.item(log.steps), now: Bench.at("2026-03-06")).forReview.map(\.refusal.code) == [
                .countyIsLast
            ])
        #expect(
            !evaluator.operations(
                for: Bench.item(log.steps), by: "x", of: Bench.county, now: Bench.at("2026-03-06")
            ).contains("escalate"))

        log.add("assign", "2026-03-05 11:00", Bench.county, to: Bench.county)
        log.add("begin", "2026-03-05 12:00", Bench.county)
        log.add("resolve", "2026-03-10 12:00", Bench.county)
        log.add("verify", "2026-03-11 12:00", Bench.county, by: "inspector")
        var closing = Log(replica: 3)
        closing.add("close", "2026-03-12 12:00", Bench.county)
        func refusal(_ fields: [String: JSONValue]) throws -> Refusal.Code? {
            evaluator.refusal(of: try #require(closing.steps.first), for: Bench.item(log.steps, fields: fields))?.code
        }
        #expect(try refusal([:]) == .missingField)
        #expect(try refusal(["result": "0", "mediation_way": "2"]) == .outcomeNeeded)
        #expect(try refusal(["result": "0", "mediation_way": "7"]) == nil)
        #expect(try refusal(["result": "3", "mediation_way": "6"]) == nil)
        #expect(try refusal(["result": "1", "mediation_way": "2"]) == nil)
    }

    @Test("row 38: one of 200 late gives 99.5 % in time, accepted and closed; all who were asked are satisfied")
    func threeRates() throws {
        let evaluator = try Bench.evaluator()
        let now = Bench.at("2026-04-01")
        let evaluations = (0..<200).map { number in
            // One lies a month before anybody takes it up.
            let reported = number == 0 ? "2026-02-02 09:00" : "2026-03-02 09:00"
            return evaluator.evaluate(Bench.item(Log.whole().steps, reported: reported), now: now)
        }
        let rates = HandlingRates(
            evaluations, acceptance: "acceptance", answers: Array(repeating: true, count: 200), now: now)
        #expect(rates.accepted?.percent() == "99.5" && rates.closed?.percent() == "99.5")
        #expect(rates.satisfied?.percent() == "100.0")
        // What is neither done nor late is in no denominator.
        let fresh = evaluator.evaluate(Bench.item([]), now: Bench.at("2026-03-02 09:30"))
        #expect(
            HandlingRates([fresh], acceptance: "acceptance", answers: [], now: Bench.at("2026-03-02 09:30")).closed
                == nil)
    }

    @Test("row 40: the share of disputes solved in the grid or the village")
    func solvedAt() throws {
        let evaluator = try Bench.evaluator("dispute")
        var spot = Log()
        spot.add("solve_on_spot", "2026-03-02 09:30", Bench.grid)
        let onSpot = evaluator.evaluate(Bench.item(spot.steps), now: Bench.at("2026-04-01"))
        #expect(onSpot.state == "resolved" && onSpot.solvedAt == .grid)
        let above = evaluator.evaluate(Bench.item(Log.whole().steps), now: Bench.at("2026-04-01"))
        let open = evaluator.evaluate(Bench.item([]), now: Bench.at("2026-04-01"))
        let solved = SolvedByLevel(Array(repeating: onSpot, count: 9) + [above, open, open])
        #expect(above.solvedAt == .department && solved.solved == 10)
        #expect(solved.share(upTo: .village)?.percent() == "90.0")
    }

    @Test(
        "row 41: each category of a dispute has its mediation body",
        arguments: [
            ("1102", "expropriation"), ("0504", "environment"), ("0503", "traffic"), ("0502", "medical"),
            ("0599", "township_committee"), ("0101", "village_committee"), ("0203", "environment"), ("07", "labour"),
        ])
    func mediationBodies(category: String, body: String) throws {
        let table = try #require(try Bench.book.get().practice.table("mediation_body"))
        #expect(table.target(of: category)?.code.string == body)
    }

    @Test("row 42: every category of disputes, hazards and needs comes to exactly one of the four platforms")
    func platforms() throws {
        let (book, catalogue) = (try Bench.book.get(), try Bench.catalogue.get())
        for kind in ["dispute", "hazard", "service_need"] {
            let table = try #require(book.practice.table("platform_\(kind)"))
            #expect(table.targets.map(\.label.chinese) == ["综治工作", "市场监管", "综合执法", "便民服务"])
            let codes = catalogue.kind(kind)?.field(table.field)?.codes ?? []
            #expect(!codes.isEmpty && codes.allSatisfy { table.target(of: $0.code.string) != nil })
        }
    }

    @Test("row 49: a new urgent dispute tells three roles once each, also after it is sent again")
    func notifications() throws {
        let rules = try Bench.book.get().practice.notifications
        let areas = ["g1", "v1", "t1", "c1"].map { AreaCode($0) }
        let staff = [
            StaffMember(worker: WorkerID("leader"), role: "grid_leader", area: AreaCode("g1")),
            StaffMember(worker: WorkerID("other"), role: "grid_leader", area: AreaCode("v1")),
            StaffMember(worker: WorkerID("director"), role: "mediation_director", area: AreaCode("t1")),
            StaffMember(worker: WorkerID("police"), role: "grid_police", area: AreaCode("v1")),
        ]
        func due(_ fields: [String: JSONValue], sent: Set<Notification.Key>, staff: [StaffMember]) -> (
            notifications: [Notification], vacant: [Notification.Key]
        ) {
            Notification.due(
                record: Bench.record(1), kind: "dispute", fields: fields, areas: areas, rules: rules, staff: staff,
                sent: sent)
        }
        let first = due(["urgent": true], sent: [], staff: staff)
        #expect(Set(first.notifications.map(\.worker.text)) == ["leader", "director", "police"])
        #expect(first.notifications.count == 3 && first.vacant.isEmpty)
        let again = due(["urgent": true], sent: Set(first.notifications.map(\.key)), staff: staff)
        #expect(again.notifications.isEmpty && again.vacant.isEmpty)
        #expect(due(["urgent": false], sent: [], staff: staff).notifications.isEmpty)
        #expect(due(["urgent": true], sent: [], staff: Array(staff.prefix(2))).vacant.count == 2)
    }

    @Test("a refusal stops mediation; the amount is whole fen; what was agreed is watched")
    func mediation() throws {
        let evaluator = try Bench.evaluator("dispute")
        var log = dispute(upTo: Bench.village)
        log.add("assign", "2026-03-02 11:00", Bench.village, to: Bench.village)
        var begin = Log(replica: 2)
        begin.add("begin", "2026-03-02 12:00", Bench.village)
        let step = try #require(begin.steps.first)
        let refused = Bench.item(log.steps, fields: ["refusal": true])
        #expect(evaluator.refusal(of: step, for: refused)?.code == .mediationRefused)
        #expect(evaluator.refusal(of: step, for: Bench.item(log.steps)) == nil)
        #expect(
            evaluator.refusal(of: step, for: Bench.item(log.steps, fields: ["refusal": true, "result": "2"])) == nil)

        let agreed = Mediation([
            "agreement": [
                "form": "written", "amount": 300_000, "perform_by": "2026-03-10",
                "signed_at": "2026-03-02T10:00:00+08:00",
            ]
        ])
        #expect(agreed.amountFen == 300_000 && agreed.amountText == "3000.00")
        #expect(agreed.performance(on: Bench.day("2026-03-10")) == .due(Bench.day("2026-03-10")))
        #expect(agreed.performance(on: Bench.day("2026-03-12")) == .overdue(days: 2))
        #expect(Mediation([:]).performance(on: Bench.day("2026-03-12")) == .noAgreement)
    }
}
