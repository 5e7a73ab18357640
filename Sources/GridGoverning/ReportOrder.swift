import GridRecords
package import GridReporting

/// What was asked for when a report was built: kept beside it, so that a restatement asks the same.
package struct ReportOrder: Codable, Hashable, Sendable {
    package var template: String
    package var period: String
    /// Milliseconds since 1970.
    package var cutoff: Int64
    package var scope: String
    /// A level of areas, or `departments`.
    package var level: String
    /// The first day from which the hub's facts are whole.
    package var factsFrom: String

    package static let departments = "departments"

    package func request(_ rules: GoverningRules, catalogue: String) throws(GoverningError) -> ReportRequest {
        guard let window = Period(text: period), let day = CalendarDate(text: factsFrom) else {
            throw GoverningError.unreadable("the order of a report", period)
        }
        return ReportRequest(
            template: try rules.report(template), period: window, cutoff: cutoff, scope: AreaCode(scope),
            columns: level == ReportOrder.departments ? .departments : .level(level), factsFrom: day,
            catalogue: catalogue)
    }
}
