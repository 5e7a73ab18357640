import GridRecords

/// Where an item stands as far as it decides which step may come next.
struct Position: Sendable, Hashable {
    var state: String
    var holder: Organisation
    /// Who brought it to the holder: the only one to whom it can be returned.
    var giver: Organisation?
    var secondaries: [SecondaryPart] = []
    var returns = 0
    /// Who did the work that is to be checked.
    var resolver: Text?
    /// When it came to its end.
    var endedAt: Int64?
    var extensionState = ExtensionState.none
    var extensionsGranted = 0
    /// Since when it is hastened.
    var hastenedAt: Int64?
    /// From 1; another one with each reopening.
    var cycle = 1

    init(initial: String, holder: Organisation) {
        state = initial
        self.holder = holder
    }

    var openSecondaries: [Organisation] { secondaries.filter { !$0.hasReplied }.map(\.organisation) }
}

/// One organisation that helps the main one.
package struct SecondaryPart: Sendable, Hashable {
    package let organisation: Organisation
    package internal(set) var hasAccepted: Bool
    package internal(set) var hasReplied: Bool
}

/// How far a wish for more time has come.
package enum ExtensionState: Sendable, Hashable {
    case none
    /// Days asked for, and who asks.
    case asked(days: Int, by: Organisation)
    case granted(days: Int)
    case refused(days: Int)

    /// 0 none, 1 asked, 2 granted, 3 refused, as on the provincial platform.
    package var code: Int {
        switch self {
        case .none: 0
        case .asked: 1
        case .granted: 2
        case .refused: 3
        }
    }
}

extension Position {
    /// The position after a step that was judged legal.
    func applying(_ step: WorkStep, _ transition: TransitionDefinition, in definition: WorkflowDefinition) -> Position {
        var next = self
        let target = definition.state(transition.to)
        let wasEnded = definition.state(state)?.isTerminal == true
        next.state = transition.to
        switch transition.handover {
        case .stays: break
        case .actor:
            if step.organisation != holder { next.giver = holder }
            next.holder = step.organisation
        case .target:
            next.giver = step.organisation
            next.holder = step.to ?? holder
        case .back:
            next.returns += 1
            next.holder = giver ?? holder
            next.giver = nil
        }
        if !step.secondaries.isEmpty { next.name(step.secondaries) }
        if transition.isWork(in: definition) { next.resolver = step.by }
        if target?.isTerminal == true { next.endedAt = step.time.arose }
        if wasEnded {
            next.cycle += 1
            next.returns = 0
            next.secondaries = []
            next.resolver = nil
            next.extensionState = .none
            next.extensionsGranted = 0
            next.hastenedAt = nil
        }
        return next
    }

    /// Those named stand beside the main organisation; who was named before keeps what he did.
    private mutating func name(_ organisations: [Organisation]) {
        var seen: Set<Organisation> = []
        secondaries = organisations.filter { seen.insert($0).inserted }.sorted().map { organisation in
            secondaries.first { $0.organisation == organisation }
                ?? SecondaryPart(organisation: organisation, hasAccepted: false, hasReplied: false)
        }
    }

    func applying(_ step: WorkStep, _ note: NoteDefinition) -> Position {
        var next = self
        switch note.effect {
        case .join: next.update(step.organisation) { $0.hasAccepted = true }
        case .reply: next.update(step.organisation) { $0.hasReplied = true }
        case .askExtension: next.extensionState = .asked(days: step.days ?? 0, by: step.organisation)
        case .grantExtension:
            guard case .asked(let days, _) = extensionState else { break }
            next.extensionState = .granted(days: min(days, step.days ?? days))
            next.extensionsGranted += 1
        case .refuseExtension:
            guard case .asked(let days, _) = extensionState else { break }
            next.extensionState = .refused(days: days)
        case .hasten: next.hastenedAt = hastenedAt ?? step.time.arose
        case .unhasten: next.hastenedAt = nil
        case .none, .remind, .yellowCard, .redCard, .cancelSupervision: break
        }
        return next
    }

    private mutating func update(_ organisation: Organisation, _ change: (inout SecondaryPart) -> Void) {
        for index in secondaries.indices where secondaries[index].organisation == organisation {
            change(&secondaries[index])
        }
    }
}

extension TransitionDefinition {
    /// Whether it reports work as done: it leads along the main way to where somebody else looks at it.
    func isWork(in definition: WorkflowDefinition) -> Bool {
        definition.transitions.contains { $0.actor == .other && $0.from.contains(to) } && actor != .other
    }
}
