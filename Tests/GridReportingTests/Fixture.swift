import GridRecords
import GridReporting

/// SplitMix64 (Steele et al. 2014): the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Templates, places and records that the tests share.
enum Fixture {
    static let departments = ["police", "fire", "emergency", "justice"]

    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    static func schema() throws -> FactSchema {
        try FactSchema(
            json: json(
                """
                {"facts":"test","version":"7","kinds":[
                 {"id":"hazard","occurred":["found_at"],"columns":[
                  {"id":"category","type":"code"},{"id":"level","type":"code"},{"id":"state","type":"code"},
                  {"id":"outcome","type":"code"},{"id":"target","type":"code","from":"target_id"},
                  {"id":"campaigns","type":"codes"},{"id":"people","type":"number"},
                  {"id":"worker","type":"code","first":[{"from":"found_by"},{"creator":true}]},
                  {"id":"due_at","type":"deadline","from":["extended_to","due_at"]},
                  {"id":"accepted_at","type":"moment"},{"id":"closed_at","type":"moment"},
                  {"id":"resolved_at","type":"moment","elements":"steps","where":{"part":"step","is":["resolved"]},
                   "take":"at","pick":"last"},
                  {"id":"items_open","type":"number","elements":"items","where":{"part":"status","is":["open"]},
                   "pick":"count"},
                  {"id":"recurred_at","type":"moment","linked":{"kind":"hazard","field":"recurrence_of"}},
                  {"id":"department","type":"code","routing":{"by":"category","table":{"F":"fire","T":"police"},
                   "otherwise":"emergency"}}]},
                 {"id":"dispute","occurred":["occurred_at"],"columns":[{"id":"category","type":"code"}]},
                 {"id":"assessment","occurred":["occurred_at"],"columns":[{"id":"by_others","type":"flag"}]},
                 {"id":"house","occurred":["occurred_at"],"columns":[{"id":"letter_signed","type":"flag"}]}]}
                """))
    }

    /// A report of these indicators, each a JSON object; what they leave out is filled in.
    static func template(_ indicators: [String]) throws -> ReportTemplate {
        let headings = departments.map { "{\"id\":\"\($0)\",\"label\":{\"zh\":\"\($0)局\",\"en\":\"\($0)\"}}" }
        let defaults: [String: JSONValue] = [
            "aspect": "order", "department": "police", "unit": "count", "direction": "neutral", "source": "imported",
        ]
        let list = try indicators.map { text in
            let members = try json(text).object ?? [:]
            let label: JSONValue = ["zh": members["id"] ?? .null, "en": members["id"] ?? .null]
            return JSONValue.object(defaults.merging(["label": label]) { $1 }.merging(members) { $1 })
        }
        var root =
            try json(
                """
                {"report":"monthly","label":{"zh":"平安报表","en":"Safety report"},"version":"3","thresholds":"5",
                 "aspects":[{"id":"order","label":{"zh":"治安安全","en":"Public order"}}],
                 "departments":[\(headings.joined(separator: ","))]}
                """
            ).object ?? [:]
        root["indicators"] = .array(list)
        return try ReportTemplate(json: .object(root), schema: schema())
    }

    /// A county with townships `3311270NN`, each with two villages of two grids.
    static func county(townships: Int = 3) -> Territory {
        var nodes = [
            Territory.Node(code: AreaCode("331127"), name: "景宁县", level: "county", parent: AreaCode("3311"))
        ]
        for township in 1...townships {
            let code = "331127" + Digits.padded(township, 3)
            nodes.append(
                Territory.Node(
                    code: AreaCode(code), name: "乡\(township)", level: "township", parent: AreaCode("331127")))
            for village in 1...2 {
                let place = code + Digits.padded(village, 3)
                nodes.append(
                    Territory.Node(code: AreaCode(place), name: "村", level: "village", parent: AreaCode(code)))
                for grid in 1...2 {
                    nodes.append(
                        Territory.Node(
                            code: AreaCode(place + Digits.padded(grid, 3)), name: "网格", level: "grid",
                            parent: AreaCode(place)))
                }
            }
        }
        return Territory(nodes)
    }

    static let scope = AreaCode("331127")

    static func day(_ text: String) -> Int64 { CalendarDate(text: text)?.shanghaiStart ?? 0 }

    static func moment(_ day: String, hour: Int = 12) -> JSONValue {
        .string(Timestamp.shanghai(milliseconds: self.day(day) + Int64(hour) * 3_600_000).text)
    }

    /// The id says the day on which the record was made.
    static func id(_ number: Int, made day: String) -> RecordID {
        RecordID(milliseconds: self.day(day), random: (0, UInt64(number)))
    }

    static func hazard(
        _ number: Int, on day: String, in areas: [String] = ["331127001001001"], _ fields: [String: JSONValue] = [:],
        by creator: String? = nil
    ) -> ExportedRecord {
        ExportedRecord(
            id: id(number, made: day), kind: "hazard", areas: areas.map { AreaCode($0) },
            fields: ["found_at": moment(day), "category": "F01"].merging(fields) { $1 },
            creator: creator.map { WorkerID($0) })
    }

    static func table(_ records: [ExportedRecord]) throws -> FactTable {
        var table = FactTable(schema: try schema())
        for record in records { table.add(record) }
        table.seal()
        return table
    }

    static func report(
        _ template: ReportTemplate, _ records: [ExportedRecord] = [], period: String = "2025-03",
        cutoff: String = "2025-04-15", columns: ReportRequest.Columns = .level("township"),
        totals: ImportedTotals = ImportedTotals(), eligible: [EligibleSet] = [], territory: Territory = county(),
        scope: AreaCode = Fixture.scope, factsFrom: String = "2020-01-01"
    ) throws -> Report {
        guard let window = Period(text: period), let from = CalendarDate(text: factsFrom) else {
            throw TemplateError(reason: "no such period")
        }
        return ReportBuilder(
            facts: try table(records), territory: territory, totals: totals, eligible: eligible
        ).report(
            ReportRequest(
                template: template, period: window, cutoff: day(cutoff), scope: scope, columns: columns,
                factsFrom: from, catalogue: "c1"))
    }

    /// Totals of the scope: indicator, period, value.
    static func totals(_ values: [(String, String, Ratio)], unit: String = "331127") -> ImportedTotals {
        var totals = ImportedTotals()
        for (indicator, period, value) in values {
            guard let period = Period(text: period) else { continue }
            totals.set(
                ImportedTotals.Total(value: value), at: .init(indicator: indicator, unit: unit, period: period))
        }
        return totals
    }
}

extension Report {
    func total(_ indicator: String) -> Cell? { cell(indicator, Cell.total) }
}
