package import GridRecords

/// What an item's log comes to at one moment. Worked out, never stored or merged; equal logs give equal evaluations.
package struct Evaluation: Sendable, Hashable {
    package let id: RecordID
    /// The state as the catalogue names it.
    package let state: String
    package let isTerminal: Bool
    /// 1, and one more for each reopening.
    package let cycle: Int
    package let holder: Organisation
    /// To whom the holder could return it; nil when nobody gave it to him.
    package let giver: Organisation?
    package let secondaries: [SecondaryPart]
    /// When the secondaries are to reply: half of the time that the main one has; nil without secondaries.
    package let secondariesDueAt: Int64?
    package let deadlines: [Deadline]
    package let extensionState: ExtensionState
    package let returns: Int
    package let isUrgent: Bool
    /// The heaviest mark that stands, by time or by a supervisor's hand.
    package let mark: SupervisionMark?
    /// Penalty points of that mark.
    package let points: Int
    /// Every step that counts, in its order.
    package let timeline: [TimelineEntry]
    /// Steps that have no effect and that a person should see, in their order.
    package let forReview: [ReviewEntry]
    /// When it came to its end, milliseconds since 1970; nil while it has not.
    package let endedAt: Int64?
    /// The level of the organisation that did the work in this cycle; nil while nobody has.
    package let solvedAt: OrganisationLevel?
    /// What the record's own field says, by its merge policy; nil where it says nothing.
    package let recordState: String?

    /// Whether log and record tell the same; where they do not, somebody wrote one without the other.
    package var agreesWithRecord: Bool { recordState == nil || recordState == state }

    /// The running deadline that ends first.
    package var nextDeadline: Deadline? {
        deadlines.filter(\.isRunning).min { $0.dueAt != $1.dueAt ? $0.dueAt < $1.dueAt : $0.id < $1.id }
    }

    package var mainDeadline: Deadline? { deadlines.first(where: \.isMain) }

    /// Milliseconds by which the worst running deadline is overdue; 0 when all are in time.
    package func overdue(at now: Int64) -> Int64 {
        deadlines.filter(\.isRunning).map { $0.overdue(at: now) }.max() ?? 0
    }

    /// Whether the work was done in time by when the evidence arose; nil while it is not done and not late.
    package func isOnTime(at now: Int64) -> Bool? {
        guard let main = mainDeadline else { return nil }
        if main.overdue(at: now) > 0 { return false }
        return main.isRunning ? nil : true
    }

    package var openSecondaries: [Organisation] { secondaries.filter { !$0.hasReplied }.map(\.organisation) }
}

/// One step that counts.
package struct TimelineEntry: Sendable, Hashable {
    package let step: WorkStep
    /// Nil for a note.
    package let state: String?
    /// Nil for a note.
    package let phase: Phase?
    package let holder: Organisation
    package let marks: [StepMark]
}

/// A step that stays in the log without effect.
package struct ReviewEntry: Sendable, Hashable {
    package let step: WorkStep
    package let refusal: Refusal
    package let marks: [StepMark]
}

/// What makes the time of a step doubtful.
package enum StepMark: Sendable, Hashable {
    /// It reached the hub so many milliseconds after it arose.
    case lateReceipt(milliseconds: Int64)
    /// The clock of its device was wrong by so many milliseconds.
    case wrongClock(milliseconds: Int64)
}

extension WorkflowDefinition {
    func marks(of time: StepTime) -> [StepMark] {
        var marks: [StepMark] = []
        if let received = time.received {
            let lag = received - time.arose
            if lag > Int64(rules.receiptLagHours) * 3_600_000 { marks.append(.lateReceipt(milliseconds: lag)) }
        }
        if time.clockOffset.magnitude > UInt64(rules.clockOffsetMinutes) * 60_000 {
            marks.append(.wrongClock(milliseconds: time.clockOffset))
        }
        return marks
    }
}
