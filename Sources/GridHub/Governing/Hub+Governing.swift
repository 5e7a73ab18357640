import GridGoverning
import GridRecords
import GridReporting
import GridStore
import GridSync

/// Commands by which an office governs. What takes long is read beside the committer; only the result goes through it.
extension Hub {
    enum GoverningCommand: String {
        case reportBuild = "report.build"
        case reportDraft = "report.draft"
        case reportShow = "report.show"
        case reportList = "report.list"
        case reportRestate = "report.restate"
        case reportImport = "report.import"
        case lists, stars, overdue
    }

    func govern(_ command: GoverningCommand, _ arguments: Arguments) async throws(HubError) -> [JSONValue] {
        guard let rules else { throw HubError.withoutRules }
        switch command {
        case .reportBuild: return try await build(arguments, rules)
        case .reportDraft: return try await desk(rules) { try $0.draft(Asked(arguments.json)) }
        case .reportRestate: return try await restate(arguments, rules)
        case .reportImport: return try await importTotals(arguments, rules)
        case .reportShow: return try await desk(rules) { try $0.shown(arguments) }
        case .reportList:
            return try await desk(rules) { try ReportShelf(transaction: $0.walk.transaction).all().map(\.json) }
        case .lists: return try await desk(rules) { try $0.lists(arguments) }
        case .stars: return try await desk(rules) { try $0.desk.stars(Asked(arguments.json)).map(\.json) }
        case .overdue:
            let areas = arguments.texts("areas").map { AreaCode($0) }
            return try await desk(rules) { try $0.desk.overdue(in: areas) }
        }
    }

    /// A job on one consistent state, while uploads go on.
    func desk<Value: Sendable>(
        _ rules: GoverningRules, _ job: @escaping @Sendable (ReportDesk) throws -> Value
    ) async throws(HubError) -> Value {
        let (catalogue, codec, now) = (catalogue, codec, environment.clock())
        do {
            return try await reader.read { transaction in
                let walk = RecordWalk(transaction: transaction, catalogue: catalogue, codec: codec)
                return try job(ReportDesk(walk: walk, rules: rules, now: now))
            }
        } catch { throw HubError.from(error) }
    }

    /// Numbers and writes the report beside the committer, which only puts it away: pushes wait for nothing else.
    private func build(_ arguments: Arguments, _ rules: GoverningRules) async throws(HubError) -> [JSONValue] {
        let (order, frozen) = try await desk(rules) { try $0.issue(Asked(arguments.json)) }
        return try await perform { work in
            let who = try work.governor(arguments, of: order.scope)
            let shelf = ReportShelf(transaction: work.transaction)
            var register = try shelf.register()
            let issued: Report
            do throws(ReportError) {
                issued = try register.issue(frozen.report)
            } catch {
                if case .alreadyIssued(let number) = error { throw ReportShelf.taken(number, order) }
                throw error
            }
            // Another report of the series may have taken the number meanwhile.
            let frozen = issued.number == frozen.report.number ? frozen : FrozenReport(issued)
            let document = try shelf.add(frozen, order, at: work.now, by: who)
            try work.audit(who, "report build", document.key, document.hash)
            return [frozen.report.summary(document)]
        }
    }

    /// Says what changed; where nothing did, writes nothing.
    private func restate(_ arguments: Arguments, _ rules: GoverningRules) async throws(HubError) -> [JSONValue] {
        let (document, old, new) = try await desk(rules) { try $0.restatement(arguments) }
        return try await perform { work in
            let who = try work.governor(arguments, of: document.order.scope)
            guard let new else { return [old.summary(document, isChanged: false)] }
            let shelf = ReportShelf(transaction: work.transaction)
            guard try shelf.register().latest(new.report) == old.number else { throw ReportShelf.outdated(document) }
            let next = try shelf.add(new, document.order, at: work.now, by: who)
            try work.audit(who, "report restate", next.key, next.hash)
            return [new.report.summary(next)]
        }
    }

    private func importTotals(_ arguments: Arguments, _ rules: GoverningRules) async throws(HubError) -> [JSONValue] {
        try await perform { work in
            let who = try work.governor(arguments)
            let departments = rules.reports.flatMap(\.departments).map(\.id)
            let taken = try TotalsShelf(transaction: work.transaction).take(
                Array(try arguments.text("text").utf8), rules,
                units: Set(work.tree.areas.keys.map(\.text) + departments), at: work.now, by: who)
            try work.audit(who, "report import", "", "\(taken.rows) rows, \(taken.changed) totals changed")
            return [["rows": .integer(Int64(taken.rows)), "changed": .integer(Int64(taken.changed))]]
        }
    }
}

extension HubWork {
    /// Who acts: the worker that is named, else the operator at the hub. A desk acts in its own areas alone.
    fileprivate func governor(_ arguments: Arguments, of scope: String? = nil) throws -> String {
        guard let id = arguments.optionalText("as") else { return "admin" }
        let worker = try worker(id)
        guard !worker.isDisabled, [.township, .supervisor, .admin].contains(worker.knownRole) else {
            throw HubError.forbidden("\(id) may not do this", hint: "township desk, supervisor or administrator may")
        }
        if let scope, worker.knownRole != .admin,
            !tree.scope(of: worker.areas.map { AreaCode($0) }).contains(AreaCode(scope))
        {
            throw HubError("out_of_scope", status: 403, "\(scope) is none of the areas of \(id)")
        }
        return id
    }
}

extension Report {
    /// What was issued in short: number, hash, how many cells of each colour, and the cells that a restatement changed.
    fileprivate func summary(_ document: ReportDocument, isChanged: Bool = true) -> JSONValue {
        var members = document.json.object ?? [:]
        let cells = rows.flatMap(\.cells)
        members["colours"] = .object(
            Dictionary(
                Colour.allCases.map { colour in
                    (colour.rawValue, .integer(Int64(cells.count { $0.colour == colour })))
                }, uniquingKeysWith: { first, _ in first }))
        members["changed"] = .array(isChanged ? changes.map(\.json) : [])
        members["changes"] = .integer(Int64(isChanged ? changes.count : 0))
        return .object(members)
    }
}
