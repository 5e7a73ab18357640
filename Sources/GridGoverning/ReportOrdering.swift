import GridRecords
import GridReporting
import GridSync

/// Fills in what the caller of `report build` left out, and refuses what cannot be.
struct ReportOrdering {
    let rules: GoverningRules
    let tree: AreaTree
    /// The areas that one may mean who names none.
    let topAreas: [AreaCode]
    /// Milliseconds since 1970.
    let now: Int64
    /// When the hub took its first changeset; nil while it has none.
    let firstReceipt: Int64?

    func order(_ asked: Asked) throws -> ReportOrder {
        let template = try rules.report(asked.optionalText("template"))
        let period = try self.period(try asked.text("period"))
        let scope = try self.scope(asked.optionalText("scope"))
        return ReportOrder(
            template: template.id, period: period.text, cutoff: try cutoff(asked.optionalText("cutoff"), period),
            scope: scope.text, level: try level(asked.optionalText("level"), in: scope),
            factsFrom: try factsFrom(asked.optionalText("facts_from"), period).text)
    }

    func period(_ text: String) throws -> Period {
        guard let period = Period(text: text) else {
            throw GoverningError(
                "bad_period", "\(text) is no period",
                hint: "a day 2026-03-05, week 2026-W10, month 2026-03, quarter 2026-Q1, half-year 2026-H1 or year 2026")
        }
        guard period.start < now else {
            throw GoverningError("bad_period", "\(text) has not begun", hint: "the clock of the hub is what counts")
        }
        return period
    }

    /// The end of the period; of one that is not over, now.
    private func cutoff(_ text: String?, _ period: Period) throws -> Int64 {
        guard let text else { return min(period.end, now) }
        let day = CalendarDate(text: text).map { CalendarDate(dayNumber: $0.dayNumber + 1).shanghaiStart }
        guard let cutoff = day ?? Timestamp(text: text)?.milliseconds else {
            throw GoverningError(
                "bad_cutoff", "\(text) is no time", hint: "such as 2026-04-05T18:00:00+08:00, or a day: to its end")
        }
        guard cutoff > period.start, cutoff <= now else {
            throw GoverningError(
                "bad_cutoff", "the cut-off \(text) does not lie between the period's beginning and now")
        }
        return cutoff
    }

    private func scope(_ text: String?) throws -> AreaCode {
        if let text {
            guard tree.contains(AreaCode(text)) else { throw GoverningError.unknownArea(text) }
            return AreaCode(text)
        }
        guard let only = topAreas.first, topAreas.count == 1 else {
            throw GoverningError(
                "missing_argument", "there are \(topAreas.count) areas without one above them here",
                hint: "say with --scope which area the report is about")
        }
        return only
    }

    /// The level directly below the scope, where the caller names none.
    private func level(_ text: String?, in scope: AreaCode) throws -> String {
        if text == ReportOrder.departments { return ReportOrder.departments }
        let below = tree.scope(of: [scope]).filter { $0 != scope }
        guard let level = text else {
            let children = below.filter { tree.areas[$0]?.parent == scope }.sorted()
            return children.first.flatMap { tree.areas[$0]?.level } ?? tree.areas[scope]?.level ?? ""
        }
        guard below.union([scope]).contains(where: { tree.areas[$0]?.level == level }) else {
            throw GoverningError(
                "bad_level", "there is no area of the level \(level) in \(scope)",
                hint: "a level of the area tree such as township, or departments")
        }
        return level
    }

    /// Unless told, whole months after the one in which the hub took its first changeset: what it was never told is
    /// not nought. The reported period itself is always counted.
    private func factsFrom(_ text: String?, _ period: Period) throws -> CalendarDate {
        if let text {
            guard let day = CalendarDate(text: text) else {
                throw GoverningError("bad_date", "\(text) is no date", hint: "such as 2025-01-01")
            }
            return day
        }
        guard let firstReceipt else { return period.firstDay }
        return min(period.firstDay, Period(.month, holding: firstReceipt).dayAfter)
    }
}
