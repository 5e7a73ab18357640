import GridGoverning
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

    var desk: GoverningDesk { GoverningDesk(source: walk, rules: rules, now: now) }

    /// What was asked for, and the report that it gives; refused where that one was issued already.
    func unissued(_ asked: Asked) throws -> (order: ReportOrder, report: Report) {
        let order = try desk.order(asked)
        let grouping = order.level == ReportOrder.departments ? Report.Grouping.departments : .areas
        let issued = try shelf.all().last { document in
            document.order.template == order.template && document.order.scope == order.scope
                && document.order.period == order.period && document.grouping == grouping.rawValue
        }
        if let issued {
            throw ReportShelf.taken(Report.Number(serial: issued.serial, version: issued.version), order)
        }
        return (order, try desk.report(order))
    }

    /// What a report would say, without a number and kept nowhere.
    func draft(_ asked: Asked) throws -> [JSONValue] {
        let form = try PaperForm(asked)
        return [form.sheet(try desk.report(try desk.order(asked))).json]
    }

    /// The draft with the number that it would get now, ready to be put on the shelf.
    func issue(_ asked: Asked) throws -> (order: ReportOrder, frozen: FrozenReport) {
        let (order, draft) = try unissued(asked)
        var register = try shelf.register()
        return (order, FrozenReport(try register.issue(draft)))
    }

    /// The newest version of a report, and what the same order gives now, ready to be put beside it; nil where that
    /// says the same.
    func restatement(_ arguments: Arguments) throws -> (document: ReportDocument, old: Report, new: FrozenReport?) {
        let document = try shelf.find(arguments)
        let old = try shelf.report(document)
        let now = try desk.report(document.order)
        var register = try shelf.register()
        do throws(ReportError) {
            return (document, old, FrozenReport(try register.restate(old, as: now)))
        } catch {
            if error == .unchanged { return (document, old, nil) }
            throw ReportShelf.outdated(document)
        }
    }

    /// A report as it was issued, in the form that is asked for.
    func shown(_ arguments: Arguments) throws -> [JSONValue] {
        let document = try shelf.find(arguments)
        let form = try PaperForm(Asked(arguments.json))
        if form.format == .json, !form.isReleased {
            return [PaperSheet.text(String(decoding: try shelf.text(document), as: UTF8.self)).json]
        }
        return [form.sheet(try shelf.report(document)).json]
    }

    /// The lists that follow from a report.
    func lists(_ arguments: Arguments) throws -> [JSONValue] {
        var named = arguments.json.object ?? [:]
        named["template"] = arguments.json["report_template"]
        let report = try shelf.report(try shelf.find(Arguments(json: .object(named))))
        return try desk.lists(of: report, Asked(arguments.json)).map(\.json)
    }
}
