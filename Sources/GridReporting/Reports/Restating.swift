import GridRecords

extension Report {
    /// The cells in which this report says something else than an earlier version, in the order of this one.
    package func differences(from old: Report) -> [Change] {
        var changes: [Change] = []
        let (now, before) = (cellsByPlace, old.cellsByPlace)
        for row in rows {
            for cell in row.cells {
                let before = before[row.indicator]?[cell.column]
                if let before, before.saysTheSame(as: cell) { continue }
                changes.append(
                    Change(
                        indicator: row.indicator, column: cell.column, oldColour: before?.colour,
                        newColour: cell.colour, oldValue: before?.value, newValue: cell.value))
            }
        }
        for row in old.rows {
            for cell in row.cells where now[row.indicator]?[cell.column] == nil {
                changes.append(
                    Change(
                        indicator: row.indicator, column: cell.column, oldColour: cell.colour, newColour: nil,
                        oldValue: cell.value, newValue: nil))
            }
        }
        return changes
    }

    /// By indicator and column: a city has a third of a million cells.
    private var cellsByPlace: [String: [String: Cell]] {
        Dictionary(
            rows.map { row in
                (row.indicator, Dictionary(row.cells.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first }))
            }, uniquingKeysWith: { first, _ in first })
    }
}

extension Cell {
    /// Whether value, counts, colour and records are the same.
    fileprivate func saysTheSame(as other: Cell) -> Bool {
        colour == other.colour && value == other.value && numerator == other.numerator
            && denominator == other.denominator && counted == other.counted && others == other.others
    }
}

/// Which reports were issued, and the next number: counted on, whatever months had none.
package struct ReportRegister: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package let template: String
        package let scope: String
        package let grouping: Report.Grouping
        package let period: Period
        package let number: Report.Number

        package init(
            template: String, scope: String, grouping: Report.Grouping, period: Period, number: Report.Number
        ) {
            self.template = template
            self.scope = scope
            self.grouping = grouping
            self.period = period
            self.number = number
        }
    }

    /// In the order of issue.
    package private(set) var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    /// Numbers a report and notes it.
    ///
    /// - Parameter serial: nil for the next one; a higher one leaves a gap.
    package mutating func issue(_ report: Report, serial: Int? = nil) throws(ReportError) -> Report {
        if let number = latest(report) { throw .alreadyIssued(number) }
        let next = (entries.filter { isSeries($0, report) }.map(\.number.serial).max() ?? 0) + 1
        if let serial, serial < next { throw .serialTaken(serial) }
        return note(report, Report.Number(serial: serial ?? next, version: 1), changes: [])
    }

    /// Notes a new version beside the old one, under the same serial number.
    ///
    /// - Parameter old: the latest version as it was issued.
    package mutating func restate(_ old: Report, as new: Report) throws(ReportError) -> Report {
        guard let number = old.number, latest(new) == number, latest(old) == number else { throw .notIssued }
        let changes = new.differences(from: old)
        guard !changes.isEmpty else { throw .unchanged }
        return note(new, Report.Number(serial: number.serial, version: number.version + 1), changes: changes)
    }

    private mutating func note(_ report: Report, _ number: Report.Number, changes: [Report.Change]) -> Report {
        var report = report
        report.number = number
        report.changes = changes
        entries.append(
            Entry(
                template: report.template, scope: report.scope.id, grouping: report.grouping, period: report.period,
                number: number))
        return report
    }

    /// The number of the newest version of this template, scope, grouping and period.
    package func latest(_ report: Report) -> Report.Number? {
        entries.last { isSeries($0, report) && $0.grouping == report.grouping && $0.period == report.period }?.number
    }

    private func isSeries(_ entry: Entry, _ report: Report) -> Bool {
        entry.template.equalsInBytes(report.template) && entry.scope.equalsInBytes(report.scope.id)
    }

    /// Months from the first to the last, both counted, for which nothing was issued.
    package func monthsWithout(template: String, scope: String, from first: Period, to last: Period) -> [Period] {
        let issued = Set(
            entries.filter { $0.template.equalsInBytes(template) && $0.scope.equalsInBytes(scope) }.map(\.period))
        var missing: [Period] = []
        var month = Period(.month, holding: first.firstDay)
        while month.firstDay <= last.firstDay {
            if !issued.contains(month) { missing.append(month) }
            month = Period(.month, holding: month.dayAfter)
        }
        return missing
    }
}
