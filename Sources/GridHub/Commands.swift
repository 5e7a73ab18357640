import GridCausality
import GridRecords
import GridStore
import GridSync

/// Administrative commands by name. Those that change the tree of areas, or leave the transaction, are in `Hub`.
extension HubWork {
    func command(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        let group = name.split(separator: ".").first.map(String.init) ?? name
        switch group {
        case "workers": return try workersCommand(name, arguments)
        case "devices": return try devicesCommand(name, arguments)
        case "conflicts": return try conflictsCommand(name, arguments)
        case "quarantine": return try quarantineCommand(name, arguments)
        case "alarms": return try alarmsCommand(name, arguments)
        case "duplicates": return try duplicatesCommand(name, arguments)
        default: return try otherCommand(name, arguments)
        }
    }

    private func workersCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "workers.add":
            return [
                try addWorker(
                    name: try arguments.text("name"), role: try arguments.text("role"), areas: arguments.texts("areas")
                ).json
            ]
        case "workers.assign": return [try assign(try arguments.text("worker"), areas: arguments.texts("areas")).json]
        case "workers.disable": return [try disable(try arguments.text("worker")).json]
        case "workers.list": return try documents.all(.workers, as: WorkerDocument.self).map(\.value.json)
        default: throw HubError.unknownCommand(name)
        }
    }

    private func devicesCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "devices.code":
            let issued = try issueCode(for: try arguments.text("worker"))
            return [
                [
                    "code": .string(issued.code),
                    "expires_at": .string(Timestamp.shanghai(milliseconds: issued.expiresAt).text),
                ]
            ]
        case "devices.list": return try deviceLines()
        case "devices.revoke":
            let id = try arguments.text("device")
            try revoke(id, by: arguments.optionalText("as") ?? "admin")
            return [["device": .string(id), "revoked": true]]
        case "devices.confirm":
            let id = try arguments.text("device")
            try confirm(id)
            return [["device": .string(id), "confirmed": true]]
        default: throw HubError.unknownCommand(name)
        }
    }

    private func conflictsCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "conflicts.list":
            let open = try conflicts(area: arguments.optionalText("area"), kind: arguments.optionalText("kind"))
            try noteListed(open)
            return open.map(\.json)
        case "conflicts.show":
            let open = try conflicts(named: try arguments.text("id"))
            try noteListed(open)
            return open.map(\.json)
        case "conflicts.resolve": return try resolve(arguments)
        case "conflicts.merged":
            return try merged(in: arguments.optionalText("area").map { tree.scope(of: [AreaCode($0)]) })
        case "conflicts.reopen": return try reopen(try arguments.text("id"), by: try arguments.text("as"))
        case "conflicts.assign": return try assignConflict(try arguments.text("id"), to: try arguments.text("worker"))
        default: throw HubError.unknownCommand(name)
        }
    }

    private func quarantineCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "quarantine.list":
            try judgeOffers()
            return try openQuarantine(
                reason: arguments.optionalText("reason"), worker: arguments.optionalText("worker")
            ).map { try json($0, whole: false) }
        case "quarantine.show": return [try json(try quarantined(try arguments.text("id")), whole: true)]
        case "quarantine.accept":
            let who = try arguments.text("as")
            // An item may have been accepted with the one before it that it depended on.
            return try selectedQuarantine(arguments).compactMap { item in
                guard try quarantined(item.id).state == .open else { return nil }
                return ["id": .string(item.id), "dot": .string(try accept(item, by: who).description)]
            }
        case "quarantine.edit":
            let item = try selectedQuarantine(arguments)[0]
            let dot = try accept(item, by: try arguments.text("as"), edited: arguments.json["fields"] ?? [:])
            return [["id": .string(item.id), "dot": .string(dot.description)]]
        case "quarantine.drop":
            let who = try arguments.text("as")
            let note = try arguments.text("note")
            return try selectedQuarantine(arguments).map { item in
                try drop(item, by: who, note: note)
                return ["id": .string(item.id)]
            }
        default: throw HubError.unknownCommand(name)
        }
    }

    private func alarmsCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "alarms.list":
            return try documents.all(.alarms, as: AlarmDocument.self).map(\.value).filter { !$0.isAcknowledged }.map(
                \.json)
        case "alarms.ack":
            let id = try arguments.text("id")
            guard var alarm = try documents.get(.alarms, id, as: AlarmDocument.self) else {
                throw HubError.missing("alarm", id)
            }
            alarm.isAcknowledged = true
            try documents.put(.alarms, id, alarm)
            return [alarm.json]
        default: throw HubError.unknownCommand(name)
        }
    }

    private func duplicatesCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "duplicates.list": return try duplicateLines(arguments)
        case "duplicates.show": return try comparison(arguments)
        case "duplicates.dismiss": return try dismissDuplicate(arguments)
        case "duplicates.merge": return try mergeDuplicates(arguments)
        case "duplicates.unmerge": return try unmergeDuplicates(arguments)
        default: throw HubError.unknownCommand(name)
        }
    }

    private func otherCommand(_ name: String, _ arguments: Arguments) throws -> [JSONValue] {
        switch name {
        case "export":
            let areas = arguments.texts("areas") + [arguments.optionalText("area")].compactMap { $0 }
            return try lines(in: areas.isEmpty ? nil : tree.scope(of: areas.map { AreaCode($0) })).map(\.line)
        case "history": return try historyLines(of: try arguments.record("id"), role: .supervisor)
        case "erase":
            let id = try arguments.record("id")
            let who = try worker(try arguments.text("as"))
            guard !who.isDisabled, who.knownRole == .supervisor || who.knownRole == .admin else {
                throw HubError.forbidden("\(who.id) may not erase", hint: "a supervisor or an administrator may")
            }
            // Whoever is erased is to be erased under each of his records.
            let same = try mergedWith(id)
            let copies = try erase(id, reason: try arguments.text("reason"), by: who.id)
            var line: [String: JSONValue] = ["id": .string(id.text), "copies": .integer(Int64(copies.count))]
            if !same.isEmpty { line["duplicates"] = .array(same.map { .string($0.text) }) }
            return [.object(line)]
        case "areas.list":
            return tree.areas.values.sorted { $0.code < $1.code }.map { area in
                [
                    "code": .string(area.code.text), "name": .string(area.name), "level": .string(area.level),
                    "parent": area.parent.map { .string($0.text) } ?? .null,
                ]
            }
        case "audit":
            return try documents.all(.audit, as: AuditDocument.self).map { _, entry in
                [
                    "at": .string(Timestamp.shanghai(milliseconds: entry.at).text), "who": .string(entry.who),
                    "action": .string(entry.action), "subject": .string(entry.subject), "detail": .string(entry.detail),
                ]
            }
        case "catalogue": return [catalogue.json]
        default: throw HubError.unknownCommand(name)
        }
    }
}

extension AlarmDocument {
    var json: JSONValue {
        .object([
            "id": .string(id), "kind": .string(kind), "device": device.map { .string($0) } ?? .null,
            "at": .string(Timestamp.shanghai(milliseconds: at).text), "detail": .string(detail),
            "acknowledged": .bool(isAcknowledged),
        ])
    }
}

extension HubError {
    static func unknownCommand(_ name: String) -> HubError {
        HubError("unknown_command", status: 404, "there is no command \(name)")
    }
}
