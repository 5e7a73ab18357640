import GridCatalogueFile
import GridClient
import GridRecords

/// Records of the built-in kinds.
struct Office {
    /// Read once for all tests.
    static let catalogue = Result { try CatalogueFiles.load() }
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
