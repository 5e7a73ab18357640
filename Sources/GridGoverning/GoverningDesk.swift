package import GridRecords
package import GridReporting
import GridSync

/// Makes what an office governs by out of one source: the same source gives the same bytes, wherever it lies.
package struct GoverningDesk {
    package let source: any GoverningSource
    package let rules: GoverningRules
    /// Milliseconds since 1970, by the hub's clock.
    package let now: Int64

    package init(source: any GoverningSource, rules: GoverningRules, now: Int64) {
        self.source = source
        self.rules = rules
        self.now = now
    }

    /// What was asked for, with what was left out filled in.
    package func order(_ asked: Asked) throws -> ReportOrder { try ordering(try source.firstReceipt()).order(asked) }

    private func ordering(_ firstReceipt: Int64?) throws -> ReportOrdering {
        ReportOrdering(
            rules: rules, tree: try source.tree(), topAreas: try source.topAreas(), now: now,
            firstReceipt: firstReceipt)
    }

    /// A draft, without a number. It counts the records of its areas alone, also where they refer to others.
    package func report(_ order: ReportOrder) throws -> Report {
        let request = try order.request(rules, catalogue: source.catalogueVersion)
        let last = CalendarDate(dayNumber: request.period.dayAfter.dayNumber - 1)
        let known = Timestamp.shanghaiDay(milliseconds: request.cutoff - 1)
        let tree = try source.tree()
        return ReportBuilder(
            facts: try source.facts(rules.schema, in: tree.scope(of: [request.scope])),
            territory: Territory(tree, on: min(last, known)),
            totals: try source.totals()
        ).report(request)
    }

    /// The lists that follow from a report. What an office writes beside them is not kept.
    package func lists(of report: Report, _ asked: Asked) throws -> [PaperSheet] {
        let form = try PaperForm(asked)
        let template = try rules.list(asked.optionalText("template"))
        func builder(_ campaigns: [RecordID: [String]]) -> ListBuilder {
            ListBuilder(
                template: template, report: report, ledger: ListLedger(),
                today: Timestamp.shanghaiDay(milliseconds: now), campaigns: campaigns, language: form.language)
        }
        let records = Set(builder([:]).problems.flatMap(\.records))
        var tables = builder(try source.facts(rules.schema, of: records).campaigns).tables
        if let campaign = asked.optionalText("campaign") { tables = tables.map { $0.filtered(campaign: campaign) } }
        return try form.sheets(tables)
    }

    /// Stars of the workers of an area, with the records behind each point.
    package func stars(_ asked: Asked) throws -> [PaperSheet] {
        let template = try rules.starRules(asked.optionalText("template"))
        let period = try ordering(nil).period(try asked.text("month"))
        guard period.length == .month else {
            throw GoverningError("bad_period", "\(period.text) is no month", hint: "such as 2026-03")
        }
        let workers = try workers(asked.optionalText("area").map { AreaCode($0) })
        let reviews = template.reviews(
            of: workers.map(\.id), in: period, cutoff: min(period.end, now), facts: try source.facts(rules.schema))
        let form = try PaperForm(asked)
        let names = Dictionary(workers.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        if form.format == .json {
            return reviews.map { .line($0.json(name: form.isReleased ? nil : names[$0.worker])) }
        }
        return try form.sheets([template.table(reviews, names: names, language: form.language)])
    }

    private func workers(_ area: AreaCode?) throws -> [GridWorker] {
        guard let area else { return try source.workers() }
        let tree = try source.tree()
        guard tree.contains(area) else { throw GoverningError.unknownArea(area.text) }
        let scope = tree.scope(of: [area])
        return try source.workers().filter { !scope.isDisjoint(with: $0.areas) }
    }

    /// Open items whose running deadline is over.
    ///
    /// - Parameter areas: only of these and below; all when empty.
    package func overdue(in areas: [AreaCode]) throws -> [JSONValue] {
        let tree = try source.tree()
        if let unknown = areas.first(where: { !tree.contains($0) }) { throw GoverningError.unknownArea(unknown.text) }
        return try OverdueWork(
            source: source, book: rules.book, areas: areas.isEmpty ? nil : tree.scope(of: areas), now: now
        ).lines()
    }
}

extension StarReview {
    fileprivate func json(name: String?) -> JSONValue {
        .object([
            "worker": .string(worker.text), "name": name.map { .string($0) } ?? .null,
            "stars": .integer(Int64(stars)), "earned": .integer(Int64(earned)),
            "points": .string(points.decimal(places: 2)),
            "reason": ["zh": .string(reason.chinese), "en": .string(reason.english)],
            "lines": .array(
                lines.map { line in
                    [
                        "rule": .string(line.rule), "count": .integer(Int64(line.count)),
                        "whole": line.whole.map { .integer(Int64($0)) } ?? .null,
                        "points": .string(line.points.decimal(places: 2)),
                        "records": .array(line.records.map { .string($0.text) }),
                    ]
                }),
        ])
    }
}
