import GridCausality
import GridClient
import GridHub
import GridRecords
import GridStore
import GridSync
import GridWire

/// What must hold when everything is quiet again.
extension World {
    func checkEnd() {
        guard let store = hub.store else { return find("I14 progress", "the hub does not run") }
        do {
            let (log, stored) = try store.read { transaction in
                (
                    try transaction.entries(limit: .max),
                    try transaction.records(after: nil, limit: .max)
                )
            }
            checkLog(log)
            checkSurvivors(log, stored)
            checkErased(log, stored)
            checkAccepted(log)
            checkSetAside(log, try store.read { try $0.documents("quarantine", prefix: "", after: nil, limit: .max) })
            for finding in try store.integrityFindings() { find("integrity", "hub: \(finding)") }
        } catch { find("I11 stored bytes", "the hub's store cannot be read: \(error)") }
        for node in devices where node.store != nil { checkDevice(node) }
    }

    /// I9: each replica's counters are dense. I1, I12: what was answered is there, once, with the same content, under
    /// its own dot or under the one with which its device re-issued it.
    private func checkLog(_ log: [LogEntry]) {
        var last: [ReplicaID: UInt64] = [:]
        var hashes: [Dot: [UInt8]] = [:]
        var standsFor: Set<Dot> = []
        for entry in log.sorted(by: { $0.dot < $1.dot }) {
            if entry.dot.counter != (last[entry.dot.replica] ?? 0) + 1 {
                find("I9 dense counters", "\(entry.dot) follows \(last[entry.dot.replica] ?? 0)")
            }
            last[entry.dot.replica] = entry.dot.counter
            hashes[entry.dot] = entry.hash
            if let origin = (try? Changeset(canonical: entry.body))?.origin { standsFor.insert(origin.dot) }
        }
        let reissued = reissues()
        for dot in Array(standsFor) + hashes.keys {
            var next = reissued[dot]
            while let earlier = next, standsFor.insert(earlier).inserted { next = reissued[earlier] }
        }
        let kept = hub.regressions > 0 ? journals() : nil
        for (dot, answer) in history.answered.sorted(by: { $0.key < $1.key }) {
            if let hash = hashes[dot], hash == answer.hash { continue }
            if standsFor.contains(dot) || answer.verdict == .erased { continue }
            // The hub forgot it, and so did everybody who had it.
            if let kept, !kept.contains(dot) { continue }
            find("I1 durable after the answer", "\(dot) was answered \(answer.verdict) and is not in the log")
        }
    }

    /// Everything that some living device sends again to a hub that went back. What it wrote under a replica from
    /// which it has descended it only offers, as copies of records.
    private func journals() -> Set<Dot> {
        var dots: Set<Dot> = []
        for node in devices where !workers[node.worker].isRevoked {
            guard let store = node.store,
                let entries = try? store.read({ transaction -> [JournalEntry] in
                    guard let identity = try transaction.document("device", "identity"),
                        let hex = try JSONValue(parsing: identity)["replica"]?.string, let replica = ReplicaID(hex: hex)
                    else { return [] }
                    return try transaction.entries(of: replica, after: 0, limit: .max)
                })
            else { continue }
            for entry in entries where !entry.body.isEmpty { dots.insert(entry.dot) }
        }
        return dots
    }

    /// For each dot under which a device issued something again, the one before.
    private func reissues() -> [Dot: Dot] {
        var result: [Dot: Dot] = [:]
        for node in devices {
            let entries = try? node.store?.read { transaction in
                try JournalEntry.State.allCases.flatMap { try transaction.entries(in: $0, limit: .max) }
            }
            for entry in entries ?? [] { result[entry.dot] = entry.was }
        }
        return result
    }

    /// What was answered as set aside waits for a person, or a person has decided it.
    private func checkSetAside(_ log: [LogEntry], _ items: [Document]) {
        guard hub.regressions == 0 else { return }
        let known = Set(items.compactMap { (try? JSONValue(parsing: $0.body))?["dot"]?.string })
        let erased = Set(history.erased.compactMap { RecordID(text: $0) })
        let touched = Dictionary(log.map { ($0.dot, $0.records) }, uniquingKeysWith: { first, _ in first })
        for (dot, answer) in history.answered.sorted(by: { $0.key < $1.key }) where answer.verdict == .quarantined {
            guard erased.isDisjoint(with: touched[dot] ?? []), !known.contains(dot.description) else { continue }
            find("I1 set aside", "\(dot) was answered as set aside, and nobody is shown it")
        }
    }

    /// What a reviewer accepted takes effect, but for what its author has written anew since.
    private func checkAccepted(_ log: [LogEntry]) {
        guard !history.accepted.isEmpty else { return }
        let entries = Dictionary(log.map { ($0.dot, $0) }, uniquingKeysWith: { first, _ in first })
        var issued: [Dot: Set<Path>] = [:]
        // The changeset behind each entry: for what was accepted the one that had been set aside.
        var behind: [(dot: Dot, records: [RecordID])] = []
        for entry in log {
            let changeset = try? Changeset(canonical: entry.body)
            let origin = changeset?.origin?.dot
            behind.append((origin ?? entry.dot, entry.records))
            guard let changeset, let origin else { continue }
            issued[origin, default: []].formUnion(changeset.changes.flatMap { $0.writes.map(\.path) })
        }
        for (dot, regressions) in history.accepted where regressions == hub.regressions {
            guard let entry = entries[dot], let changeset = try? Changeset(canonical: entry.body),
                !changeset.changes.contains(where: { history.erased.contains($0.record.text) })
            else { continue }
            let later = behind.contains {
                $0.dot.replica == dot.replica && $0.dot.counter > dot.counter
                    && !Set($0.records).isDisjoint(with: entry.records)
            }
            let wanted = Set(changeset.changes.flatMap { $0.writes.map(\.path) })
            if !later, !wanted.isSubset(of: issued[dot] ?? []) {
                find("I1 accepted", "\(dot) was accepted, and not all of it took effect")
            }
        }
    }

    /// Lawful erasure reaches every stored body.
    private func checkErased(_ log: [LogEntry], _ stored: [StoredRecord]) {
        let erased = Set(history.erased.compactMap { RecordID(text: $0) })
        guard !erased.isEmpty else { return }
        for row in stored where erased.contains(row.id) { find("erasure", "the hub still has record \(row.id)") }
        for entry in log {
            guard let changeset = try? Changeset(canonical: entry.body) else { continue }
            for change in changeset.changes where erased.contains(change.record) {
                find("erasure", "\(entry.dot) still holds a change of record \(change.record)")
            }
        }
    }

    private func checkDevice(_ node: DeviceNode) {
        checkSaved(node)
        guard let store = node.store, !workers[node.worker].isRevoked else { return }
        do {
            for finding in try store.integrityFindings() { find("integrity", "device \(node.number): \(finding)") }
            let waiting = try store.read { try $0.countEntries(in: .pending) }
            if waiting > 0 { find("I14 progress", "device \(node.number) has \(waiting) changesets unsent") }
            for id in history.erased {
                guard let id = RecordID(text: id) else { continue }
                if try store.read({ try $0.record(id) }) != nil {
                    find("erasure", "device \(node.number) still has record \(id)")
                }
            }
        } catch { find("I11 stored bytes", "device \(node.number) cannot be read: \(error)") }
    }
}
