import GridCausality
import GridRecords
import GridStore
import GridSync

/// The area tree: importing it, and moving what lies in codes that were replaced.
extension HubWork {
    /// All areas as stored.
    static func areas(in documents: Documents) throws -> [Area] {
        try documents.all(.areas, as: AreaDocument.self).map { $0.value.area }
    }

    /// Adds or replaces areas; returns the whole tree. Rows: code, name, level, parent and, where given,
    /// valid_from, valid_to, predecessors (separated by `;` or an array).
    func importAreas(_ rows: [JSONValue]) throws -> AreaTree {
        var changed: [AreaCode] = []
        for (index, row) in rows.enumerated() {
            let area = try HubWork.area(row, line: index + 2)
            let document = AreaDocument(area)
            if let before = try documents.get(.areas, area.code.text, as: AreaDocument.self) {
                if before != document { changed.append(area.code) }
            }
            changed += area.predecessors
            try documents.put(.areas, area.code.text, document)
        }
        let tree = AreaTree(try HubWork.areas(in: documents))
        for area in tree.areas.values {
            if let parent = area.parent, !tree.contains(parent) {
                throw HubError.badInput(
                    "unknown_area", "area \(area.code) names the parent \(parent), which is not there",
                    hint: "add a row for \(parent), or leave the parent empty")
            }
        }
        try audit("admin", "areas import", "\(rows.count)")
        return tree
    }

    /// Moves records out of codes with one successor and shows those of codes with several to all of these.
    ///
    /// Runs with the new tree. Returns how many records moved.
    func followPredecessors(_ rows: [JSONValue]) throws -> Int {
        var moved = 0
        let old = Set(rows.flatMap { row in (try? HubWork.area(row, line: 0))?.predecessors ?? [] })
        for code in old.sorted() {
            let placements = try transaction.placements(in: code, after: 0, limit: .max).filter { $0.state == .present }
            let successors = tree.successors(of: code)
            for placement in placements {
                if successors.count == 1 {
                    let change = try administrativeChange(
                        placement.record, writes: [Write(path: .area, value: .code(Text(successors[0].text)))])
                    try issue([change], author: "hub", effectiveTime: nil)
                    moved += 1
                } else {
                    try show(placement.record, again: "split \(code)")
                }
            }
        }
        return moved
    }

    /// Puts a record at a new place of the feed without changing it, so that devices newly in scope receive it.
    private func show(_ id: RecordID, again why: String) throws {
        guard var stored = try transaction.record(id) else { return }
        stored.position = try advance(Array("show \(id) \(why)".utf8))
        try transaction.put(stored)
    }

    private static func area(_ row: JSONValue, line: Int) throws -> Area {
        func text(_ key: String) -> String? {
            guard let value = row[key]?.string, !value.isEmpty else { return nil }
            return value
        }
        guard let code = text("code"), code.utf8.count <= Limits.codeBytes,
            code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let name = text("name"), let level = text("level")
        else {
            throw HubError.badInput(
                "invalid_area", "line \(line): an area needs code (plain ASCII), name and level",
                hint: "the columns are code,name,level,parent[,valid_from,valid_to,predecessors]")
        }
        func date(_ key: String) throws -> CalendarDate? {
            guard let value = text(key) else { return nil }
            guard let date = CalendarDate(text: value) else {
                throw HubError.badInput(
                    "invalid_area", "line \(line): \(key) is no date: \(value)", hint: "such as 2026-03-01")
            }
            return date
        }
        let predecessors =
            row["predecessors"]?.array?.compactMap(\.string)
            ?? text("predecessors")?.split(separator: ";").map(String.init) ?? []
        return Area(
            code: AreaCode(code), name: name, level: level, parent: text("parent").map { AreaCode($0) },
            validFrom: try date("valid_from"), validTo: try date("valid_to"),
            predecessors: predecessors.map { AreaCode($0) })
    }
}

extension AreaDocument {
    init(_ area: Area) {
        self.init(
            code: area.code.text, name: area.name, level: area.level, parent: area.parent?.text,
            validFrom: area.validFrom?.text, validTo: area.validTo?.text, predecessors: area.predecessors.map(\.text))
    }

    var area: Area {
        Area(
            code: AreaCode(code), name: name, level: level, parent: parent.map { AreaCode($0) },
            validFrom: validFrom.flatMap { CalendarDate(text: $0) },
            validTo: validTo.flatMap { CalendarDate(text: $0) },
            predecessors: predecessors.map { AreaCode($0) })
    }
}
