package import GridRecords

/// The life of one kind of work item, as an office wrote it down. Data, not code.
package struct WorkflowDefinition: Sendable, Hashable {
    package let id: String
    package let label: Label
    /// The kind of record that lives so.
    package let kind: String
    /// The field that holds the state, with the policy `stage`.
    package let stateField: String
    /// The log of steps: a collection of entries.
    package let stepsField: String
    /// A field that names the day by which the work is to be done; nil where only the limits count.
    package let dueField: String?
    /// The state in which a record begins.
    package let initial: String
    /// In the declared order.
    package let states: [StateDefinition]
    package let transitions: [TransitionDefinition]
    /// Operations that are noted in the log and change no state.
    package let notes: [NoteDefinition]
    package let deadlines: [DeadlineRule]
    package let rules: WorkflowRules

    /// By operation, in the declared order.
    private let ways: [String: [TransitionDefinition]]
    private let stateIndex: [String: Int]
    private let noteIndex: [String: Int]

    package init(
        id: String, label: Label, kind: String, stateField: String = "state", stepsField: String = "steps",
        dueField: String? = nil, initial: String, states: [StateDefinition], transitions: [TransitionDefinition],
        notes: [NoteDefinition] = [], deadlines: [DeadlineRule] = [], rules: WorkflowRules = WorkflowRules()
    ) {
        self.id = id
        self.label = label
        self.kind = kind
        self.stateField = stateField
        self.stepsField = stepsField
        self.dueField = dueField
        self.initial = initial
        self.states = states
        self.transitions = transitions
        self.notes = notes
        self.deadlines = deadlines
        self.rules = rules
        ways = Dictionary(grouping: transitions, by: \.operation)
        stateIndex = Dictionary(states.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        noteIndex = Dictionary(notes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func state(_ id: String) -> StateDefinition? { stateIndex[id].map { states[$0] } }
    package func note(_ operation: String) -> NoteDefinition? { noteIndex[operation].map { notes[$0] } }
    /// The ways that an operation takes, in the declared order; none for an unknown one.
    package func ways(of operation: String) -> [TransitionDefinition] { ways[operation] ?? [] }

    /// Whether the files know the operation at all.
    package func knows(_ operation: String) -> Bool {
        ways[operation] != nil || note(operation) != nil
    }
}

/// One state in which an item can stand.
package struct StateDefinition: Sendable, Hashable {
    package let id: String
    /// Greater is further; decides between two ways of ending.
    package let rank: Int
    /// Off the main way: the item is to come back from here, or stays aside for good.
    package let isSide: Bool
    /// Nothing more is to be done; only a reopening leads out, and no late step undoes it.
    package let isTerminal: Bool
    /// The clock of every deadline stands still here.
    package let isPaused: Bool
    /// Shown in the place of this state once every secondary organisation has replied.
    package let standsFor: String?

    package init(
        id: String, rank: Int, isSide: Bool = false, isTerminal: Bool = false, isPaused: Bool = false,
        standsFor: String? = nil
    ) {
        self.id = id
        self.standsFor = standsFor
        self.rank = rank
        self.isSide = isSide
        self.isTerminal = isTerminal
        self.isPaused = isPaused
    }
}

/// One way from state to state.
package struct TransitionDefinition: Sendable, Hashable {
    /// Where the work goes.
    package enum Handover: String, CaseIterable, Sendable {
        /// Stays where it is.
        case stays
        /// To the organisation that took the step.
        case actor
        /// To the organisation that the step names.
        case target
        /// Back to the organisation of the step that brought it here, and to no other.
        case back
    }

    /// Whose organisation may take the step.
    package enum Actor: String, CaseIterable, Sendable {
        case any, holder
        /// The holder, the one who gave it the work, or an organisation on a higher level.
        case supervisor
        /// Anybody but the person who did the work.
        case other
    }

    package let id: String
    package let operation: String
    package let from: [String]
    package let to: String
    package let levels: [OrganisationLevel]
    package let actor: Actor
    package let handover: Handover
    package let needs: Needs
    package let phase: Phase

    package init(
        id: String, operation: String? = nil, from: [String], to: String, levels: [OrganisationLevel],
        actor: Actor = .any, handover: Handover = .stays, needs: Needs = Needs(), phase: Phase = .during
    ) {
        self.phase = phase
        self.id = id
        self.operation = operation ?? id
        self.from = from
        self.to = to
        self.levels = levels
        self.actor = actor
        self.handover = handover
        self.needs = needs
    }
}

/// When in the life of trouble a step works: 事前预防、事中化解、事后处置.
package enum Phase: String, CaseIterable, Sendable { case before, during, after }

/// What a step must bring or find.
package struct Needs: Sendable, Hashable {
    /// Conditions that the log and the record answer.
    package enum Condition: String, CaseIterable, Sendable {
        /// Every secondary organisation accepted and replied.
        case secondariesReplied = "secondaries_replied"
        /// Every item of the record is fixed or verified.
        case itemsFixed = "items_fixed"
        /// No party refuses mediation.
        case notRefused = "not_refused"
        /// The organisation named stands above the one that acts; refused from the county, the last stop.
        case upward
        /// The step lies within the window of recurrence after acceptance.
        case recurrence
        /// The last stop does not close without an outcome or a referral.
        case outcomeAtLastStop = "outcome_at_last_stop"

        /// Whether the log alone answers it, so that it holds for steps of long ago too.
        var isOfTheLog: Bool { self == .secondariesReplied || self == .upward || self == .recurrence }
    }

    /// Parts of the step: `reason`, `to`, `secondaries`, `evidence`, `link`, `days`, `score`.
    package let parts: [StepPart]
    /// Fields of the record that must hold something.
    package let fields: [String]
    package let conditions: [Condition]

    package init(parts: [StepPart] = [], fields: [String] = [], conditions: [Condition] = []) {
        self.parts = parts
        self.fields = fields
        self.conditions = conditions
    }
}

/// What a step may say besides its operation.
package enum StepPart: String, CaseIterable, Sendable {
    case reason, to, secondaries, evidence, link, days, score
}

/// An operation that changes no state.
package struct NoteDefinition: Sendable, Hashable {
    package enum Effect: String, CaseIterable, Sendable {
        case none, join, reply
        case askExtension = "ask_extension"
        case grantExtension = "grant_extension"
        case refuseExtension = "refuse_extension"
        case remind
        case yellowCard = "yellow_card"
        case redCard = "red_card"
        case cancelSupervision = "cancel_supervision"
        case hasten, unhasten
    }

    package let id: String
    package let levels: [OrganisationLevel]
    package let effect: Effect
    package let needs: Needs

    package init(id: String, levels: [OrganisationLevel], effect: Effect = .none, needs: Needs = Needs()) {
        self.id = id
        self.levels = levels
        self.effect = effect
        self.needs = needs
    }
}
