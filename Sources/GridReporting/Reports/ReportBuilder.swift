import GridRecords

/// Makes reports out of facts, totals and eligible sets. The order in which any of them came changes no byte.
package struct ReportBuilder: Sendable {
    package let facts: FactTable
    package let territory: Territory
    package let totals: ImportedTotals
    package let eligible: [EligibleSet]

    /// - Parameter facts: sealed.
    package init(
        facts: FactTable, territory: Territory, totals: ImportedTotals = ImportedTotals(), eligible: [EligibleSet] = []
    ) {
        self.facts = facts
        self.territory = territory
        self.totals = totals
        self.eligible = eligible
    }

    /// A draft: without a number until it is issued.
    package func report(_ request: ReportRequest) -> Report {
        let placing = Placing(request, territory: territory, table: facts)
        let measuring = Measuring(
            request: request, table: facts, placing: placing, territory: territory, totals: totals, eligible: eligible)
        var rows = request.template.indicators.map { row($0, request, measuring) }
        var columns = placing.columns
        if rows.contains(where: { $0.cells[placing.other].hasRecords }) {
            columns.append(Report.Column(id: Cell.other, label: Label(chinese: "其他", english: "other")))
        } else {
            rows = rows.map { $0.without(placing.other) }
        }
        columns.append(Report.Column(id: Cell.total, label: Label(chinese: "合计", english: "total")))
        let template = request.template
        return Report(
            template: template.id, label: template.label,
            rules: Report.Rules(
                version: template.version, thresholds: template.thresholdsVersion, hash: template.hash,
                schema: template.schema.version, catalogue: request.catalogue),
            period: request.period, cutoff: request.cutoff,
            scope: Placing.columns([request.scope], territory)[0], grouping: placing.grouping, columns: columns,
            rows: rows, eligible: frozen(request), number: nil, changes: [], isReleased: false)
    }

    private func frozen(_ request: ReportRequest) -> [Report.Frozen] {
        let named = Set(
            request.template.indicators.compactMap { indicator -> Text? in
                guard case .coverage(let coverage) = indicator.source else { return nil }
                return Text(coverage.eligible)
            })
        return named.sorted().compactMap { name in
            Measuring.set(name.string, eligible, territory, scope: request.scope)
        }.map { Report.Frozen(name: $0.name, keys: $0.members.map(\.key)) }
    }

    private func row(_ indicator: Indicator, _ request: ReportRequest, _ measuring: Measuring) -> ReportRow {
        let now = measuring.measure(indicator, in: request.period, listing: true)
        let bases = indicator.comparators.map { Baselines(measuring: measuring, indicator: indicator).bases($0) }
        let template = request.template
        let empty = Label(chinese: "", english: "")
        func row(_ cells: [Cell]) -> ReportRow {
            ReportRow(
                indicator: indicator.id, label: indicator.label,
                aspect: template.aspect(indicator.aspect)?.label ?? empty,
                departmentID: indicator.department,
                department: template.department(indicator.department)?.label ?? empty, unit: indicator.unit,
                places: indicator.places, direction: indicator.direction, weight: indicator.weight,
                isSensitive: indicator.isSuppressed, cells: cells)
        }
        let judging = Judging(indicator: indicator)
        let reasons = Reasons(indicator: indicator, row: row([]).shown)
        let ids = measuring.placing.columns.map(\.id) + [Cell.other, Cell.total]
        let cells = now.enumerated().map { index, measurement in
            let comparisons = zip(indicator.comparators, bases).map { comparator, bases in
                judging.comparison(comparator, value: measurement.value, base: bases[index])
            }
            let colour = measurement.value == nil ? .grey : judging.colour(of: comparisons)
            return Cell(
                column: ids[index], colour: colour, value: measurement.value, numerator: measurement.numerator,
                denominator: measurement.denominator, waiting: measurement.waiting, basis: measurement.basis,
                comparisons: comparisons, reason: reasons.reason(measurement, comparisons, colour),
                counted: measurement.counted, others: measurement.others, isSuppressed: false)
        }
        return row(cells)
    }
}

extension Cell {
    var hasRecords: Bool { (numerator ?? 0) > 0 || (denominator ?? 0) > 0 || waiting > 0 }
}

extension ReportRow {
    func without(_ index: Int) -> ReportRow {
        var cells = cells
        cells.remove(at: index)
        return with(cells)
    }

    func with(_ cells: [Cell]) -> ReportRow {
        ReportRow(
            indicator: indicator, label: label, aspect: aspect, departmentID: departmentID,
            department: department, unit: unit, places: places,
            direction: direction, weight: weight, isSensitive: isSensitive, cells: cells)
    }
}
