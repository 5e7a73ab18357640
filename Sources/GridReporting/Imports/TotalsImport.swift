import GridRecords

/// Reads totals from comma-separated values and refuses whatever could be a person or a vehicle.
///
/// Columns: `indicator`, `unit` (area code or department), `period`, `value`, and where wanted `year_on_year`: the
/// change in per cent, from which the value a year before is worked out. Chinese names: 指标, 单位, 时期, 数值, 同比.
package struct TotalsImport: Sendable {
    package struct Refusal: Hashable, Sendable {
        /// Of the file, from 1.
        package let line: Int
        /// A whole sentence without its full stop; never repeats a cell, which may be somebody's.
        package let reason: String
    }

    package private(set) var totals: ImportedTotals
    package private(set) var refusals: [Refusal] = []
    /// Rows that were taken.
    package private(set) var accepted = 0

    private enum Column: CaseIterable {
        case indicator, unit, period, value, change

        var names: [String] {
            switch self {
            case .indicator: ["indicator", "指标"]
            case .unit: ["unit", "area", "单位", "地区", "区域"]
            case .period: ["period", "时期", "月份"]
            case .value: ["value", "数值"]
            case .change: ["year_on_year", "同比"]
            }
        }
    }

    /// Parts of the names of columns that hold persons or vehicles.
    private static let personal = [
        "name", "id_no", "idcard", "id_card", "identity", "phone", "mobile", "tel", "plate", "person", "address",
        "birth",
        "passport", "姓名", "身份证", "证件", "电话", "手机", "车牌", "号牌", "住址", "地址", "人员", "当事人", "户主", "出生", "护照",
    ]

    /// - Parameter indicators: those that are imported, with how many places their values may have.
    package init(bytes: [UInt8], indicators: [Indicator], into totals: ImportedTotals = ImportedTotals()) {
        self.totals = totals
        let known = Dictionary(indicators.map { (Text($0.id), $0) }, uniquingKeysWith: { first, _ in first })
        let rows: [CommaSeparated.Row]
        do {
            rows = try CommaSeparated.rows(bytes)
        } catch {
            refuse(error.line, "a quoted cell never ends")
            return
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            refuse(1, "the file is not UTF-8")
            return
        }
        guard let header = rows.first else {
            refuse(1, "the file is empty")
            return
        }
        guard let places = columns(header) else { return }
        var seen: [ImportedTotals.Key: Int] = [:]
        for row in rows.dropFirst() { take(row, header.cells.count, places, known, &seen) }
    }

    private mutating func refuse(_ line: Int, _ reason: String) {
        refusals.append(Refusal(line: line, reason: reason))
    }

    /// Where each column stands; nil, with the reason noted, for a header that no totals have.
    private mutating func columns(_ header: CommaSeparated.Row) -> [Column: Int]? {
        var places: [Column: Int] = [:]
        for (index, cell) in header.cells.enumerated() {
            let name = cell.lowercased()
            if let column = Column.allCases.first(where: { $0.names.contains(name) }) {
                if places.updateValue(index, forKey: column) != nil {
                    refuse(header.line, "a column stands twice")
                    return nil
                }
            } else if TotalsImport.personal.contains(where: { TotalsImport.contains(name, $0) }) {
                refuse(header.line, "column \(index + 1) holds persons or vehicles; only totals are taken")
                return nil
            } else {
                refuse(header.line, "column \(index + 1) is none of indicator, unit, period, value, year_on_year")
                return nil
            }
        }
        for column in [Column.indicator, .unit, .period, .value] where places[column] == nil {
            refuse(header.line, "the column `\(column.names[0])` is missing")
            return nil
        }
        return places
    }

    private mutating func take(
        _ row: CommaSeparated.Row, _ width: Int, _ places: [Column: Int], _ known: [Text: Indicator],
        _ seen: inout [ImportedTotals.Key: Int]
    ) {
        guard row.cells.count == width else { return refuse(row.line, "the row has not as many cells as the header") }
        func cell(_ column: Column) -> String { places[column].map { row.cells[$0] } ?? "" }
        // A value may have any digits short of an identity number.
        let others = [Column.indicator, .unit, .period, .change].map(cell)
        if others.contains(where: TotalsImport.looksPersonal) || TotalsImport.isIdentityNumber(cell(.value)) {
            return refuse(row.line, "a cell looks like the number of a person; only totals are taken")
        }
        guard let indicator = known[Text(cell(.indicator))], indicator.source == .imported else {
            return refuse(row.line, "the indicator is not one that is imported")
        }
        guard let period = Period(text: cell(.period)) else {
            return refuse(row.line, "the period is not written as 2025-03, 2025-Q1, 2025-H1, 2025, 2025-W10 or a day")
        }
        let unit = cell(.unit)
        guard !unit.isEmpty, unit.utf8.count <= 64 else { return refuse(row.line, "the unit is missing") }
        guard let value = TotalsImport.number(cell(.value), of: indicator) else {
            return refuse(row.line, "the value is not a number with at most \(indicator.places) places, 0 or more")
        }
        let key = ImportedTotals.Key(indicator: indicator.id, unit: unit, period: period)
        if let line = seen.updateValue(row.line, forKey: key) {
            return refuse(row.line, "line \(line) says the same indicator, unit and period already")
        }
        guard takeBase(cell(.change), value, key) else {
            return refuse(row.line, "the change is not a number with at most two places above -100")
        }
        totals.set(ImportedTotals.Total(value: value), at: key)
        accepted += 1
    }

    private mutating func takeBase(_ text: String, _ value: Ratio, _ key: ImportedTotals.Key) -> Bool {
        let text = text.hasSuffix("%") ? String(text.dropLast()) : text
        guard !text.isEmpty else { return true }
        guard let change = TotalsImport.decimal(text, places: 2),
            let base = ImportedTotals.base(of: value, afterChangeInPercent: change)
        else { return false }
        let before = ImportedTotals.Key(
            indicator: key.indicator, unit: key.unit, period: key.period.earlier(byYears: 1))
        totals.set(ImportedTotals.Total(value: base, isDerived: true), at: before)
        return true
    }

    private static func number(_ text: String, of indicator: Indicator) -> Ratio? {
        let text = indicator.isShare && text.hasSuffix("%") ? String(text.dropLast()) : text
        guard let value = decimal(text, places: indicator.places), value.numerator >= 0 else { return nil }
        guard indicator.isShare else { return value }
        return Ratio(1, of: 100).flatMap { value.times($0) }
    }

    /// A plain decimal number; a plus sign before it is allowed.
    private static func decimal(_ text: String, places: Int) -> Ratio? {
        let bare = text.hasPrefix("+") ? String(text.dropFirst()) : text
        guard let json = try? JSONValue(parsing: bare), let value = Ratio(json) else { return nil }
        let fraction = bare.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1)
        guard !bare.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return nil }
        return fraction.count < 2 || fraction[1].count <= places ? value : nil
    }

    private static func isIdentityNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 18, let last = bytes.last else { return false }
        let isCheck = (0x30...0x39).contains(last) || last | 0x20 == UInt8(ascii: "x")
        return isCheck && bytes.dropLast().allSatisfy { (0x30...0x39).contains($0) }
    }

    /// As an identity number, or as a mobile telephone.
    private static func looksPersonal(_ text: String) -> Bool {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }
        let isPhone = digits.count == 11 && digits.first == UInt8(ascii: "1") && text.utf8.count <= 13
        return isIdentityNumber(text) || (isPhone && !text.utf8.contains(UInt8(ascii: ".")))
    }

    private static func contains(_ text: String, _ part: String) -> Bool {
        let (bytes, wanted) = (Array(text.utf8), Array(part.utf8))
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
