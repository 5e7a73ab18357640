import GridCausality
import GridRecords
import GridStore
import GridSync

/// I2, I4: the survivors are exactly the applied values that no other applied write's context covers without keeping
/// them, recomputed from the whole history, all pairs, with no step that an implementation might share.
struct SurvivorOracle {
    /// One value that was written: where, by whom, having seen what.
    private struct Written {
        let dot: Dot
        let value: FieldValue?
        let context: VersionVector
        let keeps: Set<Dot>
    }

    private var written: [RecordID: [Path: [Written]]] = [:]

    /// - Parameters:
    ///   - epoch: the one in which the hub took it.
    ///   - known: the dots of the log before this one. Of a context that was seen in another epoch no more than these
    ///     counts (SPEC 6.5); nil where the hub went back and may have lost what it knew.
    mutating func take(_ changeset: Changeset, in epoch: EpochID, known: VersionVector?) {
        for change in changeset.changes {
            let isCurrent = change.epoch == epoch
            let context = isCurrent ? change.context : known.map { change.context.intersection($0) } ?? change.context
            for (path, value) in SurvivorOracle.effects(of: change) {
                written[change.record, default: [:]][path, default: []].append(
                    Written(
                        dot: changeset.dot, value: value, context: context,
                        keeps: Set(change.keeps.filter { $0.path == path }.map(\.dot))))
            }
        }
    }

    /// What a change says at each path. A value says its path's; that an element is removed is said at the element's
    /// reserved path; and whatever else is written says that record and element are there. SPEC, "Applying a change".
    private static func effects(of change: Change) -> [Path: FieldValue?] {
        var said: [Path: FieldValue?] = [:]
        for write in change.writes {
            if write.value == nil, write.path.isElement, let presence = write.path.presence {
                said[presence] = .some(.bool(true))
            } else {
                said[write.path] = .some(write.value)
            }
        }
        var thereby: Set<Path> = [.deleted]
        for write in change.writes where !write.path.isPresence {
            if let presence = write.path.element?.presence { thereby.insert(presence) }
        }
        for path in thereby where said[path] == nil { said[path] = .some(.bool(false)) }
        return said
    }

    var records: [RecordID] { written.keys.sorted() }

    /// What was written at the path having seen the dot, without keeping it.
    func covering(_ dot: Dot, at path: Path, of record: RecordID) -> [Dot] {
        (written[record]?[path] ?? []).filter { $0.dot != dot && $0.context.covers(dot) && !$0.keeps.contains(dot) }
            .map(\.dot)
    }

    /// The surviving dots at each path of a record.
    func survivors(of record: RecordID) -> [Path: [Dot: FieldValue?]] {
        (written[record] ?? [:]).mapValues { writes in
            var survivors: [Dot: FieldValue?] = [:]
            for one in writes {
                let isCovered = writes.contains {
                    $0.dot != one.dot && $0.context.covers(one.dot) && !$0.keeps.contains(one.dot)
                }
                if !isCovered { survivors[one.dot] = .some(one.value) }
            }
            return survivors
        }
    }
}

extension World {
    /// Holds the hub's records against the oracle. After the hub went back a value may survive that was covered (the
    /// error is a question), never the other way round.
    func checkSurvivors(_ log: [LogEntry], _ stored: [StoredRecord]) {
        var oracle = SurvivorOracle()
        var known = VersionVector.empty
        for entry in log {
            defer { known.include(entry.dot) }
            guard entry.isApplied, !entry.body.isEmpty else { continue }
            do {
                oracle.take(
                    try Changeset(canonical: entry.body), in: entry.epoch, known: hub.regressions == 0 ? known : nil)
            } catch {
                find("I11 stored bytes", "changeset \(entry.dot) cannot be read")
            }
        }
        var held: [RecordID: Record] = [:]
        for row in stored {
            do { held[row.id] = try rows.decode(row.body) } catch {
                find("I11 stored bytes", "record \(row.id) cannot be read")
            }
        }
        for id in oracle.records where !history.erased.contains(id.text) {
            guard let record = held[id] else {
                find("I2 survivors", "record \(id) is not there")
                continue
            }
            compare(record, oracle)
        }
    }

    private func compare(_ record: Record, _ oracle: SurvivorOracle) {
        for (path, survivors) in oracle.survivors(of: record.id).sorted(by: { $0.key < $1.key }) {
            let siblings = record.siblings(at: path)
            let actual = Set(siblings.dots)
            for dot in Set(survivors.keys).subtracting(actual).sorted() {
                find("I2 survivors", "\(record.id) \(path): \(dot) is lost")
            }
            for dot in actual.subtracting(survivors.keys).sorted() where hub.regressions == 0 {
                let by = oracle.covering(dot, at: path, of: record.id).map(\.description).joined(separator: ", ")
                find("I4 false siblings", "\(record.id) \(path): \(dot) was covered by \(by)")
            }
            for sibling in siblings.all {
                if let value = survivors[sibling.dot], value != sibling.value.value, !isSealed(value) {
                    find("I2 survivors", "\(record.id) \(path): \(sibling.dot) has another value")
                }
            }
            if siblings.all.count > devices.count + 8 + hub.regressions * devices.count {
                find("I13 siblings", "\(record.id) \(path): \(siblings.all.count)")
            }
        }
    }

    private func isSealed(_ value: FieldValue?) -> Bool {
        if case .sealed? = value { true } else { false }
    }
}
