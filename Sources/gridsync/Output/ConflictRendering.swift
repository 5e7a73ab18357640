import GridRecords

/// Conflicts for the person who decides: what was there before, and each side beside it.
struct ConflictRendering: Sendable {
    let console: Console
    private var language: Language { console.language }
    private var values: ValueText { ValueText(language: language) }

    init(_ console: Console) { self.console = console }

    func list(_ conflicts: [JSONValue]) -> [String] {
        console.table(
            [.headID, .headKind, .headSides, .base, .headOpened],
            conflicts.map { conflict in
                let sides = (conflict["sides"]?.array ?? []).map { values.of($0["value"]) }
                return [
                    cell(conflict["id"]), cell(conflict["kind"]), sides.joined(separator: " | "),
                    values.of(conflict["base"]), cell(conflict["opened_at"]),
                ]
            })
    }

    /// One conflict, or the disputes of a record under the changesets that are in dispute.
    func details(_ conflicts: [JSONValue]) -> [String] {
        var lines: [String] = []
        var group: [String] = []
        for conflict in conflicts {
            let dots = (conflict["sides"]?.array ?? []).compactMap { $0["dot"]?.string }.sorted()
            if conflicts.count > 1, dots != group {
                lines += dots.map { Message.changesetTitle.text(language, $0) }
                group = dots
            }
            lines += detail(conflict)
        }
        return lines
    }

    private func detail(_ conflict: JSONValue) -> [String] {
        let sides = conflict["sides"]?.array ?? []
        let title = Message.conflictTitle.text(
            language, cell(conflict["kind"]), cell(conflict["path"]), cell(conflict["record"]))
        let headings =
            ["", console.text(.base)] + sides.indices.map { Message.side.text(language, String($0 + 1)) }
        var rows = [[console.text(.value), values.of(conflict["base"])] + sides.map { values.of($0["value"]) }]
        let properties: [(Message, String)] = [(.author, "author"), (.device, "device"), (.time, "at")]
        for (heading, key) in properties { rows.append([console.text(heading), ""] + sides.map { cell($0[key]) }) }
        if sides.contains(where: { $0["clock_offset_ms"] != nil }) {
            rows.append(
                [console.text(.clock), ""]
                    + sides.map { $0["clock_offset_ms"]?.integer.map(values.clockOffset) ?? "" })
        }
        rows.append([console.text(.headChange), ""] + sides.map { cell($0["dot"]) })
        let table = Table(headings, rows: rows, maximumWidth: nil).lines
        let hint = Message.howToResolve.text(language, cell(conflict["id"]))
        return [console.style.bold(Printable.text(title))] + table
            + ["\(console.text(.shown)): \(values.of(conflict["shown"]))", hint, ""]
    }

    /// What was joined without a person, whatever an entry tells.
    func merges(_ entries: [JSONValue]) -> [String] {
        let keys = Set(entries.flatMap { ($0.object ?? [:]).keys }).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        let rows = entries.map { entry in keys.map { cell(entry[$0]) } }
        return Table(keys, rows: rows, maximumWidth: console.width).lines
    }

    private func cell(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        return values.of(value)
    }
}
