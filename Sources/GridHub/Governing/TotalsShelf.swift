import GridGoverning
import GridRecords
import GridReporting
import GridStore

/// One total that was handed in. Key: indicator, period and unit.
struct TotalDocument: Codable, Hashable {
    var indicator: String
    var unit: String
    var period: String
    var numerator: Int
    var denominator: Int
    var isDerived: Bool
    var at: Int64
    var by: String
}

/// The totals that departments handed in: never a person's row.
struct TotalsShelf {
    let transaction: any HubTransaction

    private var documents: Documents { Documents(transaction: transaction) }
    /// Reasons told at once.
    private static let reasons = 20

    func all() throws -> ImportedTotals {
        var totals = ImportedTotals()
        for (_, document) in try documents.all(.totals, as: TotalDocument.self) {
            guard let period = Period(text: document.period),
                let value = Ratio(document.numerator, of: document.denominator)
            else { continue }
            totals.set(
                ImportedTotals.Total(value: value, isDerived: document.isDerived),
                at: ImportedTotals.Key(indicator: document.indicator, unit: document.unit, period: period))
        }
        return totals
    }

    /// Takes in a file, all of it or nothing. Returns how many of its rows were taken, and how many totals that changed.
    ///
    /// - Parameter units: codes of areas and ids of departments for which there may be totals.
    func take(
        _ bytes: [UInt8], _ rules: GoverningRules, units: Set<String>, at now: Int64, by who: String
    ) throws -> (rows: Int, changed: Int) {
        let before = try all()
        let read = TotalsImport(bytes: bytes, indicators: rules.reports.flatMap(\.indicators), into: before)
        let changed = read.totals.totals.filter { before.totals[$0.key] != $0.value }
        var reasons = read.refusals.map { "line \($0.line): \($0.reason)" }
        for unit in Set(changed.keys.map(\.unit)).subtracting(units).sorted() {
            reasons.append("there is no area and no department \(unit)")
        }
        guard reasons.isEmpty else {
            let told = reasons.prefix(TotalsShelf.reasons).joined(separator: "; ")
            let rest = reasons.count - TotalsShelf.reasons
            throw HubError.badInput(
                "bad_data", rest > 0 ? "\(told); and \(rest) more" : told,
                hint: "the columns are indicator,unit,period,value[,year_on_year]; nothing of the file was taken")
        }
        for (key, total) in changed {
            try documents.put(
                .totals, "\(key.indicator)/\(key.period.text)/\(key.unit)",
                TotalDocument(
                    indicator: key.indicator, unit: key.unit, period: key.period.text,
                    numerator: total.value.numerator, denominator: total.value.denominator,
                    isDerived: total.isDerived, at: now, by: who))
        }
        return (read.accepted, changed.count)
    }
}
