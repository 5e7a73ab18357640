import GridCausality
import GridRecords
import GridStore

/// A change on its way into a record.
struct IncomingChange: Sendable {
    /// As the log has it, without the boxes of identity numbers.
    let logged: Change
    /// As the record takes it: its context cut to what this hub has, identity numbers sealed.
    let change: Change
    /// What of its context this hub has lost.
    let lost: VersionVector
    let stamp: Stamp
    /// Whether a hub took it before and vouched for it.
    let isProven: Bool
}

/// What a change makes of a record: worked out of the two alone, without the store, so on any thread.
final class Merge: Sendable {
    let incoming: IncomingChange
    let before: KnownRecord
    /// Without the bases of its disputes where the log has to be asked for one.
    let after: KnownRecord
    let encounter: Record.Encounter
    /// Open with the change, sorted by path.
    let disputes: [Dispute]
    /// Open before the change, and not with it.
    let settled: [Dispute]
    /// Documents of the disputes that the change opened.
    let opened: [(key: String, body: [UInt8])]
    /// Where the change met what it had not seen, and nobody need decide.
    let silentlyMerged: [Path]
    let areas: [AreaCode]
    /// The record's row; nil where the log has to be asked for a base first.
    let row: [UInt8]?

    init(_ incoming: IncomingChange, onto before: KnownRecord, _ catalogue: Catalogue, _ codec: any RecordCoding) {
        self.incoming = incoming
        self.before = before
        var record = before.record
        encounter = record.apply(
            incoming.change, stamp: incoming.stamp, unmet: incoming.lost, isProven: incoming.isProven)
        areas = record.areas(catalogue)
        let (old, new) = (before.record.disputes(catalogue), record.disputes(catalogue))
        disputes = new
        settled = old.filter { dispute in !new.contains { $0.path == dispute.path } }
        opened = new.filter { dispute in !old.contains { $0.path == dispute.path } }
            .map { [areas] dispute in
                let document = DisputeDocument(dispute, in: areas, openedAt: incoming.stamp.effectiveTime)
                return (dispute.key, document.json.bytes)
            }
        silentlyMerged =
            encounter == .concurrent
            ? Record.silentMerges(
                of: incoming.change, before: before.record, disputed: new.map(\.path), catalogue) : []
        let past = before.past.with(incoming, making: record)
        let bases = new.map { KnownBase(of: $0, in: record, past, catalogue) }
        let areBasesKnown = !bases.contains { if case .inLog = $0 { true } else { false } }
        record.bases = bases.compactMap { if case .told(let base) = $0 { base } else { nil } }
        after = KnownRecord(record: record, past: past)
        row = areBasesKnown ? codec.encode(record) : nil
    }
}

/// The base of a dispute, as far as it is known without the log.
enum KnownBase {
    /// A deletion has none.
    case none
    case told(Base)
    /// It lies further back than what is remembered.
    case inLog

    /// The sides tell it themselves where they saw the same, else what came to the record lately.
    init(of dispute: Dispute, in record: Record, _ past: RecentPast, _ catalogue: Catalogue) {
        if dispute.path == .deleted {
            self = .none
            return
        }
        let claims = record.claims(at: dispute.path)
        if let first = claims.first, first.from != nil, claims.allSatisfy({ $0.from == first.from }) {
            self = .told(Base(path: dispute.path, value: first.from))
        } else {
            self = past.base(of: dispute, catalogue).map { .told($0) } ?? .inLog
        }
    }
}
