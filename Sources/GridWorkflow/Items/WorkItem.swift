package import GridCausality
package import GridRecords

/// A record that somebody has to deal with: what was reported, and the log of what was done.
package struct WorkItem: Sendable, Hashable {
    package let id: RecordID
    /// When it was found; milliseconds since 1970.
    package let reportedAt: Int64
    /// Who reported it.
    package let reportedBy: Organisation
    /// What the record shows at its fields (`RecordView.fields`).
    package let fields: [String: JSONValue]
    /// In any order, each once.
    package let steps: [WorkStep]

    package init(
        id: RecordID, reportedAt: Int64, reportedBy: Organisation, fields: [String: JSONValue] = [:],
        steps: [WorkStep] = []
    ) {
        self.id = id
        self.reportedAt = reportedAt
        self.reportedBy = reportedBy
        self.fields = fields
        self.steps = steps
    }
}

/// An entry of a log that cannot be read as a step; it stays in the log and is shown to a person.
package struct UnreadableStep: Sendable, Hashable {
    package let element: String
    package let reason: Label
}

extension WorkItem {
    /// Reads an item from its record.
    ///
    /// - Parameters:
    ///   - received: when the hub received the changeset of a dot, where that is known.
    /// - Returns: the item, and the entries of its log that are no steps.
    package static func read(
        _ view: RecordView, by definition: WorkflowDefinition, received: (Dot) -> Int64? = { _ in nil }
    ) -> (item: WorkItem, unreadable: [UnreadableStep]) {
        let record = view.reading.record
        var steps: [WorkStep] = []
        var unreadable: [UnreadableStep] = []
        for entry in view.reading.entries where entry.path.isElement && entry.path.field == definition.stepsField {
            let element = entry.path.elementID ?? ""
            guard case .composite(let parts)? = entry.shown.value, let dot = entry.shown.chosen,
                let stamp = record.stamp(of: dot)
            else { continue }
            do throws(StepReadingError) {
                steps.append(
                    try WorkStep(parts, dot: dot, element: element, stamp: stamp, received: received(dot)))
            } catch {
                unreadable.append(UnreadableStep(element: element, reason: error.reason))
            }
        }
        let area = view.area ?? AreaCode("")
        let item = WorkItem(
            id: view.id, reportedAt: foundAt(view), reportedBy: Organisation(level: .grid, code: Text(area.text)),
            fields: view.fields, steps: steps.sorted(by: WorkStep.isEarlier))
        return (item, unreadable)
    }

    /// `found_at`, else `occurred_at`, but not later than the hub fixed for the change that says so; without either
    /// the earliest change that survives.
    private static func foundAt(_ view: RecordView) -> Int64 {
        let record = view.reading.record
        for name in ["found_at", "occurred_at"] {
            let shown = view.reading.shown(at: .field(name))
            guard case .timestamp(let time)? = shown.value else { continue }
            let effective = shown.chosen.flatMap { record.stamp(of: $0)?.effectiveTime }
            return min(time.milliseconds, effective ?? time.milliseconds)
        }
        return record.stamps.map(\.orderTime).min() ?? 0
    }
}

/// Why an entry is no step.
struct StepReadingError: Error { let reason: Label }

extension WorkStep {
    fileprivate init(_ parts: Composite, dot: Dot, element: String, stamp: Stamp, received: Int64?)
        throws(StepReadingError)
    {
        guard let operation = parts.text("step") else {
            throw StepReadingError(reason: Label(chinese: "没有步骤名称", english: "the entry names no step"))
        }
        guard let organisation = parts.text("org").flatMap({ Organisation(text: $0) }) else {
            throw StepReadingError(
                reason: Label(
                    chinese: "单位应写作“级别:代码”", english: "the organisation is to be written level:code"))
        }
        var told: Int64?
        if case .timestamp(let time)? = parts["at"] { told = time.milliseconds }
        var due: Int64?
        if case .timestamp(let time)? = parts["due_at"] { due = time.milliseconds }
        var link: RecordID?
        if case .reference(let id)? = parts["link"] { link = id }
        var isEvident = false
        if case .attachment? = parts["evidence"] { isEvident = true }
        self.init(
            dot: dot, element: element, operation: operation, by: Text(parts.text("by") ?? stamp.author.text),
            organisation: organisation, to: parts.text("to").flatMap { Organisation(text: $0) },
            secondaries: (parts.text("secondaries") ?? "").split(separator: ",").compactMap { Organisation(text: $0) },
            reason: parts.text("text").map { Text($0) }, days: parts.integer("days"), dueAt: due, link: link,
            hasEvidence: isEvident, score: parts.integer("score"),
            time: StepTime(told: told, stamp: stamp, received: received))
    }
}

extension Composite {
    fileprivate func text(_ name: String) -> String? {
        switch self[name] {
        case .text(let text)?, .code(let text)?: text.string
        default: nil
        }
    }

    fileprivate func integer(_ name: String) -> Int? {
        if case .int(let number)? = self[name] { return Int(clamping: number) }
        return nil
    }
}
