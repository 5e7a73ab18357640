package import GridCausality
package import GridRecords

/// How far a unit was taken: reminded at the check, warned at the recheck, revisited and handed over to enforcement.
package enum WarningStage: Int, CaseIterable, Sendable, Comparable {
    case reminded = 1, warned, handedOver

    package init?(code: String) { self.init(rawValue: Int(code) ?? 0) }
    package var code: String { String(rawValue) }
    package static func < (left: WarningStage, right: WarningStage) -> Bool { left.rawValue < right.rawValue }
}

/// What became of a unit. Enforcement is done by those who may; here stands only that they were told.
package enum WarningOutcome: String, CaseIterable, Sendable {
    case fixed
    case enforcement
    case shutDown = "shut_down"
    case banned
}

/// The three-stage loop of one unit: 一次提醒、二次警示、三次执法.
package struct WarningLoop: Sendable, Hashable {
    /// One visit and the stage at which it took place.
    package struct Visit: Sendable, Hashable {
        package let stage: WarningStage
        /// When it arose, milliseconds since 1970.
        package let at: Int64
        package let dot: Dot
        /// Faults still open at the visit.
        package let openItems: Int

        package init(stage: WarningStage, at: Int64, dot: Dot, openItems: Int) {
            self.stage = stage
            self.at = at
            self.dot = dot
            self.openItems = openItems
        }
    }

    package let unit: RecordID
    /// By the time they arose, then dot.
    package let visits: [Visit]
    package let rectification: Rectification
    package let dueAt: Int64
    package let outcome: WarningOutcome?

    package init(
        unit: RecordID, visits: [Visit], rectification: Rectification, dueAt: Int64, outcome: WarningOutcome? = nil
    ) {
        self.unit = unit
        self.visits = visits.sorted { $0.at != $1.at ? $0.at < $1.at : $0.dot < $1.dot }
        self.rectification = rectification
        self.dueAt = dueAt
        self.outcome = outcome
    }

    /// The furthest stage: a warning that was given cannot be taken back. Nil before the first check.
    package var stage: WarningStage? { visits.map(\.stage).max() }

    /// The stage that the next visit has; nil when nothing is left open or it was handed over.
    package var nextStage: WarningStage? {
        guard let stage else { return .reminded }
        guard !rectification.isWhole, outcome == nil else { return nil }
        return WarningStage(rawValue: stage.rawValue + 1)
    }

    /// Why a visit cannot stand at that stage; nil when it can. Stages are taken one by one and never back.
    package func refusal(of stage: WarningStage) -> Label? {
        if let now = self.stage, stage < now {
            return Label(chinese: "阶段不可倒退", english: "a stage once reached is not taken back")
        }
        if stage.rawValue > (self.stage?.rawValue ?? 0) + 1 {
            return Label(chinese: "须按提醒、警示、执法逐级进行", english: "reminder, warning and hand-over follow one another")
        }
        if stage > .reminded, rectification.isWhole {
            return Label(chinese: "问题已全部整改", english: "every fault is put right already")
        }
        return nil
    }

    /// Nil while it is neither due nor done. A unit that was handed over did not put things right in time.
    package func isOnTime(now: Int64) -> Bool? {
        if let outcome, outcome != .fixed { return false }
        return rectification.isOnTime(dueAt: dueAt, now: now)
    }
}

/// How the units that were called in did: 178 called in, 176 in time.
package struct WarningCount: Sendable, Hashable {
    /// Units with at least one visit: the denominator.
    package let units: Int
    package let onTime: Int
    package let undecided: Int
    package let handedOver: Int
    package let outcomes: [WarningOutcome: Int]

    package init(_ loops: some Sequence<WarningLoop>, now: Int64) {
        var (units, onTime, undecided, handedOver) = (0, 0, 0, 0)
        var outcomes: [WarningOutcome: Int] = [:]
        for loop in loops where loop.stage != nil {
            units += 1
            if loop.stage == .handedOver { handedOver += 1 }
            if let outcome = loop.outcome { outcomes[outcome, default: 0] += 1 }
            switch loop.isOnTime(now: now) {
            case true?: onTime += 1
            case nil: undecided += 1
            case false?: break
            }
        }
        (self.units, self.onTime, self.undecided, self.handedOver) = (units, onTime, undecided, handedOver)
        self.outcomes = outcomes
    }

    /// Of all units called in; nil without any.
    package var onTimeRate: Ratio? { Ratio(onTime, of: units) }
}
