import GridRecords

/// What went to the hub and came from it, for people.
struct ExchangeRendering: Sendable {
    let console: Console
    private var language: Language { console.language }
    private var values: ValueText { ValueText(language: language) }

    init(_ console: Console) { self.console = console }

    func push(_ push: JSONValue) -> [String] {
        let counts = ["sent", "applied", "merged", "conflict", "quarantined", "erased", "forked", "left"].map {
            String(push[$0]?.integer ?? 0)
        }
        let sentence = Message.pushed.text(
            language, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7])
        return [sentence] + (push["verdicts"]?.array ?? []).compactMap(verdict)
    }

    /// A sentence for a verdict that asks for somebody's attention.
    private func verdict(_ verdict: JSONValue) -> String? {
        let dot = verdict["dot"]?.string ?? ""
        switch verdict["verdict"]?.string {
        case "conflict":
            let conflicts = (verdict["conflicts"]?.array ?? []).compactMap(\.string).joined(separator: " ")
            return console.style.questionable(Message.verdictConflict.text(language, dot, conflicts))
        case "quarantined":
            return console.style.alarming(
                Message.verdictQuarantined.text(language, dot, verdict["reason"]?.string ?? ""))
        default: return nil
        }
    }

    func pull(_ pull: JSONValue) -> [String] {
        let message: Message = pull["more"]?.bool == true ? .pulledMore : .pulled
        let (records, removed) = (pull["records"]?.integer ?? 0, pull["removed"]?.integer ?? 0)
        return [message.text(language, String(records), String(removed))]
    }

    func sync(_ sync: JSONValue) -> [String] {
        (sync["push"].map(push) ?? []) + (sync["pull"].map(pull) ?? [])
    }

    func status(_ status: JSONValue) -> [String] {
        let offset = status["clock_offset_ms"]?.integer.map(values.clockOffset) ?? console.text(.none)
        let last = status["last_sync"].flatMap { $0.isNull ? nil : values.of($0) } ?? console.text(.never)
        let rows: [(Message, String)] = [
            (.worker, values.of(status["worker"])), (.replica, values.of(status["replica"])),
            (.head, values.of(status["head"])), (.outbox, values.of(status["outbox"])),
            (.quarantinedCount, values.of(status["quarantined"])), (.conflictCount, values.of(status["conflicts"])),
            (.lastSync, last), (.clockOffset, offset),
        ]
        return Table(["", ""], rows: rows.map { [console.text($0.0), $0.1] }, maximumWidth: console.width).lines
    }

    func outbox(_ entries: [JSONValue]) -> [String] {
        console.table(
            [.headChange, .time, .headRecords, .headBytes, .headState, .headWas],
            entries.map { row($0, ["dot", "at", "records", "bytes", "state", "was"]) })
    }

    func quarantined(_ entries: [JSONValue]) -> [String] {
        console.table(
            [.headChange, .time, .headRecords, .headReason, .headDecision, .headDetail],
            entries.map { row($0, ["dot", "at", "records", "reason", "decision", "detail"]) })
    }

    func news(_ entries: [JSONValue]) -> [String] {
        console.table(
            [.time, .headRecord, .headPath, .headWhat, .headBy, .headYours, .headNow],
            entries.map { row($0, ["at", "record", "path", "what", "by", "yours", "now"]) })
    }

    func findings(_ findings: [JSONValue]) -> [String] {
        findings.map { finding in
            guard let members = finding.object else { return values.of(finding) }
            let lead = ["level", "severity", "code", "finding", "message", "detail", "hint"]
            let known = lead.compactMap { members[$0].map(values.of) }
            return known.isEmpty ? finding.text : known.joined(separator: "  ")
        }
    }

    func verification(_ result: JSONValue) -> [String] {
        let differences = result["differences"]?.array ?? []
        if result["equal"]?.bool == true {
            let records = String(result["records"]?.integer ?? 0)
            return [console.style.good(Message.equal.text(language, records, result["digest"]?.string ?? ""))]
        }
        let ids = Set(differences.compactMap { $0["id"]?.string })
        let rows = differences.map { row($0, ["id", "path", "device", "hub"]) }
        return [console.style.alarming(Message.different.text(language, String(ids.count)))]
            + console.table([.headRecord, .headPath, .deviceSide, .hubSide], rows)
    }

    private func row(_ entry: JSONValue, _ keys: [String]) -> [String] {
        keys.map { key in entry[key].map { $0.isNull ? "" : values.of($0) } ?? "" }
    }
}
