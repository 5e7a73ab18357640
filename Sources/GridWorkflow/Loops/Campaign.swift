package import GridRecords

/// A stretch of work towards one end (专项行动), with or without a last day.
package struct Campaign: Sendable, Hashable {
    package let id: String
    package let label: Label
    package let from: CalendarDate
    /// The last day; nil for a campaign that goes on.
    package let to: CalendarDate?

    package init(id: String, label: Label, from: CalendarDate, to: CalendarDate?) {
        self.id = id
        self.label = label
        self.from = from
        self.to = to
    }

    /// A campaign of so many days, the first one counted (百日清零).
    package init(id: String, label: Label, from: CalendarDate, days: Int) {
        self.init(id: id, label: label, from: from, to: from.adding(days: max(1, days) - 1))
    }

    package func isRunning(on date: CalendarDate) -> Bool { from <= date && (to.map { date <= $0 } ?? true) }
}

/// One task of a campaign: what was found, and how and when it ended.
package struct CampaignTask: Sendable, Hashable {
    package enum End: Sendable, Hashable {
        case closed(CalendarDate)
        /// 核销: what the danger came from is gone.
        case writtenOff(CalendarDate)

        var date: CalendarDate {
            switch self {
            case .closed(let date), .writtenOff(let date): date
            }
        }
    }

    package let record: RecordID
    /// A record may belong to several.
    package let campaigns: Set<String>
    package let foundOn: CalendarDate
    package let end: End?

    package init(record: RecordID, campaigns: Set<String>, foundOn: CalendarDate, end: End?) {
        self.record = record
        self.campaigns = campaigns
        self.foundOn = foundOn
        self.end = end
    }
}

/// How much of a campaign is left at the end of a day.
package struct BurnDown: Sendable, Hashable {
    package let date: CalendarDate
    /// Found so far; always closed + written off + open.
    package let found: Int
    package let closed: Int
    package let writtenOff: Int

    package var open: Int { found - closed - writtenOff }
    /// Closed or written off, of what was found; nil while nothing was.
    package var rate: Ratio? { Ratio(closed + writtenOff, of: found) }
}

extension Campaign {
    /// Where the campaign stood at the end of a day; a record counts once however often it is given.
    package func standing(_ tasks: some Sequence<CampaignTask>, on date: CalendarDate) -> BurnDown {
        var seen: Set<RecordID> = []
        var (found, closed, writtenOff) = (0, 0, 0)
        for task in tasks where task.campaigns.contains(id) && task.foundOn <= date {
            guard seen.insert(task.record).inserted else { continue }
            found += 1
            guard let end = task.end, end.date <= date else { continue }
            if case .closed = end { closed += 1 } else { writtenOff += 1 }
        }
        return BurnDown(date: date, found: found, closed: closed, writtenOff: writtenOff)
    }

    /// One standing for each day from the first to the last, or to the day asked for, which comes earlier.
    package func burnDown(_ tasks: [CampaignTask], through date: CalendarDate) -> [BurnDown] {
        let last = min(to ?? date, date)
        guard from <= last else { return [] }
        return (from.dayNumber...last.dayNumber).prefix(WorkingCalendar.maximumDays).map {
            standing(tasks, on: CalendarDate(dayNumber: $0))
        }
    }

    /// Tasks still open after the last day, sorted by record.
    package func overdue(_ tasks: [CampaignTask], on date: CalendarDate) -> [RecordID] {
        guard let to, date > to else { return [] }
        return tasks.filter { $0.campaigns.contains(id) && ($0.end.map { $0.date > to } ?? true) }.map(\.record)
            .sorted()
    }
}
