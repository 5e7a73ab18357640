package import GridRecords

/// What report is wanted.
package struct ReportRequest: Sendable {
    package enum Columns: Sendable, Hashable {
        /// Areas of a level below the scope, `township` under a county.
        case level(String)
        /// These areas in this order.
        case areas([AreaCode])
        /// The template's departments.
        case departments
    }

    package let template: ReportTemplate
    package let period: Period
    /// Milliseconds since 1970: the report knows what had happened by then.
    package let cutoff: Int64
    package let scope: AreaCode
    package let columns: Columns
    /// The first day from which the facts are whole; no earlier window is counted from them.
    package let factsFrom: CalendarDate
    /// The version of the catalogue of records, stored in the report.
    package let catalogue: String

    package init(
        template: ReportTemplate, period: Period, cutoff: Int64, scope: AreaCode, columns: Columns,
        factsFrom: CalendarDate, catalogue: String
    ) {
        self.template = template
        self.period = period
        self.cutoff = cutoff
        self.scope = scope
        self.columns = columns
        self.factsFrom = factsFrom
        self.catalogue = catalogue
    }

    /// The cut-off of another window, as long after its end as this one's.
    func cutoff(for window: Period) -> Int64 { window == period ? cutoff : window.end + (cutoff - period.end) }
}
