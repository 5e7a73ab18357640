import GridHub
import GridRecords

/// What was set aside, what is overdue, which devices are silent, and one record.
extension Console {
    func quarantine(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let words = words(visit)
        let (shown, pager) = slice(try await ask(.quarantine, [:], visit), visit, size: 20)
        let items = shown.map { item -> JSONValue in
            let changes = (item["changes"]?.array ?? []).map { change -> JSONValue in
                let kind = change["kind"]?.string ?? ""
                return [
                    "kind": .string(words.kind(kind)),
                    "what": .string(words.word(change["created"]?.bool == true ? "change.new" : "change.set")),
                    "fields": .array((change["fields"]?.array ?? []).map { field(of: $0, kind, words) }),
                ]
            }
            return [
                "id": item["id"] ?? .null, "reason": .string(words.name("reason", item["reason"]?.string)),
                "detail": Console.some(item["detail"]), "worker": item["worker_name"] ?? .null,
                "device": item["device"] ?? .null, "area": item["area_name"] ?? "–",
                "at": .string(words.time(item["at"]?.string)), "changes": .array(changes),
            ]
        }
        return page("quarantine", "title.quarantine", ["items": .array(items), "pager": pager], visit)
    }

    func judge(_ action: Action, _ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let id = JSONValue.string(visit.form["id"] ?? "")
        if action == .accept {
            _ = try await ask(.accept, ["id": id], visit)
        } else {
            _ = try await ask(.drop, ["id": id, "note": .string(visit.form["note"] ?? "")], visit)
        }
        return redirect("quarantine?done=\(action.rawValue)")
    }

    func overdue(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let words = words(visit)
        var arguments: [String: JSONValue] = [:]
        arguments["area"] = visit.query["area"].map { .string($0) }
        let (shown, pager) = slice(try await ask(.overdue, .object(arguments), visit), visit, size: 50)
        let items = shown.map { item -> JSONValue in
            let mark = item["mark"]?.string
            return [
                "kind": .string(words.kind(item["kind"]?.string)), "area": item["area_name"] ?? "–",
                "state": .string(words.name("state", item["state"]?.string)),
                "deadline": .string(words.name("deadline", item["deadline"]?.string)),
                "due": .string(words.time(item["due_at"]?.string)),
                "late": .string(words.span(item["overdue_ms"]?.integer ?? 0)),
                "holder": item["holder_name"] ?? item["holder"] ?? .null,
                "mark": mark.map { .string(words.name("mark", $0)) } ?? .null,
                "colour": .string(mark == "red_card" ? "red" : mark == "yellow_card" ? "yellow" : "grey"),
                "url": .string("\(Visit.prefix)/record?" + FormFields.query(["id": item["id"]?.string ?? ""])),
            ]
        }
        return page("overdue", "title.overdue", ["items": .array(items), "pager": pager], visit)
    }

    /// A device is silent after so many days, and long silent after more.
    private static let silentDays: (some: Int64, many: Int64) = (3, 7)

    func fleet(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let words = words(visit)
        let lines = try await ask(.fleet, [:], visit).sorted { left, right in
            (left["silent_ms"]?.integer ?? 0) > (right["silent_ms"]?.integer ?? 0)
        }
        let (shown, pager) = slice(lines, visit, size: 100)
        let devices = shown.map { device -> JSONValue in
            let silent = device["silent_ms"]?.integer ?? 0
            let days = silent / 86_400_000
            var flags: [String] = []
            if device["revoked"]?.bool == true { flags.append(words.word("device.revoked")) }
            if device["needs_confirmation"]?.bool == true { flags.append(words.word("device.unconfirmed")) }
            flags += (device["alarms"]?.array ?? []).compactMap(\.string).map { words.name("alarm", $0) }
            return [
                "device": device["device"] ?? .null, "worker": device["worker_name"] ?? .null,
                "area": device["area_name"] ?? "–",
                "last": .string(words.time(device["last_sync"]?.string)), "silent": .string(words.span(silent)),
                "colour": .string(
                    days >= Console.silentDays.many ? "red" : days >= Console.silentDays.some ? "yellow" : "plain"),
                "unsent": .string("\(device["unsent"]?.integer ?? 0)"),
                "clock": .string(words.clock(device["clock_offset_ms"]?.integer)),
                "version": device["version"] ?? .null, "flags": .string(flags.joined(separator: words.comma)),
            ]
        }
        return page("fleet", "title.fleet", ["devices": .array(devices), "pager": pager], visit)
    }

    func record(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let words = words(visit)
        let lines = try await ask(.record, ["id": .string(visit.query["id"] ?? "")], visit)
        let record = lines.first ?? .null
        let kind = record["kind"]?.string ?? ""
        let history = lines.dropFirst().reversed().map { step -> JSONValue in
            let fields = (step["paths"]?.array ?? []).compactMap(\.string).map { words.field($0, kind: kind) }
            var seen: Set<String> = []
            return [
                "at": .string(words.time(step["at"]?.string)), "author": step["author_name"] ?? .null,
                "device": step["device"] ?? .null, "verdict": .string(words.name("verdict", step["verdict"]?.string)),
                "resolution": step["resolution"] ?? false,
                "fields": .string(fields.filter { seen.insert($0).inserted }.joined(separator: words.comma)),
            ]
        }
        let caption = record["caption"]?.string ?? ""
        let id = record["id"]?.string ?? ""
        return page(
            "record", words.kind(kind) + (caption.isEmpty ? "" : " · \(caption)"),
            [
                "id": .string(id), "area": record["area_name"] ?? "–", "deleted": record["deleted"] ?? false,
                "isDisputed": .bool(record["disputed"]?.array?.isEmpty == false),
                "conflict_url": .string("\(Visit.prefix)/conflict?" + FormFields.query(["id": id])),
                "fields": .array((record["fields"]?.array ?? []).map { field(of: $0, kind, words) }),
                "history": .array(Array(history)),
            ], visit)
    }

    private func field(of json: JSONValue, _ kind: String, _ words: ValueWords) -> JSONValue {
        let path = json["path"]?.string ?? ""
        return [
            "label": .string(words.field(path, kind: kind)),
            "value": .string(words.value(json["value"], kind: kind, path: path)),
        ]
    }
}
