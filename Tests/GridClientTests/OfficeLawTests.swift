import GridClient
import GridRecords
import Testing

@Suite("Reports of hub and device, whatever was done")
struct OfficeLawTests {
    @Test(
        "whoever wrote, edited, moved and deleted what, every copy that holds an area reports it as the hub does",
        arguments: 1...3)
    func law(seed: UInt64) async throws {
        let world = try World(seed: seed, catalogue: try Office.catalogue.get(), rules: try Office.builtIn.get())
        try await world.settle()
        let grids = ["330101", "330102", "330201", "330202"]
        func number(_ bound: Int) -> Int { Int(world.random(2).reduce(0) { $0 << 8 | Int($1) }) % bound }
        var phones: [World.Installation] = []
        for grid in grids { phones.append(try await world.enrol(.worker, [grid, grids[number(4)]])) }
        let supervisor = try await world.enrol(.supervisor, ["33"])
        let desks = [try await world.enrol(.township, ["3301"]), try await world.enrol(.township, ["3302"])]
        world.pass(milliseconds: Office.day)
        for _ in 0..<60 {
            let (place, phone) = { ($0, phones[$0]) }(number(4))
            let known = try phone.client.list(kind: "hazard", where: [], limit: nil).compactMap { $0["id"]?.string }
            switch number(known.isEmpty ? 3 : 8) {
            case 0, 1:
                var hazard = Office.hazard(1 + number(20))
                hazard["level"] = .string("\(1 + number(3))")
                hazard["category"] = .string(["F05", "E", "T"][number(3)])
                try phone.write("hazard", grids[place], hazard)
            case 2: try phone.write("dispute", grids[place], Office.dispute(1 + number(15), grids[number(4)]))
            case 3: try phone.set(known[number(known.count)], "category", .string(["F06", "S", "F05"][number(3)]))
            case 4: try phone.set(known[number(known.count)], "items/i1/status", "fixed")
            case 5: _ = try phone.client.remove(known[number(known.count)])
            case 6: try supervisor.move(to: grids[number(4)], number)
            default: _ = try await [phone, supervisor][number(2)].client.sync()
            }
            world.pass(milliseconds: Int64(number(3_600_000)))
        }
        for device in phones + [supervisor] { _ = try await device.client.sync() }
        world.pass(milliseconds: 40 * Office.day)
        for (device, scope) in [(supervisor, "33"), (supervisor, "3301"), (desks[0], "3301"), (desks[1], "3302")] {
            _ = try await device.client.sync()
            _ = try await device.client.fetchOffice()
            for level in ["grid", "departments"] {
                let asked: [String: JSONValue] = [
                    "period": .string(Office.month), "scope": .string(scope), "level": .string(level),
                ]
                let drafted = try await world.hub.command("report.draft", .object(asked))[0]["text"]?.string
                #expect(try device.client.report(.object(asked)).text == drafted.map { $0 + "\n" }, "\(scope) \(level)")
            }
        }
    }
}

extension World.Installation {
    /// Takes some hazard to another area.
    fileprivate func move(to area: String, _ number: (Int) -> Int) throws {
        let known = try client.list(kind: "hazard", where: [], limit: nil).compactMap { $0["id"]?.string }
        guard !known.isEmpty else { return }
        try set(known[number(known.count)], "area", .string(area))
    }
}
