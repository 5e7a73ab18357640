import GridRecords

/// Which step may come next: judged by definition and log alone, so that it never changes with the record's fields.
struct Legality {
    enum Verdict {
        case transition(TransitionDefinition)
        case note(NoteDefinition)
        case refused(Refusal)
    }

    let definition: WorkflowDefinition

    func judge(_ step: WorkStep, at position: Position) -> Verdict {
        if let note = definition.note(step.operation) {
            do throws(Refusal) {
                try check(note, step, position)
                return .note(note)
            } catch {
                return .refused(error)
            }
        }
        let ways = definition.ways(of: step.operation)
        guard !ways.isEmpty else {
            return .refused(
                Refusal(
                    .unknownOperation, "没有“\(step.operation)”这一步骤", "there is no operation `\(step.operation)`"))
        }
        guard let way = ways.first(where: { $0.from.contains(position.state) }) else {
            if definition.state(position.state)?.isTerminal == true { return .refused(Refusal(.closed)) }
            return .refused(
                Refusal(
                    .notFromState, "当前状态“\(position.state)”不能办理“\(step.operation)”",
                    "`\(step.operation)` does not lead on from `\(position.state)`"))
        }
        do throws(Refusal) {
            try check(way, step, position)
            return .transition(way)
        } catch {
            return .refused(error)
        }
    }

    private func check(_ way: TransitionDefinition, _ step: WorkStep, _ position: Position) throws(Refusal) {
        try check(levels: way.levels, way.needs, step)
        switch way.actor {
        case .any: break
        case .holder: if step.organisation != position.holder { throw Refusal(.notHolder) }
        case .supervisor:
            guard step.organisation == position.holder || isAbove(step.organisation, position) else {
                throw Refusal(.notAbove)
            }
        case .other: if step.by == position.resolver { throw Refusal(.samePerson) }
        }
        let isExhausted = position.returns >= definition.rules.maximumReturns
        if way.handover == .back {
            if isExhausted { throw Refusal(.returnsExhausted) }
            guard let giver = position.giver, step.to == nil || step.to == giver else { throw Refusal(.wrongReturn) }
        } else if isExhausted, lastStepReturned(position), step.organisation.level < .township {
            throw Refusal(.returnsExhausted)
        }
        if way.handover == .target, step.to == nil { throw missing(.to) }
        try check(way.needs.conditions, step, position)
    }

    /// Whether the organisation may decide over the holder: it gave him the work, or stands on a higher level.
    private func isAbove(_ organisation: Organisation, _ position: Position) -> Bool {
        organisation == position.giver || organisation.level > position.holder.level
    }

    /// Whether the item stands where returns lead to.
    private func lastStepReturned(_ position: Position) -> Bool {
        definition.transitions.contains { $0.handover == .back && $0.to == position.state }
    }

    private func check(_ conditions: [Needs.Condition], _ step: WorkStep, _ position: Position) throws(Refusal) {
        for condition in conditions where condition.isOfTheLog {
            switch condition {
            case .secondariesReplied: if !position.openSecondaries.isEmpty { throw Refusal(.secondariesOpen) }
            case .upward:
                if position.holder.level == .county { throw Refusal(.countyIsLast) }
                guard let to = step.to, to.level > step.organisation.level else { throw Refusal(.notUpward) }
            case .recurrence:
                let window = RecurrenceWindow(months: definition.rules.recurrenceMonths)
                guard let end = position.endedAt, window.contains(step.time.arose, after: end) else {
                    throw Refusal(.outsideRecurrence)
                }
            case .itemsFixed, .notRefused, .outcomeAtLastStop: break
            }
        }
    }

    private func check(levels: [OrganisationLevel], _ needs: Needs, _ step: WorkStep) throws(Refusal) {
        guard levels.contains(step.organisation.level) else {
            let level = step.organisation.level.rawValue
            throw Refusal(
                .levelNotAllowed, "本级单位无权办理“\(step.operation)”", "`\(step.operation)` is not for the level \(level)")
        }
        if let part = needs.parts.first(where: { !step.has($0) }) { throw missing(part) }
    }

    private func missing(_ part: StepPart) -> Refusal {
        let chinese =
            switch part {
            case .reason: "理由"
            case .to: "目标单位"
            case .secondaries: "协办单位"
            case .evidence: "佐证"
            case .link: "关联记录"
            case .days: "天数"
            case .score: "评分"
            }
        return Refusal(.missingPart, "缺少\(chinese)", "the step needs `\(part.rawValue)`")
    }
}

/// Operations that change no state.
extension Legality {
    private func check(_ note: NoteDefinition, _ step: WorkStep, _ position: Position) throws(Refusal) {
        try check(levels: note.levels, note.needs, step)
        let isEnded = definition.state(position.state)?.isTerminal == true
        if isEnded, note.effect != .none { throw Refusal(.closed) }
        switch note.effect {
        case .none, .hasten, .unhasten: break
        case .join, .reply:
            guard let part = position.secondaries.first(where: { $0.organisation == step.organisation }) else {
                throw Refusal(.notSecondary)
            }
            if note.effect == .reply, !part.hasAccepted { throw Refusal(.secondariesOpen) }
        case .askExtension:
            guard step.organisation == position.holder else { throw Refusal(.notHolder) }
            if case .asked = position.extensionState { throw Refusal(.extensionOpen) }
            if position.extensionsGranted >= definition.rules.maximumExtensions { throw Refusal(.extensionUsed) }
        case .grantExtension, .refuseExtension:
            guard case .asked(_, let asker) = position.extensionState else { throw Refusal(.nothingToDecide) }
            // The one who gave the work decides, or anybody above; never the one who asks.
            let mayDecide =
                step.organisation != asker
                && (step.organisation == position.giver || step.organisation.level > asker.level)
            guard mayDecide else { throw Refusal(.notAbove) }
        case .remind, .yellowCard, .redCard, .cancelSupervision:
            guard step.organisation.level == .county || isAbove(step.organisation, position) else {
                throw Refusal(.notAbove)
            }
        }
    }
}
