import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// Questions and orders of a device beside the exchange.
extension HubWork {
    func call(_ name: String, _ arguments: Arguments, session: DeviceSession) throws -> [JSONValue] {
        let (device, worker) = try admitted(session)
        let scope = scope(of: worker)
        switch name {
        case "history": return try historyLines(of: try readable(arguments, scope), role: worker.knownRole)
        case "digest": return try digest(arguments.optionalText("level") ?? "root", scope, worker.knownRole)
        case "records": return try bodies(arguments, scope, worker.knownRole)
        case "reveal": return [try reveal(arguments, scope, worker)]
        case "offer": return try offer(arguments, device: device, scope: scope)
        case "merged": return try merged(in: scope)
        case "assign":
            _ = try reviewer(worker.id, in: Array(scope))
            return try assignConflict(try arguments.text("id"), to: try arguments.text("worker"), areas: scope)
        case "reopen": return try reopen(try arguments.text("id"), by: worker.id)
        case "conflict":
            return try conflicts(named: try arguments.text("id")).filter {
                !scope.isDisjoint(with: $0.document.areas.map { AreaCode($0) })
            }.map(\.json)
        default: throw HubError("not_found", status: 404, "there is no call \(name)")
        }
    }

    /// The record that the caller asks for; one outside his areas is as unknown as one that is not there.
    private func readable(_ arguments: Arguments, _ scope: Set<AreaCode>) throws -> RecordID {
        let id = try arguments.record("id")
        guard let stored = try transaction.record(id), !scope.isDisjoint(with: stored.areas) else {
            throw HubError.missing("record", id.text)
        }
        return id
    }

    /// Every applied change of a record, oldest first, with what it superseded.
    func historyLines(of id: RecordID, role: Role) throws -> [JSONValue] {
        guard let stored = try transaction.record(id) else { throw HubError.missing("record", id.text) }
        var record = Record(id: id, kind: stored.kind)
        return try history(of: id).map { change, stamp, entry in
            let paths = Record.effects(of: change).filter { !$0.path.isPresence }.map(\.path)
            let before = Set(paths.flatMap { record.siblings(at: $0).dots })
            record.apply(change, stamp: stamp)
            let after = Set(paths.flatMap { record.siblings(at: $0).dots })
            var change = change
            if role == .department {
                change.writes.removeAll {
                    (catalogue.kind(stored.kind)?.field($0.path.field)?.sensitivity ?? .public) >= .personal
                }
            }
            return .object([
                "dot": .string(entry.dot.description), "author": .string(stamp.author.text),
                "device": .string(entry.device.text),
                "at": .string(Timestamp.shanghai(milliseconds: entry.effectiveTime).text),
                "device_time": .string(Timestamp.shanghai(milliseconds: stamp.deviceTime).text),
                "received_at": .string(Timestamp.shanghai(milliseconds: entry.receivedTime).text),
                "clock_offset_ms": .integer(entry.clockOffset),
                "verdict": .string(try entry.decodedVerdict().kind.rawValue),
                "resolution": .bool(change.isResolution), "writes": change.writesJSON,
                "superseded": .array(before.subtracting(after).sorted().map { .string($0.description) }),
            ])
        }
    }

    private func digest(_ level: String, _ scope: Set<AreaCode>, _ role: Role) throws -> [JSONValue] {
        let lines = try lines(in: scope, role: role)
        if level == "ids" {
            return lines.map {
                ["id": .string($0.id.text), "hash": .string(hexDigest(Array(($0.line.text + "\n").utf8)))]
            }
        }
        var all: [UInt8] = []
        for line in lines { all += Array((line.line.text + "\n").utf8) }
        return [["records": .integer(Int64(lines.count)), "digest": .string(hexDigest(all))]]
    }

    private func bodies(_ arguments: Arguments, _ scope: Set<AreaCode>, _ role: Role) throws -> [JSONValue] {
        try arguments.texts("ids").prefix(Limits.recordsPerPage).compactMap { text in
            guard let id = RecordID(text: text), let stored = try transaction.record(id),
                !scope.isDisjoint(with: stored.areas)
            else { return nil }
            return [
                "id": .string(text),
                "body": .string(Data(try visible(stored.body, of: stored.id, to: role)).base64EncodedString()),
            ]
        }
    }

    /// The full value of a sealed field: for the grid's own worker and for supervisors, with a reason, audited.
    private func reveal(_ arguments: Arguments, _ scope: Set<AreaCode>, _ worker: WorkerDocument) throws -> JSONValue {
        let id = try readable(arguments, scope)
        let reason = try arguments.text("reason")
        guard [.worker, .village, .township, .supervisor].contains(worker.knownRole) else {
            throw HubError.forbidden("the role \(worker.role) may not see identity numbers")
        }
        guard let path = Path(try arguments.text("path")), let record = try record(id),
            let dot = RecordReading(record, catalogue: catalogue).shown(at: path).chosen,
            let document = try documents.get(.sealed, "\(id)/\(path)/\(dot)", as: SealedDocument.self),
            let box = Hexadecimal.decode(document.box)
        else { throw HubError.missing("sealed value at", "\(id):\(arguments.optionalText("path") ?? "")") }
        try audit(worker.id, "sealed value read", "\(id)/\(path)", reason)
        guard let plain = environment.keys.open(box: box) else {
            throw HubError(
                "sealed", status: 409, "this hub's key does not open the value",
                hint: "the key of the hub it was sealed for is needed")
        }
        return ["value": .string(String(decoding: plain, as: UTF8.self))]
    }
}
