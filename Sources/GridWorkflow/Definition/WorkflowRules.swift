package import GridRecords

/// A clock of the workflow: what starts it, what ends it, and how long it may run.
package struct DeadlineRule: Sendable, Hashable {
    package let id: String
    package let label: Label
    /// States in which it runs; entering one from outside starts it.
    package let states: [String]
    /// Taken unless a variant fits.
    package let limit: TimeLimit
    /// The first that fits counts.
    package let variants: [Variant]
    /// Whether it is the time for the work itself: a due date named by the issuer stands in its place, extensions
    /// lengthen it, and it runs on from the report through returns.
    package let isMain: Bool

    package struct Variant: Sendable, Hashable {
        package let when: FieldCondition
        package let limit: TimeLimit

        package init(when: FieldCondition, limit: TimeLimit) {
            self.when = when
            self.limit = limit
        }
    }

    package init(
        id: String, label: Label, states: [String], limit: TimeLimit, variants: [Variant] = [], isMain: Bool = false
    ) {
        self.id = id
        self.label = label
        self.states = states
        self.limit = limit
        self.variants = variants
        self.isMain = isMain
    }

    /// The limit for an item with these fields.
    package func limit(fields: [String: JSONValue], isUrgent: Bool) -> TimeLimit {
        variants.first { $0.when.holds(in: fields, isUrgent: isUrgent) }?.limit ?? limit
    }
}

/// `field` shows `value`. The field `urgent` also holds when the item was hastened in its log.
package struct FieldCondition: Sendable, Hashable {
    package let field: String
    package let value: JSONValue

    package init(field: String, value: JSONValue) {
        self.field = field
        self.value = value
    }

    package func holds(in fields: [String: JSONValue], isUrgent: Bool = false) -> Bool {
        if field == "urgent", isUrgent { return value == true }
        return fields[field] == value
    }
}

/// The numbers by which an office runs a workflow.
package struct WorkflowRules: Sendable, Hashable {
    /// Returns of one item before the township must decide.
    package let maximumReturns: Int
    /// Extensions granted to one item.
    package let maximumExtensions: Int
    /// Whether an extension can still be asked for when the time is over.
    package let mayExtendOverdue: Bool
    package let recurrenceMonths: Int
    /// Sorted by `limits`, the mildest first.
    package let supervision: [SupervisionThreshold]
    /// A step that reached the hub later than that after it arose is marked.
    package let receiptLagHours: Int
    /// A step by a clock that was wrong by more is marked.
    package let clockOffsetMinutes: Int

    package init(
        maximumReturns: Int = 2, maximumExtensions: Int = 1, mayExtendOverdue: Bool = false, recurrenceMonths: Int = 2,
        supervision: [SupervisionThreshold] = SupervisionThreshold.usual, receiptLagHours: Int = 48,
        clockOffsetMinutes: Int = 10
    ) {
        self.maximumReturns = maximumReturns
        self.maximumExtensions = maximumExtensions
        self.mayExtendOverdue = mayExtendOverdue
        self.recurrenceMonths = recurrenceMonths
        self.supervision = supervision.sorted { $0.limits < $1.limits }
        self.receiptLagHours = receiptLagHours
        self.clockOffsetMinutes = clockOffsetMinutes
    }
}

/// From when on supervision steps in.
package struct SupervisionThreshold: Sendable, Hashable {
    package let mark: SupervisionMark
    /// How many limits the item is overdue.
    package let limits: Int
    /// Penalty points.
    package let points: Int

    package init(mark: SupervisionMark, limits: Int, points: Int) {
        self.mark = mark
        self.limits = limits
        self.points = points
    }

    package static let usual = [
        SupervisionThreshold(mark: .reminder, limits: 1, points: 0),
        SupervisionThreshold(mark: .yellowCard, limits: 2, points: 5),
        SupervisionThreshold(mark: .redCard, limits: 3, points: 10),
    ]
}

/// How hard supervision presses, the mildest first.
package enum SupervisionMark: String, CaseIterable, Sendable, Comparable {
    case reminder
    case yellowCard = "yellow_card"
    case redCard = "red_card"

    private var weight: Int { self == .reminder ? 0 : self == .yellowCard ? 1 : 2 }
    package static func < (left: SupervisionMark, right: SupervisionMark) -> Bool { left.weight < right.weight }
}
