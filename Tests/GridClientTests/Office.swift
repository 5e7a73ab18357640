import Foundation
import GridCatalogueFile
import GridClient
import GridGoverning
import GridHub
import GridRecords
import GridStore
import Testing

/// A county that reports: the built-in kinds and rules, three phones, and a month of work on the hub.
struct Office {
    let world: World
    let store: MemoryHubStore
    let phones: [World.Installation]
    let supervisor: World.Installation

    static let month = "2026-02"
    static let day: Int64 = 86_400_000

    /// Read once for all tests.
    static let catalogue = Result { try CatalogueFiles.load() }
    static let builtIn = Result { try rules() }

    /// The built-in rules with an office's indicator files read over them.
    static func rules(_ indicators: [CatalogueFiles.Source] = []) throws -> GoverningRules {
        let reporting = try ReportingFiles.load(overriding: indicators)
        return GoverningRules(
            book: try WorkflowFiles.load(for: try catalogue.get()), schema: reporting.schema,
            reports: reporting.reports, lists: reporting.lists, stars: reporting.stars)
    }

    /// February 2026 is over, the hub has everything, and so has the supervisor's device.
    init() async throws {
        store = MemoryHubStore()
        world = try World(store: store, catalogue: try Office.catalogue.get(), rules: try Office.builtIn.get())
        try await world.settle()
        phones = [
            try await world.enrol(.worker, ["330101"]), try await world.enrol(.worker, ["330102", "330101"]),
            try await world.enrol(.worker, ["330201", "330102"]),
        ]
        supervisor = try await world.enrol(.supervisor, ["33"])
        try await work()
        world.pass(milliseconds: 40 * Office.day)
        _ = try await world.hub.command(
            "report.import",
            ["text": "indicator,unit,period,value,year_on_year\nfires,3301,2026-02,3,-25\nfires,3302,2026-02,1,\n"])
        _ = try await supervisor.client.sync()
        _ = try await supervisor.client.fetchOffice()
    }

    private func work() async throws {
        world.pass(milliseconds: Office.day)
        var hazards: [String] = []
        for (number, phone) in phones.enumerated() {
            let area = ["330101", "330102", "330201"][number]
            for day in 3...(5 + number) { hazards.append(try phone.write("hazard", area, Office.hazard(day))) }
            try phone.write("dispute", area, Office.dispute(7 + number, area))
            let house = try phone.write("rental_house", area, Office.house(number))
            try phone.write("visit", area, Office.visit(9 + number, house))
            _ = try await phone.client.sync()
        }
        // In dispute: two who had not seen each other name the category.
        _ = try await phones[1].client.sync()
        try phones[0].set(hazards[0], "category", "F06")
        try phones[1].set(hazards[0], "category", "T")
        // Put right, deleted, and come back in another township.
        try phones[0].set(hazards[1], "items/i1/status", "fixed")
        try phones[0].set(
            hazards[1], "steps/+", ["at": Office.time(12), "step": "closed", "org": "grid:330101"])
        _ = try phones[0].client.remove(hazards[2])
        var again = Office.hazard(20)
        again["recurrence_of"] = .string(hazards[1])
        try phones[2].write("hazard", "330201", again)
        for phone in phones { _ = try await phone.client.sync() }
    }

    /// What the hub prints.
    func hub(_ command: String, _ arguments: [String: JSONValue]) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for line in try await world.hub.command(command, .object(arguments)) {
            if let file = line["file"]?.string.flatMap({ Data(base64Encoded: $0) }) {
                bytes += Array(file)
            } else {
                let text = line["text"]?.string ?? line.text
                bytes += Array((text.utf8.last == 0x0A ? text : text + "\n").utf8)
            }
        }
        return bytes
    }
}

extension Office {
    private static let place: JSONValue = [
        "lon": .decimal(units: 11946, scale: 2), "lat": .decimal(units: 292, scale: 1), "crs": "wgs84",
        "accuracy_m": 8, "source": "gps",
    ]

    private static func time(_ day: Int, _ hour: Int = 9) -> JSONValue {
        .string("2026-02-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00+08:00")
    }

    static func hazard(_ day: Int) -> [String: JSONValue] {
        [
            "category": "F05", "level": "2", "target_kind": "street_shop", "stage": "1", "found_at": time(day),
            "due_at": time(day + 5, 18), "items": ["i1": ["text": "楼道堵塞", "status": "open"]],
            "responsible": ["name": "吴"], "location": place,
        ]
    }

    static func dispute(_ day: Int, _ area: String) -> [String: JSONValue] {
        [
            "title": "噪音", "occurred_at": time(day, 20), "place": "院内", "location": place,
            "grids": [area: true], "category": "0101", "scale": "01", "people_count": 2,
            "parties": ["p1": ["name": "钱", "role": "applicant"]], "summary": "夜间音乐", "involved_org": "无",
            "source": "patrol", "due_at": time(day + 8, 18), "confidential": false,
        ]
    }

    static func house(_ number: Int) -> [String: JSONValue] {
        [
            "house_code": .string("H\(number)"), "address": "解放路1号", "location": place, "premise_kind": "1",
            "owner_name": "孙", "owner_phone": "13800000000", "rental_use": "1", "occupant_count": 4,
            "minors_count": 1, "letter_signed": .bool(number > 0),
        ]
    }

    static func visit(_ day: Int, _ house: String) -> [String: JSONValue] {
        ["visit_kind": "visit", "started_at": time(day), "ended_at": time(day, 10), "targets": [house: true]]
    }
}

extension World.Installation {
    @discardableResult
    func write(_ kind: String, _ area: String, _ fields: [String: JSONValue]) throws -> String {
        try client.create(
            kind: kind, area: area,
            fields: fields.sorted { $0.key < $1.key }.map { FieldEntry(path: $0.key, value: .json($0.value)) }
        ).id
    }
}

extension OfficePaper {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
