import GridGoverning
import GridRecords
import GridReporting
import GridStore
import GridSync
import Testing

@testable import GridHub

@Suite("Reports and the order of arrival")
struct ReportOrderTests {
    @Test("the same changesets in several orders give the same report, lists, stars and overdue work", arguments: 0..<4)
    func orders(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let rules = try Governing.rules.get()
        let story = arrival.tell(24, seed: 4000 + seed)
        let random = Seed(UInt64(seed))
        let authors = Set(story.told.map(\.changeset.author)).sorted { $0.text < $1.text }
        var seen: Set<String> = []
        for number in 0..<5 {
            let order = number == 0 ? Array(story.told.indices) : story.randomOrder(by: random, causal: true)
            _ = try arrival.bring(
                story, in: order,
                finally: { store in
                    seen.insert(
                        try store.read { transaction in
                            let walk = RecordWalk(
                                transaction: transaction, catalogue: arrival.catalogue, codec: arrival.codec)
                            let now = HubHarness.start + 400 * Governing.day
                            let desk = ReportDesk(walk: walk, rules: rules, now: now)
                            let report = try desk.unissued(Asked(["period": "2026"])).report
                            let lists = try rules.lists.flatMap { list in
                                try desk.desk.lists(
                                    of: report, Asked(["template": .string(list.id), "format": "json"]))
                            }
                            let stars = try rules.starRules(nil).reviews(
                                of: authors, in: Period(.month, holding: HubHarness.start), cutoff: now,
                                facts: try walk.facts(rules.schema))
                            let overdue = try desk.desk.overdue(in: [])
                            let told = lists.map { sheet in
                                if case .line(let json) = sheet { json.text } else { "\(sheet)" }
                            }
                            return ([report.text, "\(stars)"] + told + overdue.map(\.text)).joined(separator: "\n")
                        })
                })
        }
        #expect(seen.count == 1)
    }

    @Test("three devices that push one after the other in any order give byte-equal reports")
    func pushes() async throws {
        var texts: Set<String> = []
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let harness = try await Governing.harness()
            var devices: [HubDevice] = []
            for area in ["G1", "G2", "G3"] { devices.append(try await harness.device("\(area)员", areas: [area])) }
            let boss = try await harness.device("主任", role: .supervisor, areas: ["330781"])
            let shared = devices[0].newHazard(extra: [])
            try await devices[0].sync()
            try await boss.sync()
            harness.clock.advance(Governing.day)
            for (number, device) in devices.enumerated() {
                for _ in 0...number { _ = device.newHazard(area: "G\(number + 1)", level: "\(number + 1)") }
            }
            try devices[0].edit(shared, [devices[0].write("level", .code("2"))])
            try boss.edit(shared, [boss.write("level", .code("3")), boss.write("category", .code("T01"))])
            let all = [devices[0], boss, devices[2]]
            for index in order { try await all[index].sync() }
            try await devices[1].sync()
            harness.clock.advance(35 * Governing.day)
            _ = try await harness.command("report.build", ["period": "2026-03", "level": "grid"])
            texts.insert(try await harness.shown(1))
        }
        #expect(texts.count == 1)
    }

    @Test("an area that was replaced by the end of the period is no column, one that is to come neither")
    func territory() throws {
        func area(_ code: String, from: String? = nil, to: String? = nil, after old: [String] = []) -> Area {
            Area(
                code: AreaCode(code), name: code, level: "grid", parent: AreaCode("T"),
                validFrom: from.flatMap { CalendarDate(text: $0) }, validTo: to.flatMap { CalendarDate(text: $0) },
                predecessors: old.map { AreaCode($0) })
        }
        let tree = AreaTree([
            Area(code: AreaCode("T"), name: "T", level: "township", parent: nil),
            area("old"), area("new", from: "2026-03-10", after: ["old"]), area("ended", to: "2026-02-28"), area("G"),
        ])
        func columns(_ day: String) throws -> [String] {
            Territory(tree, on: try #require(CalendarDate(text: day))).areas(of: "grid", in: AreaCode("T")).map(\.text)
        }
        #expect(try columns("2026-02-28") == ["G", "ended", "old"])
        #expect(try columns("2026-03-09") == ["G", "old"])
        #expect(try columns("2026-03-10") == ["G", "new"])
    }
}
