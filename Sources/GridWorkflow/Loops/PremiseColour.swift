package import GridRecords

/// The colour of premises (两房一店), the best first.
package enum PremiseColour: String, CaseIterable, Sendable, Comparable {
    case green, yellow, red

    private var weight: Int { self == .green ? 0 : self == .yellow ? 1 : 2 }
    package static func < (left: PremiseColour, right: PremiseColour) -> Bool { left.weight < right.weight }
}

/// Why premises have their colour.
package enum ColourReason: String, CaseIterable, Sendable {
    case openMajor = "open_major"
    case openGeneral = "open_general"
    case neverInspected = "never_inspected"
    case inspectionTooOld = "inspection_too_old"
    case inspectedAndClean = "inspected_and_clean"
    /// Nothing is open any more, but nobody has been there since.
    case awaitsRecheck = "awaits_recheck"
}

/// What is known of premises on one day.
package struct PremiseFacts: Sendable, Hashable {
    package let on: CalendarDate
    /// Levels of the hazards that are open.
    package let openLevels: [String]
    package let lastInspectedOn: CalendarDate?

    package init(on: CalendarDate, openLevels: [String], lastInspectedOn: CalendarDate?) {
        self.on = on
        self.openLevels = openLevels
        self.lastInspectedOn = lastInspectedOn
    }
}

/// By what premises are coloured, and how soon each colour is visited again.
package struct ColourRules: Sendable, Hashable {
    /// Levels of hazards that make premises red.
    package let redLevels: [String]
    /// How long an inspection keeps premises green.
    package let inspectedWithin: TimeLimit
    package let revisit: [PremiseColour: TimeLimit]

    package init(
        redLevels: [String] = ["2", "3"], inspectedWithin: TimeLimit = .months(3),
        revisit: [PremiseColour: TimeLimit] = [.red: .calendarDays(7), .yellow: .months(1), .green: .months(3)]
    ) {
        self.redLevels = redLevels
        self.inspectedWithin = inspectedWithin
        self.revisit = revisit
    }

    /// Open major: red. Only general open: yellow. None open and inspected within the period: green. Never inspected,
    /// or too long ago: not green.
    package func colour(_ facts: PremiseFacts, calendar: WorkingCalendar) -> (
        colour: PremiseColour, reason: ColourReason
    ) {
        if facts.openLevels.contains(where: { redLevels.contains($0) }) { return (.red, .openMajor) }
        if !facts.openLevels.isEmpty { return (.yellow, .openGeneral) }
        guard let inspected = facts.lastInspectedOn, inspected <= facts.on else { return (.yellow, .neverInspected) }
        if facts.on.start > inspectedWithin.due(from: inspected.start, calendar: calendar) {
            return (.yellow, .inspectionTooOld)
        }
        return (.green, .inspectedAndClean)
    }

    /// When to go there again: at once where nobody ever was, else so long after the last inspection.
    package func revisitOn(
        _ colour: PremiseColour, lastInspectedOn: CalendarDate?, knownSince: CalendarDate, calendar: WorkingCalendar
    ) -> CalendarDate {
        guard let lastInspectedOn, let limit = revisit[colour] else { return knownSince }
        return Timestamp.shanghaiDay(milliseconds: limit.due(from: lastInspectedOn.start, calendar: calendar))
    }
}

/// How a colour changed over time: each change with its day and reason, never two steps in one.
package struct ColourHistory: Sendable, Hashable {
    package struct Change: Sendable, Hashable {
        /// Nil for the first colour.
        package let from: PremiseColour?
        package let to: PremiseColour
        package let on: CalendarDate
        package let reason: ColourReason
    }

    package private(set) var changes: [Change] = []
    package var colour: PremiseColour? { changes.last?.to }

    /// Goes through what was known, day by day.
    package init(_ facts: some Sequence<PremiseFacts>, rules: ColourRules, calendar: WorkingCalendar) {
        let ordered = facts.sorted { left, right in
            if left.on != right.on { return left.on < right.on }
            // On one day the worse comes last: what a day ends with is on the safe side.
            return rules.colour(left, calendar: calendar).colour < rules.colour(right, calendar: calendar).colour
        }
        for fact in ordered { take(fact, rules: rules, calendar: calendar) }
    }

    /// It gets worse at once, but better by one colour only: from red the way to green leads over yellow, and the
    /// last step needs an inspection after the hazard was put right.
    private mutating func take(_ facts: PremiseFacts, rules: ColourRules, calendar: WorkingCalendar) {
        var (target, reason) = rules.colour(facts, calendar: calendar)
        guard let last = changes.last else {
            changes.append(Change(from: nil, to: target, on: facts.on, reason: reason))
            return
        }
        if last.to == .red, target == .green { (target, reason) = (.yellow, .awaitsRecheck) }
        let waits = last.to == .yellow && last.from == .red
        if waits, target == .green, (facts.lastInspectedOn ?? last.on) <= last.on { return }
        if target != last.to { changes.append(Change(from: last.to, to: target, on: facts.on, reason: reason)) }
    }
}
