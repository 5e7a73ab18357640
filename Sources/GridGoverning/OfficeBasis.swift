package import GridRecords
package import GridReporting
package import GridSync

/// What a supervisor's device needs beside its copies of records, to make what the hub makes: as the hub had it at one
/// moment.
package struct OfficeBasis: Sendable {
    package let rules: GoverningRules
    /// The version of the catalogue by which the hub reads records.
    package let catalogue: String
    /// The version of the device's manifest at that moment.
    package let manifest: String
    /// Areas outside of the device's scope that became of some in it: they say which are no column any more.
    package let successors: [Area]
    /// Those of areas in scope and of departments.
    package let totals: ImportedTotals
    /// Grid workers with an area in scope, sorted by id.
    package let workers: [GridWorker]
    /// When the hub took its first changeset, milliseconds since 1970; nil while it has none.
    package let firstReceipt: Int64?

    package init(
        rules: GoverningRules, catalogue: String, manifest: String, successors: [Area], totals: ImportedTotals,
        workers: [GridWorker], firstReceipt: Int64?
    ) {
        self.rules = rules
        self.catalogue = catalogue
        self.manifest = manifest
        self.successors = successors
        self.totals = totals
        self.workers = workers
        self.firstReceipt = firstReceipt
    }
}

extension OfficeBasis {
    /// What `init(json:)` reads. Totals: `[indicator, unit, period, numerator, denominator, derived]`, sorted.
    package var json: JSONValue {
        [
            "rules": rules.json, "catalogue": .string(catalogue), "manifest": .string(manifest),
            "successors": .array(successors.map(\.json)), "totals": .array(totals.lines),
            "workers": .array(workers.map(\.json)), "first_receipt": firstReceipt.map { .integer($0) } ?? .null,
        ]
    }

    package init(json: JSONValue) throws(GoverningError) {
        guard let catalogue = json["catalogue"]?.string, let manifest = json["manifest"]?.string,
            let totals = ImportedTotals(lines: json["totals"]?.array ?? [])
        else { throw GoverningError.unreadable("what the hub told of its rules", "a part of it is missing") }
        self.init(
            rules: try GoverningRules(json: json["rules"] ?? .null), catalogue: catalogue, manifest: manifest,
            successors: (json["successors"]?.array ?? []).compactMap { Area(json: $0) }, totals: totals,
            workers: (json["workers"]?.array ?? []).compactMap { GridWorker(json: $0) },
            firstReceipt: json["first_receipt"]?.integer)
    }

    /// Names these contents: 32 hexadecimal digits.
    package static func hash(of json: JSONValue) -> String { ContentHash.hexadecimal(of: json.bytes) }
}

extension ImportedTotals {
    fileprivate var lines: [JSONValue] {
        totals.map { key, total in
            (
                [key.indicator, key.period.text, key.unit].map { Text($0) },
                [
                    .string(key.indicator), .string(key.unit), .string(key.period.text),
                    .integer(Int64(total.value.numerator)), .integer(Int64(total.value.denominator)),
                    .bool(total.isDerived),
                ] as JSONValue
            )
        }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }

    /// Nil where a line is not what `lines` writes.
    fileprivate init?(lines: [JSONValue]) {
        self.init()
        for line in lines {
            guard let parts = line.array, parts.count == 6, let indicator = parts[0].string, let unit = parts[1].string,
                let period = parts[2].string.flatMap({ Period(text: $0) }), let numerator = parts[3].integer,
                let denominator = parts[4].integer, let isDerived = parts[5].bool,
                let value = Ratio(Int(numerator), of: Int(denominator))
            else { return nil }
            set(Total(value: value, isDerived: isDerived), at: Key(indicator: indicator, unit: unit, period: period))
        }
    }

    /// Without the totals of units that are not kept.
    package func filtered(_ isKept: (String) -> Bool) -> ImportedTotals {
        var kept = ImportedTotals()
        for (key, total) in totals where isKept(key.unit) { kept.set(total, at: key) }
        return kept
    }
}

extension GridWorker {
    fileprivate var json: JSONValue {
        ["worker": .string(id.text), "name": .string(name), "areas": .array(areas.map { .string($0.text) })]
    }

    fileprivate init?(json: JSONValue) {
        guard let id = json["worker"]?.string else { return nil }
        self.init(
            id: WorkerID(id), name: json["name"]?.string ?? "",
            areas: (json["areas"]?.array ?? []).compactMap { $0.string.map { AreaCode($0) } })
    }
}
