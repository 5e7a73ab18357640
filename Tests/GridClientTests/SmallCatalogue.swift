import GridRecords

/// Two kinds with one field for each way of merging that the scenarios need.
enum SmallCatalogue {
    static let json: JSONValue = [
        "kinds": [
            [
                "id": "hazard", "label": ["zh": "隐患", "en": "Hazard"], "natural_key": ["address"],
                "fields": [
                    field("address", "text", policy: "latest", required: true),
                    field("finding", "text", policy: "review"),
                    [
                        "id": "level", "label": ["zh": "等级", "en": "Level"], "type": "code", "policy": "greatest",
                        "codes": [code("low"), code("middle"), code("high")],
                        "guards": [["action": "lower", "roles": ["township", "supervisor"]]],
                    ],
                    [
                        "id": "items", "label": ["zh": "问题", "en": "Items"], "type": "set", "of": "composite",
                        "policy": "elements", "parts": [field("what", "text", policy: "latest", required: true)],
                    ],
                    [
                        "id": "owner_number", "label": ["zh": "证件号码", "en": "Number"], "type": "text",
                        "policy": "review", "sensitivity": "sealed",
                    ],
                    reviewLog,
                ],
            ],
            [
                "id": "visit", "label": ["zh": "走访", "en": "Visit"],
                "fields": [
                    field("summary", "text", policy: "latest", required: true),
                    [
                        "id": "about", "label": ["zh": "对象", "en": "About"], "type": "reference", "policy": "latest",
                    ],
                    reviewLog,
                ],
            ],
        ]
    ]

    static let value: Catalogue = {
        do { return try Catalogue(json: json) } catch { fatalError("\(error)") }
    }()

    private static let reviewLog: JSONValue = [
        "id": "review_log", "label": ["zh": "审核记录", "en": "Review log"], "type": "entries", "of": "composite",
        "policy": "entries",
        "parts": [
            field("path", "text", policy: "latest"), field("note", "text", policy: "latest"),
            field("by", "text", policy: "latest"),
            field("at", "timestamp", policy: "latest"),
        ],
    ]

    private static func field(
        _ id: String, _ type: String, policy: String, required: Bool = false
    ) -> JSONValue {
        [
            "id": .string(id), "label": ["zh": .string(id), "en": .string(id)], "type": .string(type),
            "policy": .string(policy), "required": .bool(required),
        ]
    }

    private static func code(_ id: String) -> JSONValue {
        ["code": .string(id), "zh": .string(id), "en": .string(id)]
    }
}
