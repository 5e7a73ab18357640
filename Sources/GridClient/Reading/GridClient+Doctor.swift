import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// What is wrong or worth a word, a finding a line: `{"code","level","message","hint"}`.
    public func doctor() async throws(ClientError) -> [JSONValue] {
        var findings: [JSONValue] = []
        do {
            for finding in try store.integrityFindings() {
                findings.append(
                    GridClient.finding(
                        "store_corrupt", "error", finding, "Take `outbox export`, enrol a new store and pull."))
            }
        } catch {
            throw ClientError(wrapping: error)
        }
        findings += try read { work in try work.findings() }
        let link = try link()
        do throws(HubLink.Failure) {
            _ = try await link.call("digest", ["level": "root"])
        } catch {
            let problem = ClientError(error)
            findings.append(GridClient.finding(problem.code, "warning", problem.message, problem.hint))
        }
        if findings.isEmpty { findings.append(GridClient.finding("ok", "info", "Nothing is wrong.", "")) }
        return findings
    }

    static func finding(_ code: String, _ level: String, _ message: String, _ hint: String) -> JSONValue {
        ["code": .string(code), "level": .string(level), "message": .string(message), "hint": .string(hint)]
    }
}

extension DeviceWork {
    static let clockAlarmMilliseconds: Int64 = 10 * 60_000

    fileprivate func findings() throws -> [JSONValue] {
        var findings: [JSONValue] = []
        let add = { (code: String, level: String, message: String, hint: String) in
            findings.append(GridClient.finding(code, level, message, hint))
        }
        let state = try exchangeState()
        if let offset = state.clockOffset, offset.magnitude > DeviceWork.clockAlarmMilliseconds.magnitude {
            add(
                "clock", "warning", "The device's clock is \(offset / 1_000) seconds off the hub's.",
                "Set it to network time.")
        }
        if state.lastSync.map({ now - $0 > 3 * 86_400_000 }) ?? true {
            add("not_synced", "warning", "There was no exchange in the last three days.", "Run `gridsync sync`.")
        }
        let pending = try allEntries(in: .pending)
        if let oldest = pending.first, now - oldest.at > 86_400_000 {
            add(
                "outbox", "warning", "\(pending.count) changesets wait, the oldest since \(oldest.at.time).",
                "Run `gridsync push`.")
        }
        let quarantined = try transaction.countEntries(in: .quarantined)
        if quarantined > 0 {
            add(
                "quarantined", "warning", "\(quarantined) changesets are in quarantine.",
                "`gridsync quarantined list` says why.")
        }
        let forked = try transaction.countEntries(in: .forked)
        if forked > 0 {
            add("forked", "error", "\(forked) changesets met others under the same dot.", "Tell whoever runs the hub.")
        }
        if try catalogue.kinds.isEmpty {
            add("catalogue", "error", "The hub's catalogue has not come yet.", "Run `gridsync pull`.")
        }
        return findings + (try chainFindings())
    }

    /// Recomputes the chain over the bodies that are there.
    private func chainFindings() throws -> [JSONValue] {
        var chain = Chain(replica: identity.replica)
        while true {
            let batch = try transaction.entries(of: identity.replica, after: chain.counter, limit: 500)
            for entry in batch {
                chain.append(entry.hash, sha256: sha256)
                let bodyFits = entry.body.isEmpty || sha256(entry.body) == entry.hash
                guard entry.dot.counter == chain.counter, chain.hash == entry.chain, bodyFits else {
                    return [
                        GridClient.finding(
                            "journal", "error", "The journal does not hold together at \(entry.dot).",
                            "Take `outbox export`, enrol a new store and pull.")
                    ]
                }
            }
            if batch.count < 500 { return [] }
        }
    }
}
