import GridCausality
import GridRecords
import Testing

@testable import GridWorkflow

/// The rows of the counties' mechanisms that are loops over units, areas and papers, with the numbers of their sources.
@Suite("Mechanisms: closed loops")
struct LoopMechanismTests {
    private func unit(
        _ number: Int, fixed: [Int64?], dueAt: Int64, stage: WarningStage = .warned, outcome: WarningOutcome? = nil
    ) -> WarningLoop {
        let items = fixed.enumerated().map { index, time in
            Rectification.Item(id: "\(index)", status: time == nil ? .open : .fixed, fixedAt: time)
        }
        let visits = WarningStage.allCases.filter { $0 <= stage }.map { stage in
            WarningLoop.Visit(
                stage: stage, at: dueAt - Int64(4 - stage.rawValue) * 86_400_000,
                dot: Dot(replica: ReplicaID(high: 0, low: UInt64(number)), counter: UInt64(stage.rawValue)),
                openItems: 1)
        }
        return WarningLoop(
            unit: Bench.record(number), visits: visits, rectification: Rectification(items: items), dueAt: dueAt,
            outcome: outcome)
    }

    @Test("row 10: of 120 papers none stays without feedback past its day unflagged; nine counties, a zone, 20 offices")
    func documents() throws {
        let calendar = try Bench.book.get().calendar
        let limits = try #require(try Bench.book.get().practice.documents[.talk])
        let issued = Bench.at("2026-03-02 10:00")
        let papers = (0..<120).map { number in
            let kinds = HandedDocument.Kind.allCases
            // Every tenth is read and not answered, every fifteenth is not even read.
            let isAnswered = number % 10 != 0 && number % 15 != 0
            return HandedDocument(
                id: Bench.record(number), kind: kinds[number % 3], sender: Bench.county,
                receiver: Organisation(level: number < 30 ? .department : .county, code: Text("o\(number % 30)")),
                issuedAt: issued, readBy: limits.read.due(from: issued, calendar: calendar),
                feedbackBy: limits.feedback.due(from: issued, calendar: calendar),
                readAt: number % 15 == 0 ? nil : issued + 3_600_000, feedbackAt: isAnswered ? issued + 86_400_000 : nil)
        }
        let now = Bench.at("2026-03-24 10:00")
        let overdue = papers.withoutFeedback(now: now)
        #expect(papers.count == 120)
        #expect(overdue.count == 120 - papers.count(where: \.isClosed) && overdue.count == 16)
        #expect(papers.count { $0.flags(now: now).contains(.unread) } == 8)
        #expect(papers.withoutFeedback(now: Bench.at("2026-03-23 10:00")).isEmpty)
        #expect(papers.reversed().withoutFeedback(now: now).map(\.id) == overdue.map(\.id))
    }

