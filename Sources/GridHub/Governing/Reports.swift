import GridRecords
import GridReporting
import GridStore

/// What was asked of reports, inside one consistent state of the hub.
struct ReportDesk {
    let walk: RecordWalk
    let rules: GoverningRules
    /// Milliseconds since 1970.
    let now: Int64

    private var shelf: ReportShelf { ReportShelf(transaction: walk.transaction) }

    func tree() throws -> AreaTree { AreaTree(try HubWork.areas(in: walk.documents)) }

    /// A draft and what was asked for; refused where the report was issued already.
    func draft(_ arguments: Arguments) throws -> (order: ReportOrder, report: Report) {
        let ordering = ReportOrdering(
            rules: rules, tree: try tree(), now: now,
            firstReceipt: try walk.transaction.entries(after: 0, limit: 1).first?.receivedTime)
        let order = try ordering.order(arguments)
        let grouping = order.level == ReportOrder.departments ? Report.Grouping.departments : .areas
        let issued = try shelf.all().last { document in
            document.order.template == order.template && document.order.scope == order.scope
                && document.order.period == order.period && document.grouping == grouping.rawValue
        }
        if let issued {
            throw ReportShelf.taken(Report.Number(serial: issued.serial, version: issued.version), order)
        }
        return (order, try report(order))
    }

    /// The draft with the number that it would get now, ready to be put on the shelf.
    func issue(_ arguments: Arguments) throws -> (order: ReportOrder, frozen: FrozenReport) {
        let (order, draft) = try draft(arguments)
        var register = try shelf.register()
        return (order, FrozenReport(try register.issue(draft)))
    }

    /// The newest version of a report, and what the same order gives now, ready to be put beside it; nil where that
    /// says the same.
    func restatement(_ arguments: Arguments) throws -> (document: ReportDocument, old: Report, new: FrozenReport?) {
        let document = try shelf.find(arguments)
        let old = try shelf.report(document)
        let now = try report(document.order)
        var register = try shelf.register()
        do throws(ReportError) {
            return (document, old, FrozenReport(try register.restate(old, as: now)))
        } catch {
            if error == .unchanged { return (document, old, nil) }
            throw ReportShelf.outdated(document)
        }
    }

    func report(_ order: ReportOrder) throws -> Report {
        let request = try order.request(rules, catalogue: walk.catalogue.version)
        let last = CalendarDate(dayNumber: request.period.dayAfter.dayNumber - 1)
        let known = Timestamp.shanghaiDay(milliseconds: request.cutoff - 1)
        return ReportBuilder(
            facts: try walk.facts(rules.schema), territory: Territory(try tree(), on: min(last, known)),
            totals: try TotalsShelf(transaction: walk.transaction).all()
        ).report(request)
    }

    /// A report as it was issued, in the form that is asked for.
    func shown(_ arguments: Arguments) throws -> [JSONValue] {
        let document = try shelf.find(arguments)
        let form = try PaperForm(arguments)
        if form.format == .json, !form.isReleased {
            return [PaperForm.answer(String(decoding: try shelf.text(document), as: UTF8.self))]
        }
        let stored = try shelf.report(document)
        let report = form.isReleased ? stored.released() : stored
        switch form.format {
        case .json: return [PaperForm.answer(report.text)]
        case .text: return [PaperForm.answer(report.terminal(language: form.language, isColoured: form.isColoured))]
        case .csv: return [PaperForm.answer(report.commaSeparated(language: form.language))]
        case .xlsx: return [PaperForm.answer(report.workbook(language: form.language))]
        case .html: return [PaperForm.answer(report.html(language: form.language))]
        }
    }

    /// The lists that follow from a report. What an office writes beside them is not kept by the hub.
    func lists(_ arguments: Arguments) throws -> [JSONValue] {
        var named = arguments.json.object ?? [:]
        named["template"] = arguments.json["report_template"]
        let report = try shelf.report(try shelf.find(Arguments(json: .object(named))))
        let form = try PaperForm(arguments)
        let template = try rules.list(arguments.optionalText("template"))
        func builder(_ campaigns: [RecordID: [String]]) -> ListBuilder {
            ListBuilder(
                template: template, report: report, ledger: ListLedger(),
                today: Timestamp.shanghaiDay(milliseconds: now), campaigns: campaigns, language: form.language)
        }
        let records = Set(builder([:]).problems.flatMap(\.records))
        var tables = builder(try walk.facts(rules.schema, of: records).campaigns).tables
        if let campaign = arguments.optionalText("campaign") { tables = tables.map { $0.filtered(campaign: campaign) } }
        return try form.answer(tables)
    }

    /// Stars of the workers of an area, with the records behind each point.
    func stars(_ arguments: Arguments) throws -> [JSONValue] {
        let template = try rules.starRules(arguments.optionalText("template"))
        let tree = try tree()
        let ordering = ReportOrdering(rules: rules, tree: tree, now: now, firstReceipt: nil)
        let period = try ordering.period(try arguments.text("month"))
        guard period.length == .month else {
            throw HubError.badInput("bad_period", "\(period.text) is no month", hint: "such as 2026-03")
        }
        let area = arguments.optionalText("area").map { AreaCode($0) }
        if let area, !tree.contains(area) { throw ReportOrdering.unknownArea(area.text) }
        let scope = area.map { tree.scope(of: [$0]) }
        let workers = try walk.documents.all(.workers, as: WorkerDocument.self).map(\.value).filter { worker in
            worker.knownRole == .worker && !worker.isDisabled
                && (scope.map { scope in worker.areas.contains { scope.contains(AreaCode($0)) } } ?? true)
        }
        let reviews = template.reviews(
            of: workers.map { WorkerID($0.id) }, in: period, cutoff: min(period.end, now),
            facts: try walk.facts(rules.schema))
        let form = try PaperForm(arguments)
        let names = Dictionary(workers.map { (WorkerID($0.id), $0.name) }, uniquingKeysWith: { first, _ in first })
        if form.format == .json {
            return reviews.map { $0.json(name: form.isReleased ? nil : names[$0.worker]) }
        }
        return try form.answer([template.table(reviews, names: names, language: form.language)])
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
