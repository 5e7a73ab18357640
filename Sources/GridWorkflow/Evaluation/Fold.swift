import GridRecords

/// What became of each step when the log was gone through from its earliest to its latest.
struct Fold {
    struct Entry {
        enum Outcome {
            case moved(TransitionDefinition)
            case noted(NoteDefinition)
            case refused(Refusal)
        }

        let step: WorkStep
        let outcome: Outcome
        let before: Position
        let after: Position
    }

    let definition: WorkflowDefinition
    private(set) var entries: [Entry] = []
    private(set) var position: Position

    init(_ definition: WorkflowDefinition, from position: Position) {
        self.definition = definition
        self.position = position
    }

    /// Takes the next step; one that is to be passed over stays for review.
    mutating func take(_ step: WorkStep, passingOver: Bool = false) {
        let before = position
        var outcome: Entry.Outcome
        switch Legality(definition: definition).judge(step, at: before) {
        case .transition where passingOver: outcome = .refused(Refusal(.superseded))
        case .transition(let way):
            position = before.applying(step, way, in: definition)
            outcome = .moved(way)
        case .note(let note):
            position = before.applying(step, note)
            outcome = .noted(note)
        case .refused(let refusal): outcome = .refused(refusal)
        }
        entries.append(Entry(step: step, outcome: outcome, before: before, after: position))
    }
}

extension WorkflowDefinition {
    /// Whether the operation leads to a state from which nothing is left to do.
    func mayEnd(by operation: String) -> Bool {
        ways(of: operation).contains { state($0.to)?.isTerminal == true }
    }
}

extension Fold {
    /// Goes through a whole log.
    ///
    /// Steps count in their order. Where a step that arose earlier, but came late, would make an end impossible that
    /// the rest of the log leads to, the end stands and the step is passed over: closed stays closed, whatever comes
    /// in. So the outcome is a function of the set of steps, and only a reopening undoes an end.
    static func through(_ steps: [WorkStep], from position: Position, in definition: WorkflowDefinition) -> Fold {
        let ordered = steps.sorted(by: WorkStep.isEarlier)
        var fold = Fold(definition, from: position)
        var rest = ordered[...]
        while !rest.isEmpty {
            var attempt = fold
            for step in rest { attempt.take(step) }
            let added = attempt.entries.dropFirst(fold.entries.count)
            let isWhole = !added.contains { entry in
                guard case .refused = entry.outcome else { return false }
                return definition.mayEnd(by: entry.step.operation)
            }
            guard !isWhole, let end = WayToEnd.best(through: Array(rest), from: fold.position, in: definition) else {
                return attempt
            }
            for (index, step) in rest.prefix(end.length).enumerated() {
                fold.take(step, passingOver: !end.taken.contains(index))
            }
            rest = rest.dropFirst(end.length)
            // Nothing but a reopening leads on; what stands before it waits for review.
            while let step = rest.first {
                let cycle = fold.position.cycle
                fold.take(step)
                rest = rest.dropFirst()
                if fold.position.cycle != cycle { break }
            }
        }
        return fold
    }
}
