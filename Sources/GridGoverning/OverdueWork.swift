import GridCausality
package import GridRecords
package import GridWorkflow

/// What somebody should have done by now: open items whose running deadline is over.
package struct OverdueWork {
    let source: any GoverningSource
    let book: WorkflowBook
    /// The areas in question; nil for all.
    let areas: Set<AreaCode>?
    /// Milliseconds since 1970.
    let now: Int64

    package init(source: any GoverningSource, book: WorkflowBook, areas: Set<AreaCode>?, now: Int64) {
        self.source = source
        self.book = book
        self.areas = areas
        self.now = now
    }

    /// The latest first, then by id. `doubtful_steps` is null where the source does not know times of receipt.
    package func lines() throws -> [JSONValue] {
        var found: [(late: Int64, id: RecordID, line: JSONValue)] = []
        for workflow in book.workflows {
            try source.each(workflow.kind) { view in
                guard areas.map({ !$0.isDisjoint(with: view.areas) }) ?? true,
                    // What was merged is worked on under the record that stays.
                    view.reading.record.aliases.isEmpty,
                    let evaluation = book.evaluate(view, now: now)?.evaluation, !evaluation.isTerminal,
                    let deadline = evaluation.worstDeadline(at: now)
                else { return }
                let late = deadline.overdue(at: now)
                found.append((late, view.id, try line(view, deadline, late: late)))
            }
        }
        return found.sorted { $0.late != $1.late ? $0.late > $1.late : $0.id < $1.id }.map(\.line)
    }

    /// Read once more with the times of receipt, so that doubtful steps are told.
    private func line(_ view: RecordView, _ deadline: Deadline, late: Int64) throws -> JSONValue {
        var failure: (any Error)?
        let read = book.evaluate(
            view,
            received: { dot in
                do {
                    return try source.receipts?(dot)
                } catch {
                    failure = error
                    return nil
                }
            }, now: now)
        if let failure { throw failure }
        guard let (evaluation, unreadable) = read else { return .null }
        let doubtful = evaluation.timeline.count { !$0.marks.isEmpty }
        return .object([
            "id": .string(view.id.text), "kind": .string(view.kind),
            "area": view.area.map { .string($0.text) } ?? .null, "state": .string(evaluation.state),
            "record_state": evaluation.recordState.map { .string($0) } ?? .null,
            "holder": .string(evaluation.holder.text), "deadline": .string(deadline.id),
            "due_at": .string(Timestamp.shanghai(milliseconds: deadline.dueAt).text),
            "calendar_known": .bool(deadline.isCalendarKnown), "overdue_ms": .integer(late),
            "late": .string(OverdueWork.span(late)),
            "mark": evaluation.mark.map { .string($0.rawValue) } ?? .null,
            "points": .integer(Int64(evaluation.points)),
            "doubtful_steps": source.receipts == nil ? .null : .integer(Int64(doubtful)),
            "for_review": .integer(Int64(evaluation.forReview.count + unreadable.count)),
        ])
    }

    /// Days and hours, below a day hours and minutes: `12d 4h`, `3h 20m`.
    private static func span(_ milliseconds: Int64) -> String {
        let minutes = milliseconds / 60_000
        let (days, hours) = (minutes / 1440, minutes / 60 % 24)
        return days > 0 ? "\(days)d \(hours)h" : "\(hours)h \(minutes % 60)m"
    }
}

extension Evaluation {
    /// The running deadline that is over for longest; nil when all are in time.
    fileprivate func worstDeadline(at now: Int64) -> Deadline? {
        deadlines.filter { $0.isRunning && $0.overdue(at: now) > 0 }.min { left, right in
            left.dueAt != right.dueAt ? left.dueAt < right.dueAt : Text(left.id) < Text(right.id)
        }
    }
}
