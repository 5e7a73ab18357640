package import GridRecords

/// What a dispute or hazard grows into when several organisations have to act at once; each leads a group.
package struct Incident: Sendable, Hashable {
    /// One task, such as negotiation, calming, liaison on the spot (谈判组、安抚组、现场对接组).
    package struct TaskGroup: Sendable, Hashable {
        package let id: String
        package let organisation: Organisation
        package let dueAt: Int64
        /// When its report came, milliseconds since 1970; nil while it is awaited.
        package let repliedAt: Int64?

        package init(id: String, organisation: Organisation, dueAt: Int64, repliedAt: Int64? = nil) {
            self.id = id
            self.organisation = organisation
            self.dueAt = dueAt
            self.repliedAt = repliedAt
        }
    }

    package let id: RecordID
    /// The record from which it grew.
    package let origin: RecordID
    /// Sorted by id, each once.
    package let groups: [TaskGroup]

    package init(id: RecordID, origin: RecordID, groups: [TaskGroup]) {
        self.id = id
        self.origin = origin
        var byID: [Text: TaskGroup] = [:]
        // Of a group given twice the earlier reply counts, so that the order decides nothing.
        for group in groups {
            let key = Text(group.id)
            if let known = byID[key], known.repliedAt ?? .max <= group.repliedAt ?? .max { continue }
            byID[key] = group
        }
        self.groups = byID.values.sorted { Text($0.id) < Text($1.id) }
    }

    package var openGroups: [TaskGroup] { groups.filter { $0.repliedAt == nil } }

    /// When the last group replied: then the incident closes. Nil while one is open, or none was set up.
    package var closedAt: Int64? {
        guard !groups.isEmpty, openGroups.isEmpty else { return nil }
        return groups.compactMap(\.repliedAt).max()
    }

    package func overdueGroups(now: Int64) -> [TaskGroup] { groups.filter { min($0.repliedAt ?? now, now) > $0.dueAt } }
}
