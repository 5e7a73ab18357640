import GridRecords

/// Evaluates items by one workflow and one calendar.
package struct Evaluator: Sendable {
    package let definition: WorkflowDefinition
    package let calendar: WorkingCalendar

    package init(_ definition: WorkflowDefinition, calendar: WorkingCalendar) {
        self.definition = definition
        self.calendar = calendar
    }

    /// Where the item stands.
    ///
    /// - Parameter now: milliseconds since 1970.
    package func evaluate(_ item: WorkItem, now: Int64) -> Evaluation {
        let fold = fold(item)
        let stays = stays(fold, item)
        let clocks = Clocks(definition: definition, calendar: calendar, item: item, now: now)
        let deadlines = clocks.deadlines(fold, stays: stays)
        let position = fold.position
        let mark = supervision(fold, deadlines, clocks, stays)
        return Evaluation(
            id: item.id, state: shownState(position), isTerminal: definition.state(position.state)?.isTerminal == true,
            cycle: position.cycle, holder: position.holder, giver: position.giver, secondaries: position.secondaries,
            secondariesDueAt: secondariesDue(fold, deadlines), deadlines: deadlines,
            extensionState: position.extensionState, returns: position.returns, isUrgent: isUrgent(item, position),
            mark: mark, points: definition.rules.supervision.first { $0.mark == mark }?.points ?? 0,
            timeline: fold.entries.compactMap { entry in timelineEntry(entry) },
            forReview: fold.entries.compactMap { entry in
                guard case .refused(let refusal) = entry.outcome else { return nil }
                return ReviewEntry(step: entry.step, refusal: refusal, marks: definition.marks(of: entry.step.time))
            },
            endedAt: definition.state(position.state)?.isTerminal == true ? position.endedAt : nil,
            solvedAt: solver(fold)?.level, recordState: item.fields[definition.stateField]?.string)
    }

    private func solver(_ fold: Fold) -> Organisation? {
        fold.entries.last { entry in
            guard case .moved(let way) = entry.outcome, entry.after.cycle == fold.position.cycle else { return false }
            return way.isWork(in: definition)
        }?.step.organisation
    }

    func fold(_ item: WorkItem) -> Fold {
        Fold.through(item.steps, from: Position(initial: definition.initial, holder: item.reportedBy), in: definition)
    }

    private func timelineEntry(_ entry: Fold.Entry) -> TimelineEntry? {
        let marks = definition.marks(of: entry.step.time)
        switch entry.outcome {
        case .moved(let way):
            return TimelineEntry(
                step: entry.step, state: shownState(entry.after), phase: way.phase, holder: entry.after.holder,
                marks: marks)
        case .noted:
            return TimelineEntry(
                step: entry.step, state: nil, phase: nil, holder: entry.after.holder, marks: marks)
        case .refused: return nil
        }
    }

    /// While all secondaries have replied, the state that says so stands for the one in which they work.
    func shownState(_ position: Position) -> String {
        guard !position.secondaries.isEmpty, position.openSecondaries.isEmpty else { return position.state }
        return definition.states.first { $0.standsFor == position.state }?.id ?? position.state
    }

    private func isUrgent(_ item: WorkItem, _ position: Position) -> Bool {
        position.hastenedAt != nil || item.fields["urgent"] == true
    }

    /// The stays in one state after another; a step that arose before the report counts from the report.
    private func stays(_ fold: Fold, _ item: WorkItem) -> [Clocks.Stay] {
        var stays: [Clocks.Stay] = []
        var (state, from, cycle) = (definition.initial, item.reportedAt, 1)
        for entry in fold.entries {
            guard case .moved = entry.outcome else { continue }
            let time = max(from, entry.step.time.arose)
            stays.append(Clocks.Stay(state: state, from: from, to: time, cycle: cycle))
            (state, from, cycle) = (entry.after.state, time, entry.after.cycle)
        }
        let isEnded = definition.state(state)?.isTerminal == true
        stays.append(Clocks.Stay(state: state, from: from, to: isEnded ? from : nil, cycle: cycle))
        return stays
    }

    private func secondariesDue(_ fold: Fold, _ deadlines: [Deadline]) -> Int64? {
        guard let main = deadlines.first(where: \.isMain), !fold.position.secondaries.isEmpty,
            let asked = fold.entries.last(where: { entry in
                if case .moved = entry.outcome { return !entry.step.secondaries.isEmpty }
                return false
            })
        else { return nil }
        let start = asked.step.time.arose
        return start + max(0, main.dueAt - start) / 2
    }

    /// The heavier of what time brought and what a supervisor gave; a cancellation lifts both up to where they stood.
    private func supervision(
        _ fold: Fold, _ deadlines: [Deadline], _ clocks: Clocks, _ stays: [Clocks.Stay]
    ) -> SupervisionMark? {
        var given: SupervisionMark?
        var lifted: SupervisionMark?
        for entry in fold.entries where entry.after.cycle == fold.position.cycle {
            guard case .noted(let note) = entry.outcome else { continue }
            switch note.effect {
            case .remind: given = max(given ?? .reminder, .reminder)
            case .yellowCard: given = max(given ?? .yellowCard, .yellowCard)
            case .redCard: given = .redCard
            case .cancelSupervision:
                given = nil
                let then = Clocks(
                    definition: definition, calendar: calendar, item: clocks.item, now: entry.step.time.arose)
                lifted = then.deadlines(fold, stays: stays).compactMap(\.mark).max()
            default: break
            }
        }
        var byTime = deadlines.compactMap(\.mark).max()
        if let mark = byTime, let lifted, mark <= lifted { byTime = nil }
        return [given, byTime].compactMap { $0 }.max()
    }
}
