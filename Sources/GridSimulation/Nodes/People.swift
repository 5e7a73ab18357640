import GridClient
import GridRecords
import GridStore

/// What people enter on their devices.
extension World {
    private static let words = ["wire", "stove", "exit", "gas", "lock", "stairs", "smoke", "roof"]

    func edit(_ node: DeviceNode, _ step: Step) {
        guard let client = node.client else { return }
        var chance = Chance(seed: step.seed)
        lastEntered = nil
        do throws(ClientError) {
            let written = try entry(client, node, &chance)
            if let entered = lastEntered { checkOwnWrite(node, client, entered, written) }
            for one in written {
                node.saved.append(one.dot)
                note("device \(node.number) wrote \(one.dot) on \(one.id)")
            }
            figures.edits += written.count
        } catch {
            // A program that ended in the middle tells nobody why.
            if node.client === client { refused(node, error) }
        }
    }

    private func refused(_ node: DeviceNode, _ error: ClientError) {
        note("device \(node.number) refused: \(error.code)")
        switch error.code {
        // What a person may run into on an honest device.
        case "record_deleted", "guarded", "out_of_scope", "no_such_record", "erased", "no_such_conflict",
            "conflict_moved", "depends", "missing_field", "no_store", "invalid_field", "unknown_field",
            "no_such_entry", "bad_input":
            break
        case "store_full", "store_busy": break
        case "store_io": deviceDied(node)
        default: find("entry", "device \(node.number): \(error)")
        }
    }

    private func entry(_ client: GridClient, _ node: DeviceNode, _ chance: inout Chance) throws(ClientError)
        -> [Written]
    {
        let isReviewer = workers[node.worker].role != .worker
        if isReviewer, chance.happens(600) { return try decide(client, &chance) }
        guard let record = someRecord(node, &chance), !chance.happens(90) else {
            return try create(client, node, &chance)
        }
        switch chance.below(100) {
        case 0..<4: return [try client.remove(record.id)]
        case 4..<7: return [try client.restoreRecord(record.id)]
        case 7..<15: return try visit(client, node, about: record.id, &chance)
        case 15..<18: return try again(client, &chance)
        case 18..<22:
            // To any grid there is, also one that is not his: then the office has to agree.
            guard let grid = chance.pick(grids) else { return [] }
            return [try client.set(record.id, fields: [FieldEntry(path: "area", value: .json(.string(grid)))])]
        default:
            guard record.kind == "hazard" else {
                return [try client.set(record.id, fields: [text("summary", &chance)])]
            }
            let fields = hazardFields(client, record.id, &chance)
            lastEntered = fields
            return [try client.set(record.id, fields: fields)]
        }
    }

    private func create(_ client: GridClient, _ node: DeviceNode, _ chance: inout Chance) throws(ClientError)
        -> [Written]
    {
        guard let area = chance.pick(areas(of: node)) else { return [] }
        var fields = [text("address", &chance)]
        if chance.happens(500) { fields.append(text("finding", &chance)) }
        if chance.happens(500) { fields.append(code("level", &chance)) }
        let written = try client.create(kind: "hazard", area: area, fields: fields)
        records.append((written.id, "hazard"))
        return [written]
    }

    /// A visit and what it changed in a record, all or nothing.
    private func visit(
        _ client: GridClient, _ node: DeviceNode, about record: String, _ chance: inout Chance
    ) throws(ClientError) -> [Written] {
        guard let area = chance.pick(areas(of: node)),
            records.contains(where: { $0.id == record && $0.kind == "hazard" })
        else { return [] }
        let lines: [JSONValue] = [
            [
                "op": "new", "kind": "visit", "area": .string(area), "as": "V",
                "fields": ["summary": .string(word(&chance)), "about": .string(record)],
            ],
            ["op": "set", "id": .string(record), "fields": ["finding": .string(word(&chance))]],
        ]
        let written = try client.apply(lines, atomic: true)
        if let first = written.first { records.append((first.id, "visit")) }
        return Array(written.prefix(1))
    }

