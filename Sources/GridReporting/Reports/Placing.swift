import GridRecords

/// In which columns a record counts. A record of several areas counts once in each, and once in the total.
struct Placing {
    let columns: [Report.Column]
    let grouping: Report.Grouping
    /// Index of records in scope that lie in no column.
    var other: Int { columns.count }
    var total: Int { columns.count + 1 }
    /// Columns, the rest and the total.
    var count: Int { columns.count + 2 }

    private let scope: AreaCode
    private let territory: Territory
    private let indexByID: [Text: Int]
    /// By number of a set of areas: the columns, the rest's index among them; empty for what is out of scope.
    private var bySet: [[Int]]

    init(_ request: ReportRequest, territory: Territory, table: FactTable) {
        scope = request.scope
        self.territory = territory
        switch request.columns {
        case .departments:
            grouping = .departments
            columns = request.template.departments.map { Report.Column(id: $0.id, label: $0.label) }
        case .level(let level):
            grouping = .areas
            columns = Placing.columns(territory.areas(of: level, in: request.scope), territory)
        case .areas(let areas):
            grouping = .areas
            columns = Placing.columns(areas, territory)
        }
        indexByID = Dictionary(
            columns.enumerated().map { (Text($1.id), $0) }, uniquingKeysWith: { first, _ in first })
        bySet = []
        bySet = table.areaSets.sets.map { set in
            Set(set.flatMap { indices(of: AreaCode(table.areaCodes.texts[Int($0)])) }).sorted()
        }.map { found in found.count > 1 ? found.filter { $0 != columns.count } : found }
    }

    static func columns(_ areas: [AreaCode], _ territory: Territory) -> [Report.Column] {
        areas.map { code in
            let name = territory.node(code)?.name ?? code.text
            return Report.Column(id: code.text, label: Label(chinese: name, english: name))
        }
    }

    /// The columns in which an area lies, or the rest; none for an area out of scope.
    func indices(of area: AreaCode) -> [Int] {
        let above = territory.ancestors(of: area)
        guard above.contains(scope) else { return [] }
        guard grouping == .areas else { return [other] }
        let found = above.compactMap { indexByID[Text($0.text)] }
        return found.isEmpty ? [other] : found
    }

    /// Asked for each row of a kind.
    func place(_ rows: FactTable.Rows, _ table: FactTable) -> (Int) -> [Int] {
        guard grouping == .departments else { return { row in bySet[Int(rows.areas[row])] } }
        guard let column = rows.schema.index(of: "department") else {
            return { row in bySet[Int(rows.areas[row])].isEmpty ? [] : [other] }
        }
        let byCode = table.codes.texts.map { [indexByID[Text($0)] ?? other] }
        return { row in
            bySet[Int(rows.areas[row])].isEmpty ? [] : byCode[Int(rows.columns[column].small[row])]
        }
    }
}
