import GridCatalogueFile
import GridClient
import GridGoverning
import GridHub
import GridRecords
import GridReporting
import GridWorkflow
import Testing

@Suite("Reports from a supervisor's own copies")
struct OfficeReportTests {
    @Test(
        "the same report, lists, stars and overdue work come from the hub and from a supervisor's device, byte for byte"
    )
    func equal() async throws {
        let office = try await Office()
        let client = office.supervisor.client
        office.supervisor.network.always(.offline)
        let orders: [[String: JSONValue]] = [
            [:], ["level": "grid"], ["level": "departments"], ["scope": "3301"], ["scope": "3302", "level": "grid"],
            ["cutoff": "2026-02-10"], ["facts_from": "2025-01-01"],
        ]
        for order in orders {
            let asked = order.merging(["period": .string(Office.month)]) { $1 }
            let here = try client.report(.object(asked))
            #expect(here.bytes == (try await office.hub("report.draft", asked)), "\(order)")
            #expect(!here.basis.isBehind)
        }
        for form in ["text", "csv", "xlsx", "html"] {
            let asked: [String: JSONValue] = [
                "period": .string(Office.month), "format": .string(form), "lang": "zh", "released": true,
                "coloured": true,
            ]
            #expect(try client.report(.object(asked)).bytes == (try await office.hub("report.draft", asked)), "\(form)")
        }
        // As it was issued, and what follows from it.
        _ = try await office.world.hub.command("report.build", ["period": .string(Office.month)])
        let numbered: [String: JSONValue] = ["period": .string(Office.month), "number": 1]
        let issued = try client.report(.object(numbered))
        #expect(issued.bytes == (try await office.hub("report.show", ["serial": 1])))
        for template in ["jinhua", "lishui"] {
            let lists = try client.lists(.object(numbered.merging(["template": .string(template)]) { $1 }))
            #expect(
                lists.bytes == (try await office.hub("lists", ["serial": 1, "template": .string(template)])))
            #expect(lists.text.contains("hazards_fixed/3301"))
        }
        #expect(try overdue(client.overdue([:]).bytes) == overdue(try await office.hub("overdue", [:])))
        let near = try client.overdue(["areas": ["3301"]])
        #expect(try overdue(near.bytes) == overdue(try await office.hub("overdue", ["areas": ["3301"]])))
        #expect(near.bytes.count < (try client.overdue([:]).bytes.count))
        for more: [String: JSONValue] in [[:], ["area": "3301"], ["format": "text", "released": true]] {
            let asked = more.merging(["month": .string(Office.month)]) { $1 }
            #expect(try client.stars(.object(asked)).bytes == (try await office.hub("stars", asked)))
        }
        // All of it says something.
        let report = try JSONValue(parsing: issued.bytes.dropLast())
        func cell(_ indicator: String, _ column: String) -> JSONValue? {
            let row = report["rows"]?.array?.first { $0["indicator"]?.string == indicator }
            return row?["cells"]?.array?.first { $0["column"]?.string == column }
        }
        #expect(cell("fire_hazards", "3301")?["numerator"] == 5)
        #expect(cell("fires", "total")?["value"] == [4, 1])
        #expect(cell("fires", "3301")?["basis"] == "imported")
        #expect(report["records"]?.array?.isEmpty == false)
    }

    /// Lines without what only the hub knows.
    private func overdue(_ bytes: [UInt8]) throws -> [JSONValue] {
        let lines = try bytes.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
        #expect(!lines.isEmpty)
        return lines.map { line in
            var members = line.object ?? [:]
            members["doubtful_steps"] = .null
            return .object(members)
        }
    }

    @Test("a township desk, which never sees the rest of the county, reports its township byte for byte")
    func township() async throws {
        let office = try await Office()
        let desk = try await office.world.enrol(.township, ["3301"])
        _ = try await desk.client.sync()
        _ = try await desk.client.fetchOffice()
        let asked: [String: JSONValue] = ["period": .string(Office.month), "level": "grid"]
        let here = try desk.client.report(.object(asked))
        #expect(here.bytes == (try await office.hub("report.draft", asked.merging(["scope": "3301"]) { $1 })))
        let lists = try desk.client.lists(["period": .string(Office.month), "template": "lishui", "level": "grid"])
        #expect(lists.text.contains("hazards_fixed/330101"))
        let stars = try desk.client.stars(["month": .string(Office.month)])
        #expect(stars.basis.leftOut == [office.phones[2].worker])
        #expect(stars.text.contains(office.phones[0].worker))
        #expect(!stars.text.contains(office.phones[2].worker))
        #expect(try refusal { try desk.client.report(["period": "2026-02", "scope": "33"]) } == "out_of_scope")
        #expect(try refusal { try desk.client.stars(["month": "2026-02", "area": "3302"]) } == "out_of_scope")
        #expect(try refusal { try desk.client.overdue(["areas": ["3301", "330201"]]) } == "out_of_scope")
    }

    @Test("what came back in another township is not in the report of a township, on its desk as on the hub")
    func elsewhere() async throws {
        let office = try await Office()
        office.world.pass(milliseconds: 60 * Office.day)
        let desk = try await office.world.enrol(.township, ["3301"])
        _ = try await desk.client.sync()
        _ = try await desk.client.fetchOffice()
        let asked: [String: JSONValue] = ["period": "2026-04", "scope": "3301"]
        let here = try desk.client.report(.object(asked)).bytes
        #expect(here == (try await office.hub("report.draft", asked)))
        func recurrence(_ bytes: [UInt8]) throws -> JSONValue? {
            let rows = try JSONValue(parsing: bytes.dropLast())["rows"]?.array
            return rows?.first { $0["indicator"] == "recurrence" }?["cells"]?.array?.last?["value"]
        }
        #expect(try recurrence(here) == [0, 1])
        #expect(try recurrence(try await office.hub("report.draft", ["period": "2026-04"])) == [1, 1])
    }

    @Test("a device that is behind says how far its records go, counts nothing unsent, and is equal after a pull")
    func behind() async throws {
        let office = try await Office()
        let client = office.supervisor.client
        let month = "2026-03"
        let asked: [String: JSONValue] = ["period": .string(month), "cutoff": "2026-03-25"]
        office.world.pass(milliseconds: 20 * Office.day)
        var late = Office.hazard(3)
        late["found_at"] = "2026-03-16T09:00:00+08:00"
        try office.phones[0].write("hazard", "330101", late)
        _ = try await office.phones[0].client.sync()
        try office.supervisor.write("hazard", "330101", late)
        let before = try client.report(.object(asked))
        let pulled = before.basis.recordsAt
        #expect(before.basis.isBehind)
        #expect(before.basis.unsent == 1)
        #expect(pulled < office.world.now - 19 * Office.day)
        #expect(before.bytes != (try await office.hub("report.draft", asked)))
        _ = try await client.pull()
        let after = try client.report(.object(asked))
        #expect(after.bytes == (try await office.hub("report.draft", asked)))
        #expect(after.basis.recordsAt == office.world.now)
        #expect(!after.basis.isBehind)
        #expect(after.basis.unsent == 1)
        #expect(after.basis.rulesAt == before.basis.rulesAt)
    }

    @Test("a pull that was cut half-way leaves the time of the records where it was")
    func cut() async throws {
        let office = try await Office()
        let client = office.supervisor.client
        let before = try client.report(["period": .string(Office.month)]).basis.recordsAt
        office.world.pass(milliseconds: Office.day)
        office.supervisor.network.next(.truncated)
        await #expect(throws: ClientError.self) { try await client.pull() }
        #expect(try client.report(["period": .string(Office.month)]).basis.recordsAt == before)
        _ = try await client.push()
        #expect(try client.report(["period": .string(Office.month)]).basis.recordsAt == before)
    }

    @Test("who may not, and what is not there, is refused with a code")
    func refusals() async throws {
        let office = try await Office()
        let month: JSONValue = ["period": .string(Office.month)]
        for role in [Role.worker, .village, .department] {
            let other = try await office.world.enrol(role, ["3301"])
            _ = try await other.client.sync()
            #expect(try refusal { try other.client.report(month) } == "not_allowed")
            #expect(try refusal { try other.client.stars(["month": .string(Office.month)]) } == "not_allowed")
            #expect(try refusal { try other.client.overdue([:]) } == "not_allowed")
            let fetched = await #expect(throws: ClientError.self) { try await other.client.fetchOffice() }
            #expect(fetched?.code == "not_allowed")
            #expect(fetched?.exitCode == 77)
            await other.client.followOffice()
            #expect(!other.network.paths.contains("/v1/call/office"))
        }
        let fresh = try await office.world.enrol(.supervisor, ["33"])
        #expect(try refusal { try fresh.client.report(month) } == "no_basis")
        await fresh.client.followOffice()
        #expect(try refusal { try fresh.client.report(month) } == "no_copies")
        _ = try await fresh.client.pull()
        _ = try fresh.client.report(month)
        for (asked, code): (JSONValue, String) in [
            (["period": "2026-13"], "bad_period"), (["period": "2099-01"], "bad_period"), ([:], "missing_argument"),
            (["period": "2026-02", "level": "planet"], "bad_level"),
            (["period": "2026-02", "number": 0], "bad_number"),
            (["period": "2026-02", "scope": "34"], "out_of_scope"),
            (["period": "2026-02", "template": "x"], "not_found"),
            (["period": "2026-02", "format": "pdf"], "bad_format"),
            (["period": "2026-02", "cutoff": "x"], "bad_cutoff"),
        ] {
            #expect(try refusal { try fresh.client.report(asked) } == code)
        }
    }

    @Test("the hub tells its rules to nobody whose role makes no reports")
    func hubRefuses() async throws {
        let office = try await Office()
        let session = DeviceSession(
            device: DeviceID(office.phones[0].device), worker: WorkerID(office.phones[0].worker))
        let error = await #expect(throws: HubError.self) {
            _ = try await office.world.hub.hub.call("office", [:], session: session)
        }
        #expect(error?.code == "forbidden")
    }

    @Test("rules that an office changed reach the device; until then a report names the old ones")
    func changedRules() async throws {
        let office = try await Office()
        let client = office.supervisor.client
        let asked: [String: JSONValue] = ["period": .string(Office.month)]
        let old = try client.report(.object(asked))
        #expect(try await client.fetchOffice()["changed"] == false)
        let file = CatalogueFiles.Source(
            name: "ours.yaml", text: "extends: pingan_monthly\nindicators:\n  - {id: fires, weight: 7}\n")
        office.world.hub.put(
            try office.world.makeHub(
                office.store, catalogue: try Office.catalogue.get(), rules: try Office.rules([file])))
        _ = try await client.sync()
        #expect(try client.report(.object(asked)).bytes == old.bytes)
        let told = try await client.fetchOffice()
        #expect(told["changed"] == true)
        let new = try client.report(.object(asked))
        #expect(new.bytes != old.bytes)
        #expect(new.bytes == (try await office.hub("report.draft", asked)))
    }

    @Test("areas that changed make the device ask again, also for what its areas became elsewhere")
    func changedAreas() async throws {
        let office = try await Office()
        let desk = try await office.world.enrol(.township, ["3301"])
        _ = try await desk.client.sync()
        _ = try await desk.client.fetchOffice()
        let asked: [String: JSONValue] = ["period": .string(Office.month), "level": "grid"]
        // The second grid of the first township became one of the other township.
        _ = try await office.world.hub.command(
            "areas.import",
            [
                "rows": [
                    [
                        "code": "330203", "name": "330203", "level": "grid", "parent": "3302",
                        "predecessors": ["330102"],
                    ],
                    ["code": "330104", "name": "330104", "level": "grid", "parent": "3301"],
                ]
            ])
        _ = try await desk.client.sync()
        #expect(try refusal { try desk.client.report(.object(asked)) } == "basis_outdated")
        await desk.client.followOffice()
        let here = try desk.client.report(.object(asked))
        #expect(here.bytes == (try await office.hub("report.draft", asked.merging(["scope": "3301"]) { $1 })))
        let columns = try JSONValue(parsing: here.bytes.dropLast())["columns"]?.array?.compactMap { $0["id"]?.string }
        #expect(columns?.contains("330104") == true)
        #expect(columns?.contains("330102") == false)
        // A desk of other areas keeps nothing of what it was told for these.
        _ = try await office.world.hub.command("workers.assign", ["worker": .string(desk.worker), "areas": ["3302"]])
        _ = try await desk.client.sync()
        #expect(try refusal { try desk.client.report(.object(asked)) } == "no_basis")
        await desk.client.followOffice()
        let moved = try desk.client.report(.object(asked))
        #expect(moved.bytes == (try await office.hub("report.draft", asked.merging(["scope": "3302"]) { $1 })))
    }

    @Test("a clock that is wrong changes nothing: the hub's is what counts")
    func wrongClock() async throws {
        let office = try await Office()
        let late = try await office.world.enrol(
            worker: try await office.world.worker(.supervisor, ["33"]), clockShift: -300 * Office.day)
        _ = try await late.client.sync()
        _ = try await late.client.fetchOffice()
        let asked: JSONValue = ["period": .string(Office.month)]
        #expect(try late.client.report(asked).bytes == office.supervisor.client.report(asked).bytes)
        #expect(try late.client.overdue([:]).bytes == office.supervisor.client.overdue([:]).bytes)
    }

    @Test("rules that were handed on are the same rules")
    func rulesAsJSON() throws {
        let rules = try Office.builtIn.get()
        let read = try GoverningRules(json: try JSONValue(parsing: rules.json.text))
        #expect(read.json == rules.json)
        #expect(read.reports.map(\.hash) == rules.reports.map(\.hash))
        #expect(read.stars.map(\.hash) == rules.stars.map(\.hash))
        #expect(read.book == rules.book)
        #expect(throws: GoverningError.self) { try GoverningRules(json: [:]) }
    }

    private func refusal(_ job: () throws -> OfficePaper) throws -> String? {
        do {
            _ = try job()
            return nil
        } catch let error as ClientError { return error.code }
    }
}
