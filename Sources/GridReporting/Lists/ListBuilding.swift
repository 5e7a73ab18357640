package import GridRecords

/// A list as rows of cells, ready to be shown or written.
package struct ListTable: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        /// The problem that the row is about; nil where it is about none.
        package let problem: String?
        package let campaigns: [String]
        package let cells: [String]
    }

    package let id: String
    package let label: Label
    package let headings: [Label]
    package let rows: [Row]
    /// Headings under which names of persons stand.
    package let personColumns: Set<Int>

    /// Only rows of one campaign.
    package func filtered(campaign: String) -> ListTable {
        ListTable(
            id: id, label: label, headings: headings,
            rows: rows.filter { row in row.campaigns.contains { $0.equalsInBytes(campaign) } },
            personColumns: personColumns)
    }

    /// With the family name and two stars in the place of each name.
    package func masked() -> ListTable {
        ListTable(
            id: id, label: label, headings: headings,
            rows: rows.map { row in
                Row(
                    problem: row.problem, campaigns: row.campaigns,
                    cells: row.cells.enumerated().map { index, cell in
                        personColumns.contains(index) ? Masking.masked(cell, by: .name) : cell
                    })
            }, personColumns: personColumns)
    }
}

/// Makes a city's lists out of a report and what the office wrote beside it.
package struct ListBuilder: Sendable {
    package let template: ListTemplate
    package let report: Report
    package let ledger: ListLedger
    /// The day on which overdue is judged.
    package let today: CalendarDate
    /// By record, for the filter; `FactTable.campaigns` gives it.
    package let campaigns: [RecordID: [String]]
    /// In which the cells are written.
    package let language: Language

    package init(
        template: ListTemplate, report: Report, ledger: ListLedger, today: CalendarDate,
        campaigns: [RecordID: [String]] = [:], language: Language = .chinese
    ) {
        self.template = template
        self.report = report
        self.ledger = ledger
        self.today = today
        self.campaigns = campaigns
        self.language = language
    }

    /// In the order of the report, red cells and yellow ones alike; the total has none of its own.
    package var problems: [Problem] {
        let frozen = Timestamp.shanghaiDay(milliseconds: report.cutoff)
        var problems: [Problem] = []
        for row in report.rows {
            for (cell, column) in zip(row.cells, report.columns) where column.id != Cell.total {
                guard let days = template.dueDays[cell.colour] else { continue }
                let due = CalendarDate(dayNumber: frozen.dayNumber + Int32(days))
                problems.append(problem(row, cell, column, due: due))
            }
        }
        return problems
    }

    private func problem(_ row: ReportRow, _ cell: Cell, _ column: Report.Column, due: CalendarDate) -> Problem {
        let id = "\(report.template)/\(report.period.text)/\(row.indicator)/\(column.id)"
        let isClosed = ledger.feedback.contains { $0.isAccepted && $0.problem.equalsInBytes(id) }
        let records = (row.direction == .higherBetter && cell.denominator != nil ? cell.others : cell.counted)
        return Problem(
            id: id, indicator: row.indicator, column: column.id, title: row.label, place: column.label,
            colour: cell.colour, reason: cell.reason, orgID: row.departmentID, org: row.department,
            person: person(row, column),
            due: due, state: isClosed ? .closed : today > due ? .overdue : .open, records: records,
            campaigns: Set(records.flatMap { campaigns[$0] ?? [] }).sorted())
    }

    func person(_ row: ReportRow, _ column: Report.Column) -> String? {
        ledger.persons["\(row.departmentID)/\(column.id)"]
    }

    /// One table for each list of the template.
    package var tables: [ListTable] {
        let problems = problems
        return template.lists.map { list in
            switch list.rows {
            case .responsibilities: responsibilities(list)
            case .contents: contents(list)
            case .problems: problemTable(list, problems)
            case .feedback: feedback(list, problems)
            case .steps: steps(list, problems)
            }
        }
    }
}
