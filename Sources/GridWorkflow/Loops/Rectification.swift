package import GridRecords

/// The faults of one hazard, each put right for itself; the unit is done when all are.
package struct Rectification: Sendable, Hashable {
    package enum Status: String, CaseIterable, Sendable {
        case open, fixed, verified, recurred

        package var isDone: Bool { self == .fixed || self == .verified }
    }

    package struct Item: Sendable, Hashable {
        package let id: String
        package let status: Status
        /// When it was put right, milliseconds since 1970; nil where nobody said.
        package let fixedAt: Int64?

        package init(id: String, status: Status, fixedAt: Int64? = nil) {
            self.id = id
            self.status = status
            self.fixedAt = fixedAt
        }
    }

    /// Sorted by id.
    package let items: [Item]

    package init(items: [Item]) { self.items = items.sorted { Text($0.id) < Text($1.id) } }

    /// Reads the field `items` as a record shows it; an unknown status counts as open.
    package init(_ json: JSONValue?) {
        self.init(
            items: (json?.object ?? [:]).map { id, item in
                let fixedAt = item["fixed_at"]?.string.flatMap { Timestamp(text: $0)?.milliseconds }
                return Item(
                    id: id, status: item["status"]?.string.flatMap { Status(rawValue: $0) } ?? .open, fixedAt: fixedAt)
            })
    }

    package var doneCount: Int { items.count { $0.status.isDone } }
    /// Whether there are faults and all are put right.
    package var isWhole: Bool { !items.isEmpty && doneCount == items.count }

    /// Whether the unit is in time: only if every fault was put right by then. Nil while it is not due and not done.
    package func isOnTime(dueAt: Int64, now: Int64) -> Bool? {
        if items.contains(where: { item in item.status.isDone && (item.fixedAt ?? .min) > dueAt }) { return false }
        if isWhole { return true }
        return now > dueAt ? false : nil
    }
}
