import GridGoverning
import GridRecords
import GridReporting
import GridStore

/// One version of a report as it was issued; its text lies beside it. Never replaced.
struct ReportDocument: Codable, Hashable, Sendable {
    var order: ReportOrder
    var grouping: String
    var serial: Int
    var version: Int
    /// Of the text.
    var hash: String
    /// Milliseconds since 1970.
    var at: Int64
    var by: String
    /// Cells in which it differs from the version before.
    var changes: Int

    /// In the order of issue within a series of template and scope.
    var key: String {
        "\(order.template)/\(order.scope)/\(ordered(UInt64(serial)))/\(ordered(UInt64(version)))"
    }

    var json: JSONValue {
        .object([
            "serial": .integer(Int64(serial)), "version": .integer(Int64(version)),
            "template": .string(order.template), "scope": .string(order.scope), "level": .string(order.level),
            "period": .string(order.period), "cutoff": .string(Timestamp.shanghai(milliseconds: order.cutoff).text),
            "facts_from": .string(order.factsFrom), "hash": .string(hash),
            "at": .string(Timestamp.shanghai(milliseconds: at).text), "by": .string(by),
            "changes": .integer(Int64(changes)),
        ])
    }
}

/// The reports that were issued: frozen, numbered, and read back as they were written.
struct ReportShelf {
    let transaction: any HubTransaction

    private var documents: Documents { Documents(transaction: transaction) }

    /// Sorted by template, scope, serial and version.
    func all() throws -> [ReportDocument] { try documents.all(.reports, as: ReportDocument.self).map(\.value) }

    func register() throws -> ReportRegister {
        ReportRegister(
            try all().compactMap { document in
                guard let period = Period(text: document.order.period),
                    let grouping = Report.Grouping(rawValue: document.grouping)
                else { return nil }
                return ReportRegister.Entry(
                    template: document.order.template, scope: document.order.scope, grouping: grouping,
                    period: period, number: Report.Number(serial: document.serial, version: document.version))
            })
    }

    /// The bytes of a report as they were issued.
    func text(_ document: ReportDocument) throws -> [UInt8] {
        guard let bytes = try transaction.document(Shelf.reportTexts.rawValue, document.key) else {
            throw ReportShelf.unreadable(document)
        }
        return bytes
    }

    func report(_ document: ReportDocument) throws -> Report {
        guard let json = try? JSONValue(parsing: try text(document)), let report = try? Report(json: json) else {
            throw ReportShelf.unreadable(document)
        }
        return report
    }

    /// Puts an issued report on the shelf.
    func add(_ frozen: FrozenReport, _ order: ReportOrder, at now: Int64, by who: String) throws -> ReportDocument {
        let report = frozen.report
        guard let number = report.number else { throw HubError.missing("number of", order.period) }
        let document = ReportDocument(
            order: order, grouping: report.grouping.rawValue, serial: number.serial, version: number.version,
            hash: frozen.hash, at: now, by: who, changes: report.changes.count)
        guard try !documents.has(.reports, document.key) else { throw ReportShelf.taken(number, order) }
        try documents.put(.reports, document.key, document)
        try transaction.put(Shelf.reportTexts.rawValue, document.key, frozen.bytes)
        return document
    }

    /// The version that is asked for, else the newest, of the report that the arguments name.
    func find(_ arguments: Arguments) throws -> ReportDocument {
        guard let serial = arguments.json["serial"]?.integer else {
            throw HubError.badInput("missing_argument", "the command needs the report's serial number")
        }
        let (template, scope) = (arguments.optionalText("template"), arguments.optionalText("scope"))
        let found = try all().filter { document in
            Int64(document.serial) == serial && template.map { $0 == document.order.template } ?? true
                && scope.map { $0 == document.order.scope } ?? true
        }
        guard let newest = found.last else {
            throw HubError.missing("report", "\(serial)", hint: "gridsyncd report list shows them")
        }
        let series = Set(found.map { "--template \($0.order.template) --scope \($0.order.scope)" })
        guard series.count == 1 else {
            throw HubError.badInput(
                "ambiguous", "several reports have the number \(serial)",
                hint: "say which: \(series.sorted().joined(separator: "; "))")
        }
        guard let version = arguments.json["version"]?.integer else { return newest }
        guard let named = found.first(where: { Int64($0.version) == version }) else {
            throw HubError.missing("version \(version) of report", "\(serial)", hint: "the newest is \(newest.version)")
        }
        return named
    }

    static func taken(_ number: Report.Number, _ order: ReportOrder) -> HubError {
        HubError(
            "exists", status: 409, "the report of \(order.period) for \(order.scope) is number \(number.serial)",
            hint: "gridsyncd report restate \(number.serial) writes a new version beside it")
    }

    static func outdated(_ document: ReportDocument) -> HubError {
        HubError(
            "busy", status: 409, "report \(document.serial) was restated in the meantime",
            hint: "gridsyncd report list shows the newest version; only that one is restated")
    }

    private static func unreadable(_ document: ReportDocument) -> StoreError {
        StoreError(
            .corrupt, operation: "read report \(document.serial)", detail: "its text is not there or damaged",
            hint: "restore from the last backup")
    }
}
