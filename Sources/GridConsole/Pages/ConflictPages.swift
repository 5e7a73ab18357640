import GridHub
import GridRecords

/// The inbox of conflicts: base and both sides, one click or keystroke to take a side.
extension Console {
    /// Conflicts that one page shows.
    private static let size = 10

    func conflicts(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        var arguments: [String: JSONValue] = [:]
        for key in ["area", "kind"] { arguments[key] = visit.query[key].map { .string($0) } }
        let open = try await ask(.conflicts, .object(arguments), visit)
        let (shown, pager) = slice(open, visit, size: Console.size)
        let models = shown.enumerated().map { index, conflict in
            model(of: conflict, visit, isFirst: index == 0, back: "conflicts")
        }
        return page(
            "conflicts", "title.conflicts", ["conflicts": .array(models), "pager": pager], visit)
    }

    func conflict(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let found = try await ask(.conflict, ["id": .string(visit.query["id"] ?? "")], visit)
        let models = found.enumerated().map { index, conflict in
            var members = model(of: conflict, visit, isFirst: index == 0, back: "conflicts").object ?? [:]
            members["single"] = true
            return JSONValue.object(members)
        }
        return page("conflicts", "title.conflict", ["conflicts": .array(models)], visit)
    }

    func take(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        guard let side = visit.form["take"].flatMap({ Int64($0) }) else {
            throw HubError("bad_choice", status: 422, "no side was chosen")
        }
        var arguments: [String: JSONValue] = [
            "id": .string(visit.form["id"] ?? ""), "seen": .string(visit.form["seen"] ?? ""), "take": .integer(side),
        ]
        arguments["note"] = visit.form["note"].map { .string($0) }
        _ = try await ask(.decide, .object(arguments), visit)
        return redirect("conflicts?done=taken")
    }

    /// - Parameter isFirst: whether keys take its sides.
    private func model(of conflict: JSONValue, _ visit: Visit, isFirst: Bool, back: String) -> JSONValue {
        let words = words(visit)
        let (kind, path) = (conflict["kind"]?.string ?? "", conflict["path"]?.string ?? "")
        func shown(_ value: JSONValue?) -> JSONValue { .string(words.value(value, kind: kind, path: path)) }
        let sides = (conflict["sides"]?.array ?? []).enumerated().map { index, side -> JSONValue in
            let number = index + 1
            return [
                "number": .string("\(number)"), "name": .string(words.word("side", number: number)),
                "take": .string(words.word("take", number: number)), "value": shown(side["value"]),
                "author": side["author_name"] ?? side["author"] ?? .null, "device": side["device"] ?? .null,
                "at": .string(words.time(side["at"]?.string)),
                "clock": .string(words.clock(side["clock_offset_ms"]?.integer)),
                "key": isFirst && number <= 9 ? .string("\(number)") : .null,
            ]
        }
        let id = conflict["id"]?.string ?? ""
        let record = conflict["record"]?.string ?? ""
        return [
            "id": .string(id), "seen": conflict["seen"] ?? .null, "kind": .string(words.kind(kind)),
            "field": .string(words.field(path, kind: kind)), "caption": Console.some(conflict["caption"]),
            "area": conflict["area_name"] ?? .null, "opened": .string(words.time(conflict["opened_at"]?.string)),
            "base": shown(conflict["base"]), "sides": .array(sides), "single": false,
            "url": .string("\(Visit.prefix)/conflict?" + FormFields.query(["id": id])),
            "record_url": .string("\(Visit.prefix)/record?" + FormFields.query(["id": record])),
        ]
    }
}
