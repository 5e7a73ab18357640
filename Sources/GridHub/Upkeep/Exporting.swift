import GridCausality
import GridRecords
import GridStore
import GridSync

/// The hub's records as lines: what a device of the same scope must equal, byte for byte.
extension HubWork {
    private static let chunk = 1_000

    /// Export lines in the order of ids, of everything or of areas, as a role sees them.
    func lines(in areas: Set<AreaCode>?, role: Role = .supervisor) throws -> [(id: RecordID, line: JSONValue)] {
        var result: [(RecordID, JSONValue)] = []
        var after: RecordID?
        while true {
            let records = try transaction.records(after: after, limit: HubWork.chunk)
            for stored in records where areas.map({ !$0.isDisjoint(with: stored.areas) }) ?? true {
                var record = try decode(stored)
                if role == .department { record = record.visible(to: role, catalogue: catalogue) }
                result.append((stored.id, RecordView(record, catalogue: catalogue).json))
            }
            guard records.count == HubWork.chunk, let last = records.last else { return result }
            after = last.id
        }
    }

    /// Findings of the hub's own checks over log, chains and records; empty when all is well.
    func findings() throws -> [JSONValue] {
        var findings: [JSONValue] = []
        func find(_ what: String, _ detail: String) {
            findings.append(["finding": .string(what), "detail": .string(detail)])
        }
        for (replica, head) in try transaction.heads() {
            var chain = Chain(replica: replica)
            var after: UInt64 = 0
            while true {
                let entries = try transaction.entries(of: replica, after: after, limit: HubWork.chunk)
                for entry in entries {
                    chain.append(entry.hash, sha256: sha256)
                    if entry.dot.counter != chain.counter {
                        find("gap", "the log of \(replica) misses \(chain.counter)")
                    }
                    if entry.chain != chain.hash { find("chain", "the chain breaks at \(entry.dot)") }
                    guard !entry.body.isEmpty else { continue }
                    if let changeset = try? Changeset(canonical: entry.body) {
                        if changeset.dot != entry.dot { find("body", "the body of \(entry.dot) is another changeset") }
                    } else {
                        find("body", "the body of \(entry.dot) cannot be read")
                    }
                }
                guard let last = entries.last else { break }
                after = last.dot.counter
            }
            if chain.counter != head.counter || chain.hash != head.chain {
                find("head", "the head of \(replica) is not its log's end")
            }
        }
        var after: RecordID?
        while true {
            let records = try transaction.records(after: after, limit: HubWork.chunk)
            for stored in records {
                guard let record = try? codec.decode(stored.body) else {
                    find("record", "record \(stored.id) cannot be read")
                    continue
                }
                do {
                    if try rebuilt(record) != record.withoutBases {
                        find("record", "record \(stored.id) is not what its history makes it")
                    }
                } catch let error as StoreError where error.code == .corrupt {
                    find("record", "the history of record \(stored.id) cannot be read: \(error.operation)")
                }
            }
            guard let last = records.last else { return findings }
            after = last.id
        }
    }

    /// The record as its applied history makes it; equal to the stored one less the bases of disputes.
    ///
    /// Contexts from before an epoch's turn are cut as they were then, so only records whose history lies in one epoch
    /// are worked out; others are taken as they are.
    private func rebuilt(_ record: Record) throws -> Record {
        let steps = try history(of: record.id)
        guard Set(steps.map(\.change.epoch)).count <= 1, record.unmet.isEmpty,
            !steps.contains(where: { $0.entry.epoch != $0.change.epoch })
        else { return record.withoutBases }
        var result = Record(id: record.id, kind: record.kind)
        for step in steps {
            var change = step.change
            for index in change.writes.indices {
                change.writes[index].value = try tokens(change.writes[index], of: record.id, dot: step.stamp.dot)
            }
            result.apply(change, stamp: step.stamp)
        }
        return result
    }

    private func tokens(_ write: Write, of record: RecordID, dot: Dot) throws -> FieldValue? {
        guard case .sealed(let sealed)? = write.value, sealed.token.isEmpty,
            let document = try documents.get(.sealed, "\(record)/\(write.path)/\(dot)", as: SealedDocument.self)
        else { return write.value }
        return .sealed(
            SealedValue(
                lastFour: sealed.lastFour, isChecksumValid: sealed.isChecksumValid,
                token: Hexadecimal.decode(document.token) ?? [], box: []))
    }
}

extension Record {
    var withoutBases: Record {
        var record = self
        record.bases = []
        return record
    }
}
