package import GridRecords
import GridReporting
import GridStore

/// The hub's side of the console: who asks, then the question within his areas.
extension Hub: DeskService {
    package func signIn(code: String) async throws(HubError) -> WorkerID {
        try await perform { try $0.signIn(code: code) }
    }

    package func person(_ worker: WorkerID) async throws(HubError) -> DeskPerson {
        try await perform { try Desk($0, of: worker).person }
    }

    package func ask(
        _ question: DeskQuestion, _ arguments: JSONValue, as worker: WorkerID
    ) async throws(HubError) -> [JSONValue] {
        let asked = Arguments(json: arguments)
        switch question {
        case .overdue:
            let areas = try await perform { try Desk($0, of: worker, for: question).areas(asked) }
            return try await named(try await govern(.overdue, Arguments(json: ["areas": .texts(areas)])), worker)
        case .reports:
            let scope = try await perform { try Desk($0, of: worker, for: question).scope }
            return try await named(
                try await govern(.reportList, asked).filter { line in
                    line["scope"]?.string.map { scope.contains(AreaCode($0)) } ?? false
                }.map { line in
                    var members = line.object ?? [:]
                    members["area"] = members["scope"]
                    return .object(members)
                }, worker)
        case .report:
            return try await govern(.reportShow, try await ofReport(question, asked, worker))
        case .cell:
            return try await cell(try await ofReport(question, asked, worker), worker)
        case .build:
            let scope = try await perform { work in
                try Desk(work, of: worker, for: question).inScope(try asked.text("scope"))
            }
            return try await govern(
                .reportBuild,
                Arguments(
                    json: [
                        "period": arguments["period"] ?? .null, "scope": .string(scope), "as": .string(worker.text),
                    ]))
        default:
            return try await perform { try Desk($0, of: worker, for: question).answer(question, asked) }
        }
    }

    /// The arguments of one report, all of which have to be there; one of other areas is as one that is not there.
    private func ofReport(
        _ question: DeskQuestion, _ asked: Arguments, _ worker: WorkerID
    ) async throws(HubError) -> Arguments {
        try await perform { work in
            let desk = try Desk(work, of: worker, for: question)
            let (template, scope) = (try asked.text("template"), try asked.text("scope"))
            guard let serial = asked.json["serial"]?.integer else { throw HubError.missing("report", "") }
            guard desk.scope.contains(AreaCode(scope)) else { throw HubError.missing("report", "\(serial)") }
            var members = asked.json.object ?? [:]
            members["template"] = .string(template)
            members["format"] = "json"
            members["released"] = nil
            return Arguments(json: .object(members))
        }
    }

    private func named(_ lines: [JSONValue], _ worker: WorkerID) async throws(HubError) -> [JSONValue] {
        try await perform { work in
            let desk = try Desk(work, of: worker)
            return try lines.map { try desk.named($0) }
        }
    }

    /// Records of a cell that one page shows.
    private static let page = 50

    /// The cell, then the records behind it that lie in the person's areas today.
    private func cell(_ asked: Arguments, _ worker: WorkerID) async throws(HubError) -> [JSONValue] {
        guard let rules else { throw HubError.missing("report", "") }
        let scope = try await perform { try Desk($0, of: worker, for: .cell).scope }
        let lines = try await desk(rules) { try $0.cell(asked, scope, page: Hub.page) }
        return try await named(lines, worker)
    }
}

extension ReportDesk {
    /// `{"label","column","unit",…,"records","from"}`, then `{"id","part","kind","area","caption"}` for each record.
    func cell(_ arguments: Arguments, _ scope: Set<AreaCode>, page: Int) throws -> [JSONValue] {
        let report = try ReportShelf(transaction: walk.transaction).report(try found(arguments))
        let (indicator, column) = (try arguments.text("indicator"), try arguments.text("column"))
        guard let row = report.row(indicator), let cell = row.cell(column) else {
            throw HubError.missing("cell", "\(indicator) \(column)")
        }
        let all = cell.counted.map { ($0, "counted") } + cell.others.map { ($0, "others") }
        let from = Int(clamping: max(0, arguments.json["from"]?.integer ?? 0))
        let place = report.columns.first { $0.id == column }?.label
        let head: JSONValue = [
            "colour": .string(cell.colour.rawValue), "shown": cell.value.map { .string(row.shown($0)) } ?? .null,
            "reason": ReportDesk.both(cell.reason), "label": ReportDesk.both(row.label),
            "column_label": place.map { ReportDesk.both($0) } ?? .null, "counted": .integer(Int64(cell.counted.count)),
            "others": .integer(Int64(cell.others.count)), "records": .integer(Int64(all.count)),
            "from": .integer(Int64(from)), "page": .integer(Int64(page)), "rate": .bool(cell.denominator != nil),
        ]
        return try [head]
            + all.dropFirst(from).prefix(page).map { id, part in
                try line(id, part, scope)
            }
    }

    private static func both(_ label: Label) -> JSONValue {
        ["zh": .string(label.chinese), "en": .string(label.english)]
    }

    private func line(_ id: RecordID, _ part: String, _ scope: Set<AreaCode>) throws -> JSONValue {
        var members: [String: JSONValue] = ["id": .string(id.text), "part": .string(part)]
        guard let stored = try walk.transaction.record(id), !scope.isDisjoint(with: stored.areas) else {
            return .object(members)
        }
        let view = try walk.view(stored)
        members["kind"] = .string(view.kind)
        members["area"] = view.area.map { .string($0.text) } ?? .null
        members["caption"] = .string(RecordCaption.text(view))
        members["here"] = true
        return .object(members)
    }

    private func found(_ arguments: Arguments) throws -> ReportDocument {
        try ReportShelf(transaction: walk.transaction).find(arguments)
    }
}

extension JSONValue {
    fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
