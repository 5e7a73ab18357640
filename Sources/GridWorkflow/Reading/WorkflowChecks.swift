package import GridRecords

/// Whether a workflow holds together, and whether it fits the catalogue whose records live by it.
extension WorkflowDefinition {
    func checkItself() throws(WorkflowError) {
        // States and operations share their names, so that a message can point at either by its name alone.
        var seen: Set<String> = []
        for id in states.map(\.id) + transitions.map(\.id) + notes.map(\.id) + deadlines.map(\.id) {
            guard seen.insert(id).inserted else {
                throw WorkflowError(place: id, reason: "two states, transitions, notes or deadlines are called so")
            }
        }
        guard let first = state(initial) else {
            throw WorkflowError(reason: "`initial` names the state `\(initial)`, which is not there")
        }
        if first.isTerminal { throw WorkflowError(place: initial, reason: "a life cannot begin at its end") }
        for state in states {
            if let other = state.standsFor { try require(other, named: "stands_for", by: state.id) }
        }
        for transition in transitions {
            for from in transition.from { try require(from, named: "from", by: transition.id) }
            try require(transition.to, named: "to", by: transition.id)
            if note(transition.operation) != nil {
                throw WorkflowError(place: transition.id, reason: "the operation is a note already")
            }
        }
        for rule in deadlines { for state in rule.states { try require(state, named: "states", by: rule.id) } }
        if deadlines.count(where: \.isMain) > 1 {
            throw WorkflowError(place: deadlines.last(where: \.isMain)?.id, reason: "only one deadline can be `main`")
        }
        try checkReach()
    }

    private func require(_ id: String, named key: String, by place: String) throws(WorkflowError) {
        if state(id) == nil {
            throw WorkflowError(place: place, reason: "`\(key)` names the state `\(id)`, which is not there")
        }
    }

    /// Every state must be reached, and from every state that is no end some end.
    private func checkReach() throws(WorkflowError) {
        let reached = reachable(from: [initial])
        for state in states where !reached.contains(state.id) && state.standsFor == nil {
            throw WorkflowError(place: state.id, reason: "no transition leads to this state")
        }
        for state in states where !state.isTerminal && state.standsFor == nil {
            let ahead = reachable(from: [state.id])
            if !states.contains(where: { $0.isTerminal && ahead.contains($0.id) }) {
                throw WorkflowError(place: state.id, reason: "from this state no way leads to an end")
            }
        }
    }

    private func reachable(from start: Set<String>) -> Set<String> {
        var reached = start
        var frontier = Array(start)
        while let id = frontier.popLast() {
            for way in transitions where way.from.contains(id) && reached.insert(way.to).inserted {
                frontier.append(way.to)
            }
        }
        return reached
    }

    /// Whether the catalogue has the states, and lets a record go the ways that this workflow goes.
    package func check(against catalogue: Catalogue) throws(WorkflowError) {
        guard let kind = catalogue.kind(kind) else {
            throw WorkflowError(reason: "the catalogue has no kind `\(self.kind)`")
        }
        guard let field = kind.field(stateField), field.policy.name == .stage else {
            throw WorkflowError(reason: "the kind has no field `\(stateField)` with the policy `stage`")
        }
        for state in states where field.rank(of: Text(state.id)) == nil {
            throw WorkflowError(place: state.id, reason: "the catalogue's `\(stateField)` has no such code")
        }
        guard kind.field(stepsField)?.type == .entries else {
            throw WorkflowError(reason: "the kind has no log `\(stepsField)`")
        }
        try checkFields(kind)
        let ways = field.policy.stepChains()
        let resumed = field.policy.stepChains("resume").flatMap { zip($0, $0.dropFirst()).map { [$0, $1] } }
        for transition in transitions {
            for from in transition.from where from != transition.to {
                guard resumed.contains([from, transition.to]) || WorkflowDefinition.leads(ways, from, transition.to)
                else {
                    throw WorkflowError(
                        place: transition.id,
                        reason: "the catalogue's `\(stateField)` has no way from `\(from)` to `\(transition.to)`")
                }
            }
        }
    }

    private func checkFields(_ kind: KindDefinition) throws(WorkflowError) {
        if let dueField, kind.field(dueField) == nil {
            throw WorkflowError(reason: "`due_field` names the field `\(dueField)`, which is not there")
        }
        let needed =
            transitions.map { ($0.id, $0.needs.fields) } + notes.map { ($0.id, $0.needs.fields) }
            + deadlines.map { ($0.id, $0.variants.map(\.when.field)) }
        for (place, fields) in needed {
            // `urgent` also stands for items that were hastened in their log.
            for field in fields where field != "urgent" && kind.field(field) == nil {
                throw WorkflowError(place: place, reason: "it names the field `\(field)`, which is not there")
            }
        }
    }

    private static func leads(_ chains: [[String]], _ from: String, _ to: String) -> Bool {
        var reached: Set<String> = [from]
        var frontier = [from]
        while let code = frontier.popLast() {
            for chain in chains {
                for (here, there) in zip(chain, chain.dropFirst()) where here == code {
                    if there == to { return true }
                    if reached.insert(there).inserted { frontier.append(there) }
                }
            }
        }
        return false
    }
}
