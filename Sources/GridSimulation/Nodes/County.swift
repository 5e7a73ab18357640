import GridRecords

/// The county of a simulation: its areas, and a catalogue with one field for each way of merging.
enum County {
    static let code = "33"
    static let townships = ["3301", "3302"]

    static func grid(_ number: Int) -> String {
        townships[number % townships.count] + "0\(number / townships.count + 1)"
    }

    static func areaRows(grids: Int) -> [JSONValue] {
        var rows: [JSONValue] = [area(code, "county", parent: nil)]
        for township in townships { rows.append(area(township, "township", parent: code)) }
        for number in 0..<grids { rows.append(area(grid(number), "grid", parent: String(grid(number).prefix(4)))) }
        return rows
    }

    static func area(_ code: String, _ level: String, parent: String?, predecessor: String? = nil) -> JSONValue {
        [
            "code": .string(code), "name": .string(code), "level": .string(level),
            "parent": parent.map { .string($0) } ?? .null,
            "predecessors": .array(predecessor.map { [.string($0)] } ?? []),
        ]
    }

    /// Three versions, oldest first: the second adds a field, the third a kind's field and codes.
    static let catalogues: [Catalogue] = (0..<3).map { version in
        do { return try Catalogue(json: json(version)) } catch { preconditionFailure("\(error)") }
    }

    /// Each of them as a hub sends it, by version.
    static let catalogueBytes = Dictionary(uniqueKeysWithValues: catalogues.map { ($0.version, $0.json.bytes) })

    private static func json(_ version: Int) -> JSONValue {
        var hazard: [JSONValue] = [
            field("address", "text", "latest", required: true), field("finding", "text", "review"),
            field("note", "text", "latest"), field("found_by", "text", "once"), field("refused", "bool", "assert"),
            field("due", "date", "least"),
            [
                "id": "level", "label": label("level"), "type": "code", "policy": "greatest", "codes": codes(version),
                "guards": [["action": "lower", "roles": ["township", "supervisor"]]],
            ],
            [
                "id": "stage", "label": label("stage"), "type": "code", "policy": "stage", "codes": codes(0),
                "guards": [["action": "step_back", "roles": ["township", "supervisor"]]],
            ],
            [
                "id": "items", "label": label("items"), "type": "set", "of": "composite", "policy": "elements",
                "parts": [field("what", "text", "latest", required: true), field("status", "text", "review")],
            ],
            log("rechecks"), log("review_log"),
        ]
        if version > 0 { hazard.append(field("cause", "text", "review")) }
        if version > 1 { hazard.append(field("remedy", "text", "latest")) }
        return [
            "kinds": [
                ["id": "hazard", "label": label("hazard"), "fields": .array(hazard)],
                [
                    "id": "visit", "label": label("visit"),
                    "fields": [
                        field("summary", "text", "latest", required: true), field("about", "reference", "latest"),
                        log("review_log"),
                    ],
                ],
            ]
        ]
    }

    private static func log(_ id: String) -> JSONValue {
        [
            "id": .string(id), "label": label(id), "type": "entries", "of": "composite", "policy": "entries",
            "parts": [
                field("path", "text", "latest"), field("note", "text", "latest"), field("by", "text", "latest"),
                field("at", "timestamp", "latest"),
            ],
        ]
    }

    private static func codes(_ version: Int) -> JSONValue {
        .array(
            (["low", "middle", "high"] + (version > 1 ? ["extreme"] : [])).map {
                ["code": .string($0), "zh": .string($0), "en": .string($0)]
            })
    }

    private static func field(_ id: String, _ type: String, _ policy: String, required: Bool = false) -> JSONValue {
        [
            "id": .string(id), "label": label(id), "type": .string(type), "policy": .string(policy),
            "required": .bool(required),
        ]
    }

    private static func label(_ text: String) -> JSONValue { ["zh": .string(text), "en": .string(text)] }
}
