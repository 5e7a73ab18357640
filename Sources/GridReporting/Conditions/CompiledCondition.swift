import GridRecords

/// A condition with its columns and codes looked up, to be asked row by row.
indirect enum CompiledCondition {
    case all([CompiledCondition])
    case any([CompiledCondition])
    case not(CompiledCondition)
    case present(Cell)
    case code(Int, [Bool])
    case codeSet(Int, [Bool])
    case flag(Int, UInt32)
    case number(Int, Condition.Comparison, Int64)
    case moment(Cell, Condition.Comparison, Cell?)
    case within(Cell, months: Int, days: Int, Cell)
    case recent(Cell, months: Int, days: Int)
    case never

    /// Where a value stands in a row.
    enum Cell {
        case occurred, created
        case column(Int)
    }

    init(_ condition: Condition, rows: FactTable.Rows, table: FactTable) {
        func cell(_ name: String) -> Cell? {
            switch name {
            case "occurred": .occurred
            case "created": .created
            default: rows.schema.index(of: name).map { .column($0) }
            }
        }
        func inner(_ condition: Condition) -> CompiledCondition {
            CompiledCondition(condition, rows: rows, table: table)
        }
        switch condition {
        case .all(let parts): self = .all(parts.map(inner))
        case .any(let parts): self = .any(parts.map(inner))
        case .not(let part): self = .not(inner(part))
        case .present(let name): self = cell(name).map { .present($0) } ?? .never
        case .isOne(let name, let codes):
            self = CompiledCondition.codes(rows, table, name) { text in codes.contains { $0.equalsInBytes(text) } }
        case .starts(let name, let starts):
            self = CompiledCondition.codes(rows, table, name) { text in
                starts.contains { text.utf8.starts(with: $0.utf8) }
            }
        case .flag(let name, let flag): self = rows.schema.index(of: name).map { .flag($0, flag ? 2 : 1) } ?? .never
        case .number(let name, let comparison, let bound):
            self = rows.schema.index(of: name).map { .number($0, comparison, bound) } ?? .never
        case .moment(let name, let comparison, let instant):
            guard let left = cell(name) else {
                self = .never
                return
            }
            switch instant {
            case .cutoff: self = .moment(left, comparison, nil)
            case .column(let other): self = cell(other).map { .moment(left, comparison, $0) } ?? .never
            }
        case .recent(let name, let months, let days):
            self = cell(name).map { .recent($0, months: months, days: days) } ?? .never
        case .within(let name, let months, let days, let other):
            guard let left = cell(name), let right = cell(other) else {
                self = .never
                return
            }
            self = .within(left, months: months, days: days, right)
        }
    }

    /// Which codes, and which sets of codes, are meant is found once for all rows.
    private static func codes(
        _ rows: FactTable.Rows, _ table: FactTable, _ name: String, _ isMeant: (String) -> Bool
    ) -> CompiledCondition {
        guard let index = rows.schema.index(of: name) else { return .never }
        var meant = table.codes.texts.map(isMeant)
        meant[0] = false
        guard rows.schema.columns[index].type == .codes else { return .code(index, meant) }
        return .codeSet(index, table.sets.sets.map { set in set.contains { meant[Int($0)] } })
    }
}
