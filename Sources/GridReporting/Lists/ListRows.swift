import GridRecords

/// The rows of each kind of list.
extension ListBuilder {
    private func heading(_ chinese: String, _ english: String) -> Label { Label(chinese: chinese, english: english) }

    func responsibilities(_ list: ListTemplate.List) -> ListTable {
        var rows: [ListTable.Row] = []
        for row in report.rows {
            for (cell, column) in zip(row.cells, report.columns) where column.id != Cell.total {
                rows.append(
                    ListTable.Row(
                        problem: nil, campaigns: campaigns(of: cell),
                        cells: [
                            row.aspect.text(in: language), row.label.text(in: language),
                            column.label.text(in: language),
                            row.department.text(in: language),
                            person(row, column) ?? "", cell.colour.label.text(in: language),
                        ]))
            }
        }
        return ListTable(
            id: list.id, label: list.label,
            headings: [
                heading("方面", "aspect"), heading("指标", "indicator"), heading("单位", "place"),
                heading("责任部门", "responsible department"), heading("责任人", "responsible person"),
                heading("颜色", "colour"),
            ], rows: rows, personColumns: [4])
    }

    func contents(_ list: ListTemplate.List) -> ListTable {
        ListTable(
            id: list.id, label: list.label,
            headings: [
                heading("内容", "content"), heading("责任单位", "responsible unit"), heading("专项行动", "campaign"),
                heading("时限", "due"),
            ],
            rows: ledger.contents.sorted { Text($0.id) < Text($1.id) }.map { content in
                ListTable.Row(
                    problem: nil, campaigns: [content.campaign].compactMap { $0 },
                    cells: [
                        content.label.text(in: language), content.org.text(in: language), content.campaign ?? "",
                        content.due?.text ?? "",
                    ])
            }, personColumns: [])
    }

    func problemTable(_ list: ListTemplate.List, _ problems: [Problem]) -> ListTable {
        ListTable(
            id: list.id, label: list.label,
            headings: [
                heading("指标", "indicator"), heading("单位", "place"), heading("颜色", "colour"),
                heading("原因", "reason"), heading("责任单位", "responsible unit"),
                heading("责任人", "responsible person"), heading("整改期限", "due"), heading("记录数", "records"),
                heading("状态", "state"),
            ],
            rows: problems.map { problem in
                ListTable.Row(
                    problem: problem.id, campaigns: problem.campaigns,
                    cells: [
                        problem.title.text(in: language), problem.place.text(in: language),
                        problem.colour.label.text(in: language),
                        problem.reason.text(in: language), problem.org.text(in: language), problem.person ?? "",
                        problem.due.text,
                        String(problem.records.count), problem.state.label.text(in: language),
                    ])
            }, personColumns: [5])
    }

    func feedback(_ list: ListTemplate.List, _ problems: [Problem]) -> ListTable {
        let told = ledger.feedback.sorted { left, right in
            (left.at, Text(left.problem), Text(left.text)) < (right.at, Text(right.problem), Text(right.text))
        }
        return ListTable(
            id: list.id, label: list.label,
            headings: [
                heading("问题", "problem"), heading("单位", "place"), heading("整改情况", "what was done"),
                heading("反馈人", "told by"), heading("反馈时间", "told at"), heading("验收", "accepted"),
            ],
            rows: told.compactMap { feedback in
                guard let problem = problems.first(where: { $0.id.equalsInBytes(feedback.problem) }) else { return nil }
                return ListTable.Row(
                    problem: problem.id, campaigns: problem.campaigns,
                    cells: [
                        problem.title.text(in: language), problem.place.text(in: language), feedback.text, feedback.by,
                        Timestamp.shanghai(milliseconds: feedback.at).text,
                        language.text(feedback.isAccepted ? "合格" : "未验收", feedback.isAccepted ? "accepted" : "not yet"),
                    ])
            }, personColumns: [3])
    }

    func steps(_ list: ListTemplate.List, _ problems: [Problem]) -> ListTable {
        let taken = ledger.steps.sorted { left, right in
            (left.at, Text(left.problem), Text(left.target)) < (right.at, Text(right.problem), Text(right.target))
        }
        return ListTable(
            id: list.id, label: list.label,
            headings: [
                heading("问题", "problem"), heading("单位", "place"), heading("追责方式", "step"),
                heading("对象", "to"), heading("时间", "at"), heading("时限", "due"),
            ],
            rows: taken.compactMap { step in
                guard let problem = problems.first(where: { $0.id.equalsInBytes(step.problem) }) else { return nil }
                return ListTable.Row(
                    problem: problem.id, campaigns: problem.campaigns,
                    cells: [
                        problem.title.text(in: language), problem.place.text(in: language),
                        step.label.text(in: language),
                        step.target,
                        Timestamp.shanghai(milliseconds: step.at).text, step.due?.text ?? "",
                    ])
            }, personColumns: [3])
    }

    private func campaigns(of cell: Cell) -> [String] {
        Set((cell.counted + cell.others).flatMap { campaigns[$0] ?? [] }).sorted()
    }
}
