import GridCausality
package import GridRecords

/// Judging a step before it is written: by the log, and by what the record holds at this moment.
extension Evaluator {
    /// Why the step cannot be taken now; nil when it can.
    package func refusal(of step: WorkStep, for item: WorkItem) -> Refusal? {
        do throws(Refusal) {
            _ = try outcome(of: step, for: item)
            return nil
        } catch {
            return error
        }
    }

    /// What the step leads to, to be written beside it in one changeset.
    ///
    /// - Throws: why it cannot be taken now, with a stable code and a sentence in each language.
    package func outcome(of step: WorkStep, for item: WorkItem) throws(Refusal) -> StepOutcome {
        let position = fold(item).position
        switch Legality(definition: definition).judge(step, at: position) {
        case .refused(let refusal): throw refusal
        case .transition(let way):
            try check(way.needs, item, position)
            let next = position.applying(step, way, in: definition)
            return StepOutcome(state: shownState(next), holder: next.holder)
        case .note(let note):
            try check(note.needs, item, position)
            if note.effect == .askExtension { try checkExtension(step, item) }
            let next = position.applying(step, note)
            return StepOutcome(state: shownState(next), holder: next.holder)
        }
    }

    /// Operations that an organisation and person could take now, in the order of the file; for buttons.
    ///
    /// Parts that a step needs are supposed to be given.
    package func operations(for item: WorkItem, by person: Text, of organisation: Organisation, now: Int64) -> [String]
    {
        let position = fold(item).position
        let legality = Legality(definition: definition)
        var seen: Set<String> = []
        let names = definition.transitions.map(\.operation) + definition.notes.map(\.id)
        return names.filter { seen.insert($0).inserted }.filter { name in
            let isReturn = definition.transitions.contains { $0.operation == name && $0.handover == .back }
            let above = Organisation(level: .county, code: "")
            let step = WorkStep(
                dot: .init(replica: .init(high: 0, low: 0), counter: 1), operation: name, by: person,
                organisation: organisation, to: isReturn ? position.giver : above, secondaries: [organisation],
                reason: "…", days: 1, link: item.id, hasEvidence: true, score: 0, time: StepTime(arose: now))
            if case .refused = legality.judge(step, at: position) { return false }
            return true
        }
    }

    private func check(_ needs: Needs, _ item: WorkItem, _ position: Position) throws(Refusal) {
        for field in needs.fields where item.isEmpty(field) {
            throw Refusal(.missingField, "缺少“\(field)”", "the record needs `\(field)`")
        }
        for condition in needs.conditions {
            switch condition {
            case .itemsFixed:
                guard Rectification(item.fields["items"]).isWhole else { throw Refusal(.itemsOpen) }
            case .notRefused: if Mediation(item.fields).isStopped { throw Refusal(.mediationRefused) }
            case .outcomeAtLastStop:
                guard position.holder.level == .county else { continue }
                guard Mediation(item.fields).mayEndAtLastStop else { throw Refusal(.outcomeNeeded) }
            case .secondariesReplied, .upward, .recurrence: break
            }
        }
    }

    private func checkExtension(_ step: WorkStep, _ item: WorkItem) throws(Refusal) {
        let evaluation = evaluate(item, now: step.time.arose)
        guard let main = evaluation.mainDeadline, main.isRunning else {
            throw Refusal(.notFromState, "现在没有办理期限", "no limit runs that could be extended")
        }
        if (step.days ?? 0) > main.limit.days { throw Refusal(.extensionTooLong) }
        if main.overdue(at: step.time.arose) > 0, !definition.rules.mayExtendOverdue {
            throw Refusal(.extensionTooLate)
        }
    }
}

/// Where an item stands after a step.
package struct StepOutcome: Sendable, Hashable {
    /// The code for the record's field of the state.
    package let state: String
    package let holder: Organisation
}

extension WorkItem {
    func isEmpty(_ field: String) -> Bool {
        switch fields[field] {
        case nil, .null?: true
        case .string(let text)?: text.isEmpty
        case .array(let values)?: values.isEmpty
        case .object(let members)?: members.isEmpty
        default: false
        }
    }
}
