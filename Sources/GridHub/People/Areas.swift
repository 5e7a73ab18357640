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
    ///
    /// Notes the areas that are new at their place in the tree, or came from others: `followTree` shows what lies in
    /// them. A hub that dies between the two goes on from the note at its next start.
    func importAreas(_ rows: [JSONValue]) throws -> AreaTree {
        var placed = Set(try documents.get(.meta, HubWork.placedAreas, as: [String].self) ?? [])
        for (index, row) in rows.enumerated() {
            let area = try HubWork.area(row, line: index + 2)
            let before = try documents.get(.areas, area.code.text, as: AreaDocument.self)
            let document = AreaDocument(area)
            if before?.parent != document.parent || before?.predecessors != document.predecessors {
                placed.insert(area.code.text)
            }
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
        try documents.put(.meta, HubWork.placedAreas, placed.sorted())
        try audit("admin", "areas import", "\(rows.count)")
        return tree
    }

    private static let placedAreas = "areas_placed"

    /// Does what an import left to be done when the hub died between its two steps.
    func finishImport() throws {
        if try documents.has(.meta, HubWork.placedAreas) { _ = try followTree() }
    }

    /// Moves records and workers out of codes with one successor, and shows the records of areas that the last import
    /// put at a new place to everybody who has them in scope now.
    ///
    /// Runs with the new tree in force: under the old one a cursor could pass what is shown. Returns how many records
    /// moved.
    func followTree() throws -> Int {
        var moved = 0
        let placed = try documents.get(.meta, HubWork.placedAreas, as: [String].self) ?? []
        for code in tree.scope(of: placed.map { AreaCode($0) }).sorted() {
            let placements = try transaction.placements(in: code, after: 0, limit: .max).filter { $0.state == .present }
            for placement in placements {
                if tree.current(code) != code, try follow(placement.record) {
                    moved += 1
                } else {
                    try show(placement.record, again: "placed \(code)")
                }
            }
        }
        try documents.remove(.meta, HubWork.placedAreas)
        for (id, worker) in try documents.all(.workers, as: WorkerDocument.self) {
            let areas = worker.areas.map { tree.current(AreaCode($0)).text }
            if areas != worker.areas { _ = try assign(id, areas: areas) }
        }
        return moved
    }

    /// Writes what a record's codes are today in place of those that became one other; true when there were any.
    @discardableResult
    func follow(_ id: RecordID) throws -> Bool {
        guard let record = try record(id) else { return false }
        var writes: [Write] = []
        var keeps: [KeptSibling] = []
        let sides = record.siblings(at: .area).all
        if let today = sides.lazy.compactMap({ self.today($0.value.value) }).first {
            writes.append(Write(path: .area, value: today))
            keeps = sides.filter { self.today($0.value.value) != today }.map { KeptSibling($0.dot, at: .area) }
        }
        for register in record.registers where register.path.field == "grids" && register.path == register.path.element
        {
            guard let code = register.path.elementID.map({ AreaCode($0) }), tree.current(code) != code,
                !isRemoved(register.path, in: record),
                let value = register.siblings.all.lazy.compactMap(\.value.value).first,
                let path = Path.field("grids").appending(tree.current(code).text)
            else { continue }
            writes.append(Write(path: register.path, value: nil))
            if !writes.contains(where: { $0.path == path }) {
                writes.append(Write(path: path, value: today(value) ?? value))
            }
        }
        guard !writes.isEmpty else { return false }
        try issue([try administrativeChange(id, writes: writes, keeps: keeps)], author: "hub", effectiveTime: nil)
        return true
    }

    /// Whether an element was removed, and nobody who had not seen that wrote it.
    private func isRemoved(_ element: Path, in record: Record) -> Bool {
        guard let presence = element.presence else { return false }
        let said = record.siblings(at: presence).all
        return !said.isEmpty && said.allSatisfy { $0.value.value == .bool(true) }
    }

    /// Whether the change names a code that became exactly one other.
    func namesOldCode(_ change: Change) -> Bool {
        if let area = change.write(at: .area), today(area.value) != nil { return true }
        return change.writes.indices.contains { index in
            guard change.writes[index].path.isWithinElement else { return false }
            let write = change.writes[index]
            guard write.path.field == "grids", write.value != nil, let code = write.path.elementID else { return false }
            return tree.current(AreaCode(code)).text != code
        }
    }

    /// The value with the code of today; nil when it is that already, or no code.
    private func today(_ value: FieldValue?) -> FieldValue? {
        guard case .code(let code)? = value else { return nil }
        let current = tree.current(AreaCode(code.string)).text
        return current == code.string ? nil : .code(Text(current))
    }

    /// Puts a record at a new place of the feed without changing it, so that devices newly in scope receive it.
    private func show(_ id: RecordID, again why: String) throws {
        guard try stored(id) != nil else { return }
        try move(id, to: try advance(Array("show \(id) \(why)".utf8)))
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
