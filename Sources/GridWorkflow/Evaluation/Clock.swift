import GridRecords

/// One deadline of one item, running or over.
package struct Deadline: Sendable, Hashable {
    /// The rule's id.
    package let id: String
    package let isMain: Bool
    /// Milliseconds since 1970, all times.
    package let startedAt: Int64
    package let limit: TimeLimit
    /// The last instant in time, extensions and pauses counted in.
    package let dueAt: Int64
    /// When it was met or left; nil while it runs.
    package let endedAt: Int64?
    /// Whether the holidays of the due day's year are known; if not, only weekends were left out.
    package let isCalendarKnown: Bool
    /// How far supervision has come, nil for not at all.
    package let mark: SupervisionMark?

    /// Milliseconds after the due instant at which it ended or, running, stands now; 0 in time.
    package func overdue(at now: Int64) -> Int64 { max(0, min(now, endedAt ?? now) - dueAt) }
    package var isRunning: Bool { endedAt == nil }
}

/// Works out the deadlines of an item from what its log says.
struct Clocks {
    let definition: WorkflowDefinition
    let calendar: WorkingCalendar
    let item: WorkItem
    let now: Int64

    /// One stay in one state.
    struct Stay {
        let state: String
        let from: Int64
        /// Nil for the present one.
        let to: Int64?
        let cycle: Int
    }

    /// Deadlines of the present cycle, in the order of the rules, then of time.
    func deadlines(_ fold: Fold, stays: [Stay]) -> [Deadline] {
        let current = stays.filter { $0.cycle == fold.position.cycle }
        return definition.deadlines.flatMap { rule -> [Deadline] in
            rule.isMain ? main(rule, current, fold).map { [$0] } ?? [] : each(rule, current, fold.position)
        }
    }

    /// Every unbroken stay within the rule's states has its own clock.
    private func each(_ rule: DeadlineRule, _ stays: [Stay], _ position: Position) -> [Deadline] {
        var runs: [[Stay]] = []
        var wasInside = false
        for stay in stays {
            let isInside = rule.states.contains(stay.state)
            if isInside, wasInside { runs[runs.count - 1].append(stay) } else if isInside { runs.append([stay]) }
            wasInside = isInside
        }
        return runs.map { run in
            let start = run[0].from
            let (limit, planned) = term(rule, from: start, position)
            let due = limit.postponed(planned, by: pauses(run), calendar: calendar)
            return deadline(rule, start: start, limit: limit, due: due, end: run.last?.to)
        }
    }

    /// The limit that counts and where it ends; an item hastened later has the shorter limit from then on.
    private func term(_ rule: DeadlineRule, from start: Int64, _ position: Position) -> (limit: TimeLimit, due: Int64) {
        let usual = rule.limit(fields: item.fields, isUrgent: false)
        let due = usual.due(from: start, calendar: calendar)
        guard let hastenedAt = position.hastenedAt else { return (usual, due) }
        let urgent = rule.limit(fields: item.fields, isUrgent: true)
        let sooner = urgent.due(from: max(start, hastenedAt), calendar: calendar)
        return sooner < due ? (urgent, sooner) : (usual, due)
    }

    /// The clock of the work itself runs from the report to the end of its states, whatever lies between.
    private func main(_ rule: DeadlineRule, _ stays: [Stay], _ fold: Fold) -> Deadline? {
        guard let first = stays.first(where: { rule.states.contains($0.state) }),
            let last = stays.lastIndex(where: { rule.states.contains($0.state) })
        else { return nil }
        let start = first.from
        let cycle = fold.position.cycle
        let (limit, planned) = term(rule, from: start, fold.position)
        var due = named(fold, cycle: cycle) ?? planned
        for entry in fold.entries where entry.after.cycle == cycle {
            guard case .noted(let note) = entry.outcome, note.effect == .grantExtension,
                case .granted(let days) = entry.after.extensionState
            else { continue }
            due = limit.extending(by: min(days, limit.days)).due(from: due, calendar: calendar)
        }
        // What it stood still for: pauses, and stays outside between two inside, such as a check that failed.
        let between = stays[...last].filter { !rule.states.contains($0.state) || isPaused($0.state) }
        due = limit.postponed(due, by: spans(between), calendar: calendar)
        return deadline(rule, start: start, limit: limit, due: due, end: stays[last].to)
    }

    /// What the one who gave the work set, else what stands in the record.
    private func named(_ fold: Fold, cycle: Int) -> Int64? {
        for entry in fold.entries.reversed() where entry.after.cycle == cycle {
            if case .moved = entry.outcome, let due = entry.step.dueAt { return due }
        }
        guard cycle == 1, let field = definition.dueField, let text = item.fields[field]?.string else { return nil }
        if let time = Timestamp(text: text) { return time.milliseconds }
        return CalendarDate(text: text)?.end
    }

    private func deadline(
        _ rule: DeadlineRule, start: Int64, limit: TimeLimit, due: Int64, end: Int64?
    ) -> Deadline {
        let time = min(now, end ?? now)
        let mark = definition.rules.supervision.last { threshold in
            time > due && time >= limit.multiplied(by: threshold.limits).due(from: due, calendar: calendar)
        }?.mark
        let day = Timestamp.shanghaiDay(milliseconds: due)
        return Deadline(
            id: rule.id, isMain: rule.isMain, startedAt: start, limit: limit, dueAt: due, endedAt: end,
            isCalendarKnown: calendar.covers(day), mark: mark)
    }

    private func isPaused(_ state: String) -> Bool { definition.state(state)?.isPaused == true }
    private func pauses(_ stays: [Stay]) -> [Span] { spans(stays.filter { isPaused($0.state) }) }
    private func spans(_ stays: [Stay]) -> [Span] {
        stays.map { Span(from: $0.from, to: max($0.from, $0.to ?? now)) }
    }
}
