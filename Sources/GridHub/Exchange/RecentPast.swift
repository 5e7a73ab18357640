import GridCausality
import GridRecords

/// What came to a record since some state of it. Mostly it tells the base of a dispute, and the log need not be asked.
struct RecentPast: Sendable {
    /// So many changes are remembered at most; then the state after them is where the past begins.
    private static let capacity = 8
    private var origin: Record
    /// In the order of their commits.
    private var changes: [(change: Change, stamp: Stamp)] = []

    /// A past that begins with a record as it stands.
    init(from record: Record) { origin = record }

    /// How many states of the record are held, about.
    var weight: Int { changes.isEmpty ? 1 : 2 }

    /// The past with one more change, or a new one where the order in which changes came may matter.
    ///
    /// - Parameter record: as it is with the change.
    func with(_ incoming: IncomingChange, making record: Record) -> RecentPast {
        let isPlain = incoming.lost.isEmpty && !incoming.isProven && !incoming.logged.hasBoxes
        guard isPlain, changes.count < RecentPast.capacity, origin.unmet.isEmpty else {
            return RecentPast(from: record)
        }
        var past = self
        past.changes.append((incoming.logged, incoming.stamp))
        return past
    }

    /// What was shown at the path of a dispute for the common past of its sides; nil where that reaches behind the
    /// beginning of this past, or a side does.
    ///
    /// Of a sealed value the log knows less than the record does: that is left to the log.
    func base(of dispute: Dispute, _ catalogue: Catalogue) -> Base? {
        let dots = dispute.sides.flatMap(\.dots)
        let contexts = dots.compactMap { dot in changes.first { $0.stamp.dot == dot }?.change.context }
        guard contexts.count == dots.count, var common = contexts.first else { return nil }
        for context in contexts.dropFirst() { common = common.intersection(context) }
        guard common.covers(origin.context) else { return nil }
        var past = origin
        for (change, stamp) in changes where common.covers(stamp.dot) { past.apply(change, stamp: stamp) }
        let shown = RecordReading.shown(at: dispute.path, in: past, catalogue).value
        return shown?.isSealed ?? false ? nil : Base(path: dispute.path, value: shown)
    }
}

extension FieldValue {
    /// Whether an identity number lies in it.
    fileprivate var isSealed: Bool {
        switch self {
        case .sealed: true
        case .composite(let composite): composite.parts.contains { $0.value.isSealed }
        default: false
        }
    }
}
