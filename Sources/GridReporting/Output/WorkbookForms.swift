package import GridRecords

extension Report {
    /// The report as it is printed, in its colours, and a second sheet with a line for each cell, numbers as numbers.
    package func workbook(language: Language) -> [UInt8] {
        let fixed = [
            language.text("方面", "Aspect"), language.text("指标", "Indicator"), language.text("责任部门", "Department"),
        ]
        let heading = (fixed + columns.map { $0.label.text(in: language) }).map { Workbook.Cell(text: $0) }
        let printed = rows.map { row in
            [row.aspect, row.label, row.department].map { Workbook.Cell(text: $0.text(in: language)) }
                + row.cells.map { Workbook.Cell(text: $0.shown(in: row), colour: $0.colour, isNumber: true) }
        }
        let foot = [title(language), footing(language)].map { [Workbook.Cell(text: $0)] }
        let details = lines(language: language).map { $0.map { Workbook.Cell(text: $0, isNumber: true) } }
        return Workbook(sheets: [
            .init(name: label.text(in: language), rows: [heading] + printed + foot),
            .init(name: language.text("明细", "Cells"), rows: details),
        ]).bytes
    }
}

extension ListTable {
    /// A sheet for each table.
    package static func workbook(_ tables: [ListTable], language: Language) -> [UInt8] {
        Workbook(
            sheets: tables.map { table in
                let heading = table.headings.map { Workbook.Cell(text: $0.text(in: language)) }
                let rows = table.rows.map { $0.cells.map { Workbook.Cell(text: $0, isNumber: true) } }
                return .init(name: table.label.text(in: language), rows: [heading] + rows)
            }
        ).bytes
    }
}