    @Test("row 15: listed 01-15, due 04-15; a failure starts the cycle to 07-15; a month without a check is flagged")
    func listing() {
        let checks = ["2026-01-20", "2026-03-20", "2026-04-16", "2026-05-20"].map { Bench.day($0) }
        let rules = ListingRules()
        let first = Listing(
            target: .unit(Bench.record(1)), listedOn: Bench.day("2026-01-15"), checks: checks, rules: rules)
        #expect(first.current?.due == Bench.day("2026-04-15") && first.current?.number == 1)
        #expect(!first.isAcceptanceOverdue(on: Bench.day("2026-04-15")))
        #expect(first.isAcceptanceOverdue(on: Bench.day("2026-04-16")))
        #expect(
            first.monthsWithoutCheck(on: Bench.day("2026-04-20"))
                == [DateWindow(from: Bench.day("2026-02-15"), to: Bench.day("2026-03-14"))])
        let failed = Listing(
            target: first.target, listedOn: first.listedOn, checks: checks,
            acceptances: [.init(on: Bench.day("2026-04-14"), isPassed: false)], rules: rules)
        #expect(failed.current?.number == 2 && failed.current?.due == Bench.day("2026-07-15"))
        let passed = Listing(
            target: first.target, listedOn: first.listedOn, checks: checks,
            acceptances: [
                .init(on: Bench.day("2026-07-10"), isPassed: true), .init(on: Bench.day("2026-04-14"), isPassed: false),
            ], rules: rules)
        #expect(passed.current == nil && passed.delistedOn == Bench.day("2026-07-10"))
        #expect(passed.cycles.map(\.due) == [Bench.day("2026-04-15"), Bench.day("2026-07-15")])
    }

    @Test("row 16: 17 areas and 26 problems are listed alike, open and closed counted apart")
    func listings() {
        let passed = [Listing.Acceptance(on: Bench.day("2026-04-10"), isPassed: true)]
        let areas = (0..<17).map { number in
            Listing(
                target: .area(AreaCode("3311\(number)")), listedOn: Bench.day("2026-01-15"),
                acceptances: number < 5 ? passed : [])
        }
        let units = (0..<26).map { number in
            Listing(
                target: .unit(Bench.record(number)), listedOn: Bench.day("2026-01-15"),
                acceptances: number < 20 ? passed : [])
        }
        #expect(ListingCount(areas) == ListingCount(areas.reversed()))
        #expect(ListingCount(areas).open == 12 && ListingCount(areas).closed == 5)
        #expect(ListingCount(areas + units).open == 18 && ListingCount(areas + units).closed == 25)
    }

    @Test(
        "row 17: an open major hazard is red, only general ones yellow, none and inspected green, never seen not green")
    func colours() throws {
        let (rules, calendar) = (try Bench.book.get().practice.colours, try Bench.book.get().calendar)
        func colour(_ levels: [String], inspected: String?) -> PremiseColour {
            rules.colour(
                PremiseFacts(
                    on: Bench.day("2026-03-10"), openLevels: levels, lastInspectedOn: inspected.map { Bench.day($0) }),
                calendar: calendar
            ).colour
        }
        #expect(colour(["1", "3"], inspected: "2026-03-01") == .red)
        #expect(colour(["1", "1"], inspected: "2026-03-01") == .yellow)
        #expect(colour([], inspected: "2026-03-01") == .green)
        #expect(colour([], inspected: "2025-12-10") == .green)
        #expect(colour([], inspected: "2025-12-09") == .yellow)
        #expect(colour([], inspected: nil) != .green)
        let seen = Bench.day("2026-03-01")
        let revisits = PremiseColour.allCases.map {
            rules.revisitOn($0, lastInspectedOn: seen, knownSince: seen, calendar: calendar).text
        }
        #expect(revisits == ["2026-06-01", "2026-04-01", "2026-03-08"])
        #expect(rules.revisitOn(.yellow, lastInspectedOn: nil, knownSince: seen, calendar: calendar) == seen)
    }

    @Test("row 23: an incident with three groups closes when all three have replied")
    func incident() throws {
        let template = try #require(try Bench.book.get().practice.incidents.first)
        #expect(template.groups.map(\.label.chinese) == ["谈判组", "安抚组", "现场对接组"])
        let due = Bench.at("2026-03-03 18:00")
        func incident(replies: [Int64?]) -> Incident {
            Incident(
                id: Bench.record(1), origin: Bench.record(2),
                groups: zip(template.groups, replies).map { group, reply in
                    .init(id: group.code.string, organisation: Bench.township, dueAt: due, repliedAt: reply)
                })
        }
        let two = incident(replies: [due - 10, due - 20, nil])
        #expect(two.closedAt == nil && two.openGroups.map(\.id) == ["liaison"])
        #expect(two.overdueGroups(now: due + 1).map(\.id) == ["liaison"])
        #expect(incident(replies: [due - 10, due - 20, due - 5]).closedAt == due - 5)
    }

    @Test("row 26: 178 units called in, 176 in time: 98.9 %; two to joint enforcement, one shut down and one banned")
    func warnings() throws {
        let due = Bench.at("2026-04-01 18:00")
        let units =
            (0..<176).map { unit($0, fixed: [due - 100, due], dueAt: due, outcome: .fixed) } + [
                unit(176, fixed: [due - 100, nil], dueAt: due, stage: .handedOver, outcome: .shutDown),
                unit(177, fixed: [nil, nil], dueAt: due, stage: .handedOver, outcome: .banned),
            ]
        let count = WarningCount(units, now: due + 86_400_000)
        #expect(count.units == 178 && count.onTime == 176 && count.handedOver == 2)
        #expect(count.outcomes == [.fixed: 176, .shutDown: 1, .banned: 1])
        #expect(count.onTimeRate?.percent() == "98.9" && count.onTimeRate?.percent(decimals: 3) == "98.876")
        #expect(WarningCount(units.shuffled(), now: due + 86_400_000) == count)
        let stages = unit(1, fixed: [nil], dueAt: due, stage: .warned)
        #expect(stages.stage == .warned && stages.nextStage == .handedOver)
        #expect(stages.refusal(of: .reminded) != nil && stages.refusal(of: .handedOver) == nil)
        #expect(unit(1, fixed: [nil], dueAt: due, stage: .reminded).refusal(of: .handedOver) != nil)
    }

    @Test("row 27: what came back within two calendar months, of those accepted whose window is over: 1.1 %")
    func recurrence() {
        let window = RecurrenceWindow(months: 2)
        let accepted = Bench.at("2026-01-31 10:00")
        // 178 accepted; two came back, one on the last day of its window, one a day later and not counted.
        let acceptances =
            (0..<175).map { _ in RecurrenceCount.Acceptance(acceptedAt: accepted) } + [
                .init(acceptedAt: accepted, foundAgain: [Bench.at("2026-02-10 10:00"), Bench.at("2026-03-01 08:00")]),
                .init(acceptedAt: accepted, foundAgain: [Bench.at("2026-03-31 23:59")]),
                .init(acceptedAt: accepted, foundAgain: [Bench.at("2026-04-01 00:00")]),
            ]
        let open = RecurrenceCount.Acceptance(
            acceptedAt: Bench.at("2026-03-01 10:00"), foundAgain: [Bench.at("2026-03-20 10:00")])
        let count = RecurrenceCount(acceptances + [open], window: window, now: Bench.at("2026-04-01 12:00"))
        #expect(count.counted == 178 && count.recurred == 2 && count.open == 1)
        #expect(
            count.rate?.text == "2/178" && count.rate?.percent() == "1.1" && count.rate?.percent(decimals: 2) == "1.12")
        // Months of the calendar: from 12-31 to the last of February, not sixty days.
        #expect(window.lastDay(after: Bench.day("2025-12-31")) == Bench.day("2026-02-28"))
        #expect(!RecurrenceWindow(months: 2).contains(accepted, after: accepted))
        #expect(RecurrenceCount([open], window: window, now: Bench.at("2026-04-01")).rate == nil)
    }

    @Test("row 28: 57 rounds with 3,100 visits, 54 a round, several offices together; a visit told twice counts once")
    func rounds() {
        let offices = Set(
            ["平安办", "消防", "市场监管", "应急", "经信", "商务"].map { Organisation(level: .department, code: Text($0)) })
        let visits = (0..<3_100).map { number in
            RoundVisit(
                round: "\(number % 57)", visit: Bench.record(number),
                organisations: number % 2 == 0 ? offices : [Bench.township])
        }
        let count = RoundCount(visits + visits.prefix(100))
        #expect(count.rounds == 57 && count.visits == 3_100)
        #expect(count.perRound.map { $0.numerator / $0.denominator } == 54)
        #expect(count.byOrganisation[Bench.township] == 1_550)
    }

    @Test("row 29: three problems, two fixed when due: the unit is not in time")
    func items() {
        let due = Bench.at("2026-04-01 18:00")
        let loop = unit(1, fixed: [due - 10, due - 5, nil], dueAt: due)
        #expect(loop.rectification.doneCount == 2 && loop.isOnTime(now: due) == nil)
        #expect(loop.isOnTime(now: due + 1) == false)
        #expect(unit(1, fixed: [due - 10, due - 5, due + 1], dueAt: due).isOnTime(now: due + 2) == false)
        #expect(unit(1, fixed: [due - 10, due - 5, due], dueAt: due).isOnTime(now: due + 2) == true)
    }

    @Test("row 29: two workers each close one item offline, and both stay closed")
    func itemsMerge() throws {
        let catalogue = try Bench.catalogue.get()
        func change(_ item: String, _ writes: [(String, FieldValue)]) -> Change {
            Change(
                record: Bench.record(1), kind: "hazard", context: .empty,
                epoch: EpochID(bits: Bits128(high: 0, low: 1)),
                writes: writes.compactMap { path, value in
                    Path("items/\(item)\(path)").map { Write(path: $0, value: value) }
                })
        }
        func stamp(_ replica: UInt64, _ time: Int64) -> Stamp {
            Stamp(
                dot: Dot(replica: ReplicaID(high: 0, low: replica), counter: 1), author: WorkerID("w\(replica)"),
                device: DeviceID("d\(replica)"), deviceTime: time, effectiveTime: time)
        }
        let items = ["a", "b", "c"]
        let made = items.enumerated().map { index, item in
            (change(item, [("/status", .code("open"))]), stamp(UInt64(10 + index), Bench.at("2026-03-02 10:00")))
        }
        let fixed = ["a", "b"].enumerated().map { index, item in
            var edit = change(item, [("/status", .code("fixed"))])
            edit.context = VersionVector(
                (10..<13).map { .init(replica: ReplicaID(high: 0, low: $0), counter: 1) })
            return (edit, stamp(UInt64(20 + index), Bench.at("2026-03-04 10:00")))
        }
        for order in [fixed, fixed.reversed()] {
            var record = Record(id: Bench.record(1), kind: "hazard")
            for (change, stamp) in made + order { record.apply(change, stamp: stamp) }
            let view = RecordView(record, catalogue: catalogue)
            let rectification = Rectification(view.fields["items"])
            #expect(rectification.items.map(\.status) == [.fixed, .fixed, .open])
            #expect(rectification.doneCount == 2 && !rectification.isWhole)
        }
    }

    @Test("row 31: 1,231 hazards found are 1,231 ended and none open; two of them written off; 100 days to nought")
    func campaign() {
        let campaign = Campaign(
            id: "hazchem", label: Label(chinese: "百日清零", english: "A hundred days"), from: Bench.day("2026-03-01"),
            days: 100)
        #expect(campaign.to == Bench.day("2026-06-08"))
        let tasks = (0..<1_231).map { number in
            let day = campaign.from.adding(days: number % 100)
            return CampaignTask(
                record: Bench.record(number), campaigns: number % 2 == 0 ? ["hazchem", "163"] : ["hazchem"],
                foundOn: campaign.from, end: number < 2 ? .writtenOff(day) : .closed(day))
        }
        let days = campaign.burnDown(tasks, through: Bench.day("2026-12-31"))
        #expect(days.count == 100 && days[0].found == 1_231)
        #expect(zip(days, days.dropFirst()).allSatisfy { $0.open >= $1.open })
        #expect(days[99].closed == 1_229 && days[99].writtenOff == 2 && days[99].open == 0)
        #expect(days.allSatisfy { $0.found == $0.closed + $0.writtenOff + $0.open })
        #expect(days[99].rate?.percent() == "100.0" && campaign.overdue(tasks, on: Bench.day("2026-06-09")).isEmpty)
        let endless = Campaign(id: "163", label: campaign.label, from: campaign.from, to: nil)
        #expect(endless.isRunning(on: Bench.day("2031-01-01")))
        #expect(endless.standing(tasks + tasks, on: Bench.day("2026-06-08")).found == 616)
    }

    @Test("row 39: from red over yellow to green are two changes, each with its reason")
    func colourHistory() throws {
        let (rules, calendar) = (try Bench.book.get().practice.colours, try Bench.book.get().calendar)
        func facts(_ day: String, _ levels: [String], _ inspected: String) -> PremiseFacts {
            PremiseFacts(on: Bench.day(day), openLevels: levels, lastInspectedOn: Bench.day(inspected))
        }
        let known = [
            facts("2026-03-01", ["3"], "2026-03-01"), facts("2026-03-10", [], "2026-03-01"),
            facts("2026-03-11", [], "2026-03-01"), facts("2026-03-20", [], "2026-03-20"),
        ]
        for order in [known, known.reversed()] {
            let history = ColourHistory(order, rules: rules, calendar: calendar)
            #expect(history.changes.map(\.to) == [.red, .yellow, .green])
            #expect(history.changes.map(\.reason) == [.openMajor, .awaitsRecheck, .inspectedAndClean])
            #expect(history.changes.map(\.on.text) == ["2026-03-01", "2026-03-10", "2026-03-20"])
        }
    }

    @Test("row 47: a market with 40 shops of which 39 signed has 97.5 %; one of 1,000 unsigned is 99.9 %, not 100 %")
    func letters() {
        let cutOff = Bench.day("2026-06-30")
        func count(_ shops: Int, unsigned: Int) -> LetterCount {
            let signatories =
                (0..<shops).map { Signatory(unit: Bench.record(1), signer: Text("\($0)"), knownSince: cutOff) } + [
                    // First known after the cut-off, and gone before it: neither counts, though one signed.
                    Signatory(unit: Bench.record(1), signer: "new", knownSince: cutOff.adding(days: 1)),
                    Signatory(
                        unit: Bench.record(1), signer: "gone", knownSince: Bench.day("2025-01-01"),
                        until: Bench.day("2026-01-01")),
                ]
            let letters = (unsigned..<shops).map { number in
                ResponsibilityLetter(
                    unit: Bench.record(1), signer: Text("\(number)"), version: "2026", signedOn: cutOff, hasPhoto: true)
            }
            let other = ResponsibilityLetter(
                unit: Bench.record(1), signer: "new", version: "2026", signedOn: cutOff, hasPhoto: true)
            return LetterCount(signatories, letters: letters + [other, other], version: "2026", cutOff: cutOff)
        }
        let market = count(40, unsigned: 1)
        #expect(market.rate?.text == "39/40" && market.rate?.percent() == "97.5")
        #expect(market.missing.map(\.signer.string) == ["0"])
        #expect(count(1_000, unsigned: 1).rate?.percent() == "99.9")
        #expect(count(1_000, unsigned: 0).rate?.percent() == "100.0")
    }
}
