package import GridRecords

/// Who is told when something happens: 网格长、调解主任、网格民警 of a new urgent dispute.
package struct NotificationRule: Sendable, Hashable {
    package let id: String
    package let label: Label
    package let kind: String
    /// All must hold; none means always.
    package let conditions: [FieldCondition]
    /// Roles as the staff of an area has them.
    package let roles: [String]

    package init(id: String, label: Label, kind: String, conditions: [FieldCondition], roles: [String]) {
        self.id = id
        self.label = label
        self.kind = kind
        self.conditions = conditions
        self.roles = roles
    }

    package func applies(to fields: [String: JSONValue], kind: String) -> Bool {
        self.kind == kind && conditions.allSatisfy { $0.holds(in: fields) }
    }
}

/// Somebody who has a role in an area.
package struct StaffMember: Sendable, Hashable {
    package let worker: WorkerID
    package let role: String
    package let area: AreaCode

    package init(worker: WorkerID, role: String, area: AreaCode) {
        self.worker = worker
        self.role = role
        self.area = area
    }
}

/// One word to one person; its key makes it go out once, however often the occasion is told.
package struct Notification: Sendable, Hashable {
    package struct Key: Sendable, Hashable, Comparable {
        package let record: RecordID
        package let rule: String
        package let role: String

        package init(record: RecordID, rule: String, role: String) {
            self.record = record
            self.rule = rule
            self.role = role
        }

        package static func < (left: Key, right: Key) -> Bool {
            if left.record != right.record { return left.record < right.record }
            return left.rule != right.rule ? Text(left.rule) < Text(right.rule) : Text(left.role) < Text(right.role)
        }
    }

    package let key: Key
    package let worker: WorkerID

    /// What is still to be sent for a record: for each role one person, in the nearest area that has one.
    ///
    /// - Parameters:
    ///   - areas: the record's area and those above it, the nearest first.
    ///   - sent: keys of what went out before.
    /// - Returns: sorted by key, and the roles for which nobody was found.
    package static func due(
        record: RecordID, kind: String, fields: [String: JSONValue], areas: [AreaCode],
        rules: some Sequence<NotificationRule>, staff: some Sequence<StaffMember>, sent: Set<Key>
    ) -> (notifications: [Notification], vacant: [Key]) {
        let staff = Array(staff)
        var notifications: [Notification] = []
        var vacant: [Key] = []
        var seen = sent
        for rule in rules where rule.applies(to: fields, kind: kind) {
            for role in rule.roles {
                let key = Key(record: record, rule: rule.id, role: role)
                guard seen.insert(key).inserted else { continue }
                let worker = areas.lazy.compactMap { area in
                    staff.filter { $0.area == area && $0.role == role }.map(\.worker).min()
                }.first
                if let worker {
                    notifications.append(Notification(key: key, worker: worker))
                } else {
                    vacant.append(key)
                }
            }
        }
        return (notifications.sorted { $0.key < $1.key }, vacant.sorted())
    }
}
