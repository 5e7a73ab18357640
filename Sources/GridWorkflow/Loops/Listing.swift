package import GridRecords

/// What is listed for rectification: 挂牌整治 takes in units and whole areas.
package enum ListingTarget: Sendable, Hashable {
    case unit(RecordID)
    case area(AreaCode)
}

/// The numbers of the practice: three months to a cycle, a check in each.
package struct ListingRules: Sendable, Hashable {
    package let cycleMonths: Int
    package let checksPerMonth: Int

    package init(cycleMonths: Int = 3, checksPerMonth: Int = 1) {
        self.cycleMonths = max(1, cycleMonths)
        self.checksPerMonth = max(1, checksPerMonth)
    }
}

/// One listing from the day on which the sign went up to the day on which it comes down.
package struct Listing: Sendable, Hashable {
    package struct Acceptance: Sendable, Hashable {
        package let on: CalendarDate
        package let isPassed: Bool

        package init(on: CalendarDate, isPassed: Bool) {
            self.on = on
            self.isPassed = isPassed
        }
    }

    package struct Cycle: Sendable, Hashable {
        /// From 1.
        package let number: Int
        package let from: CalendarDate
        package let due: CalendarDate
        /// Nil while nobody came to accept.
        package let acceptance: Acceptance?
    }

    package let target: ListingTarget
    package let listedOn: CalendarDate
    /// Sorted.
    package let checks: [CalendarDate]
    /// Sorted by day; what follows an acceptance that passed has no effect.
    package let acceptances: [Acceptance]
    package let rules: ListingRules

    package init(
        target: ListingTarget, listedOn: CalendarDate, checks: [CalendarDate] = [], acceptances: [Acceptance] = [],
        rules: ListingRules = ListingRules()
    ) {
        self.target = target
        self.listedOn = listedOn
        self.checks = checks.sorted()
        // Of two on one day the failure counts first, so that the order of arrival decides nothing.
        self.acceptances = acceptances.filter { $0.on >= listedOn }
            .sorted { $0.on != $1.on ? $0.on < $1.on : !$0.isPassed && $1.isPassed }
        self.rules = rules
    }

    /// The cycles so far: a failure starts another one, an acceptance ends the listing.
    ///
    /// A cycle begins where the one before was due, whenever the acceptance took place, so the days do not drift.
    package var cycles: [Cycle] {
        var cycles: [Cycle] = []
        for (index, acceptance) in acceptances.enumerated() {
            cycles.append(cycle(index + 1, acceptance))
            if acceptance.isPassed { return cycles }
        }
        return cycles + [cycle(cycles.count + 1, nil)]
    }

    private func cycle(_ number: Int, _ acceptance: Acceptance?) -> Cycle {
        Cycle(
            number: number, from: listedOn.adding(months: rules.cycleMonths * (number - 1)),
            due: listedOn.adding(months: rules.cycleMonths * number), acceptance: acceptance)
    }

    /// The day on which the sign comes down; nil while it is up.
    package var delistedOn: CalendarDate? { acceptances.first(where: \.isPassed)?.on }

    /// The cycle that runs; nil when it was delisted.
    package var current: Cycle? { cycles.last.flatMap { $0.acceptance == nil ? $0 : nil } }

    /// Whether nobody came to accept by the end of the cycle.
    package func isAcceptanceOverdue(on today: CalendarDate) -> Bool { current.map { today > $0.due } ?? false }

    /// Months of the listing, counted from its day, that are over and had too few checks.
    package func monthsWithoutCheck(on today: CalendarDate) -> [DateWindow] {
        let end = min(delistedOn ?? today, today)
        var months: [DateWindow] = []
        for number in 0..<WorkingCalendar.maximumDays {
            let month = DateWindow(
                from: listedOn.adding(months: number), to: listedOn.adding(months: number + 1).adding(days: -1))
            guard month.to < end, month.from < month.to else { break }
            if checks.count(where: { month.contains($0) }) < rules.checksPerMonth { months.append(month) }
        }
        return months
    }
}

/// How many listings there are and were, units and areas apart.
package struct ListingCount: Sendable, Hashable {
    package let open: Int
    package let closed: Int

    package init(_ listings: some Sequence<Listing>) {
        var (open, closed) = (0, 0)
        for listing in listings { if listing.delistedOn == nil { open += 1 } else { closed += 1 } }
        (self.open, self.closed) = (open, closed)
    }
}
