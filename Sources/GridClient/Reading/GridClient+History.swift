import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// A record's changes, oldest first: those of the hub, then what waits here.
    ///
    /// Asks the hub only for what this device does not have itself.
    public func history(_ id: String) async throws(ClientError) -> [JSONValue] {
        let record = try GridClient.recordID(id)
        let (local, isWhole) = try read { work in try work.localHistory(of: record) }
        if isWhole, local.isEmpty { throw ClientError.noSuchRecord(id) }
        if isWhole { return local.map(\.line) }
        let link = try link()
        do throws(HubLink.Failure) {
            let remote = try await link.call("history", ["id": .string(record.text)])
            let known = Set(remote.compactMap { $0["dot"]?.string })
            return remote + local.filter { !known.contains($0.dot) }.map(\.line)
        } catch {
            throw ClientError(error)
        }
    }

    /// An identity number in the clear: one audited call.
    ///
    /// - Returns: `{"value"}`
    public func reveal(_ id: String, path: String, reason: String) async throws(ClientError) -> JSONValue {
        let record = try GridClient.recordID(id)
        return try await call(
            "reveal", ["id": .string(record.text), "path": .string(path), "reason": .string(reason)]
        ).first ?? .null
    }

    /// One of the questions that only the hub can answer.
    func call(_ name: String, _ arguments: JSONValue) async throws(ClientError) -> [JSONValue] {
        let link = try link()
        do throws(HubLink.Failure) {
            return try await link.call(name, arguments)
        } catch {
            throw ClientError(error)
        }
    }
}

extension DeviceWork {
    /// What the journal knows of a record, and whether that is all there is.
    func localHistory(of id: RecordID) throws -> (lines: [(dot: String, line: JSONValue)], isWhole: Bool) {
        let own = try transaction.entries(touching: id).filter { $0.state == .pending || $0.state == .acknowledged }
        var lines: [(dot: String, line: JSONValue)] = []
        var isWhole = true
        for entry in own {
            guard let changeset = try changeset(of: entry),
                let change = changeset.changes.first(where: { $0.record == id })
            else {
                isWhole = false
                continue
            }
            let settled = StoredVerdict(bytes: entry.verdict)
            lines.append(
                (
                    entry.dot.description,
                    [
                        "dot": .string(entry.dot.description),
                        "author": .string((changeset.origin?.onBehalfOf ?? changeset.author).text),
                        "device": .string(identity.device.text), "at": .string(changeset.deviceTime.time),
                        "received_at": .null, "pending": .bool(settled == nil), "writes": change.writesJSON,
                        "superseded": [],
                    ]
                ))
        }
        let copy = try transaction.record(id)
        if copy == nil, own.contains(where: { $0.state == .acknowledged }) { isWhole = false }
        return (lines, isWhole && copy == nil)
    }
}