    /// What was set aside is sent again or taken back.
    private func again(_ client: GridClient, _ chance: inout Chance) throws(ClientError) -> [Written] {
        guard let dot = chance.pick(try client.quarantined())?["dot"]?.string else { return [] }
        if chance.happens(500) { _ = try client.retry(dot) } else { _ = try client.withdraw(dot) }
        return []
    }

    /// A reviewer decides one of the disputes that his device shows.
    private func decide(_ client: GridClient, _ chance: inout Chance) throws(ClientError) -> [Written] {
        let open = try client.conflicts(area: nil, kind: nil)
        guard let conflict = chance.pick(open), let id = conflict["id"]?.string else { return [] }
        let sides = conflict["sides"]?.array?.count ?? 0
        let decision: Decision =
            chance.happens(800) || id.hasSuffix(":deleted")
            ? .side(chance.between(1, max(1, sides))) : .value(.json(.string(word(&chance))))
        return try client.resolve(.conflict(id), by: decision, note: "decided", seen: nil)
    }

    private func hazardFields(_ client: GridClient, _ id: String, _ chance: inout Chance) -> [FieldEntry] {
        var fields: [FieldEntry] = []
        for _ in 0..<chance.between(1, 2) {
            let field = hazardField(client, id, &chance)
            if !fields.contains(where: { $0.path == field.path }) { fields.append(field) }
        }
        return fields
    }

    private func hazardField(_ client: GridClient, _ id: String, _ chance: inout Chance) -> FieldEntry {
        switch chance.below(13) {
        case 0, 1: return text("address", &chance)
        case 2, 3, 4:
            return chance.happens(100)
                ? FieldEntry(path: "finding", value: .removed) : text("finding", &chance)
        case 5: return text("note", &chance)
        case 6: return code("level", &chance)
        case 7: return code("stage", &chance)
        case 8: return FieldEntry(path: "refused", value: .json(.bool(chance.happens(500))))
        case 9: return FieldEntry(path: "due", value: .json(.string("2026-04-\(chance.between(10, 28))")))
        case 10:
            return FieldEntry(path: "rechecks/+", value: .json(["note": .string(word(&chance))]))
        case 11: return text("found_by", &chance)
        default:
            let items = (try? client.show(id))?["fields"]?["items"]?.object?.keys.sorted() ?? []
            guard let item = chance.pick(items), chance.happens(700) else {
                return FieldEntry(path: "items/+", value: .json(["what": .string(word(&chance))]))
            }
            if chance.happens(250) { return FieldEntry(path: "items/\(item)", value: .removed) }
            return text(chance.happens(500) ? "items/\(item)/what" : "items/\(item)/status", &chance)
        }
    }

    private func areas(of node: DeviceNode) -> [String] {
        workers[node.worker].areas.flatMap { area in grids.filter { $0.hasPrefix(area) } }
    }

    private func someRecord(_ node: DeviceNode, _ chance: inout Chance) -> (id: String, kind: String)? {
        guard let store = node.store, !records.isEmpty else { return nil }
        if chance.happens(plan.weather.hot) { return records[0] }
        for _ in 0..<6 {
            let candidate = records[chance.below(records.count)]
            guard let id = RecordID(text: candidate.id) else { continue }
            if (try? store.read({ try $0.record(id) })) != nil { return candidate }
        }
        return nil
    }

    private func word(_ chance: inout Chance) -> String {
        World.words[chance.below(World.words.count)] + (chance.happens(400) ? "" : " \(chance.below(40))")
    }

    private func text(_ path: String, _ chance: inout Chance) -> FieldEntry {
        FieldEntry(path: path, value: .json(.string(word(&chance))))
    }

    private func code(_ path: String, _ chance: inout Chance) -> FieldEntry {
        FieldEntry(path: path, value: .json(.string(["low", "middle", "high"][chance.below(3)])))
    }
}
