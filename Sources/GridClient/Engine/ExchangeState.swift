import GridCausality
import GridRecords
import GridStore
import GridSync

/// Where a device stands with its hub; moves in the same transaction as the data it vouches for.
struct ExchangeState: Hashable, Sendable {
    static let key = "exchange"

    /// What a pull that began without a cursor makes of the copies that it does not bring.
    enum Refill: String, Sendable {
        /// They left while this copy was away: they go.
        case replacing
        /// The hub may have lost them: they go, and are offered to it.
        case offering
    }

    /// The last counter with a verdict of this epoch and no gap before it: what lies beyond is sent.
    var acknowledged: UInt64 = 0
    var cursor: [UInt8] = []
    /// The device's clock less the hub's as last measured, milliseconds.
    var clockOffset: Int64?
    /// Milliseconds since 1970 by the device's clock.
    var lastSync: Int64?
    /// When the hub had exactly the copies that are shown, milliseconds since 1970 by its clock; nil before the first
    /// complete pull.
    var copiesAt: Int64?
    /// The counter of this replica up to which a completed backup of the hub holds everything.
    var backedUp: UInt64 = 0
    /// The counter up to which bodies were dropped from the journal.
    var trimmed: UInt64 = 0
    var refill: Refill?
    /// Replicas from which this one descends and since whose end nothing was pulled whole: what the hub acknowledged of
    /// them still counts, for no copy tells of it yet.
    var unpulled: [ReplicaID] = []
    /// A hub said that this store is a copy: nothing goes out before it has an identity of its own, whatever a hub that
    /// went back meanwhile remembers.
    var isCopied = false
    /// The epoch in which the copies came, while a pull that began anew in another one is not complete.
    var copiesEpoch: EpochID?
    var retry = RetrySchedule()
    /// What the last change of the scope did; nil when there was none.
    var scopeChange: ScopeChange?

    struct ScopeChange: Hashable, Sendable {
        /// Milliseconds since 1970.
        var at: Int64
        var dropped: Int
        /// Unsent changesets at that time.
        var unsent: Int
    }

    var json: JSONValue {
        .object([
            "acknowledged": .integer(Int64(clamping: acknowledged)), "cursor": .string(Hexadecimal.encode(cursor)),
            "clock_offset_ms": clockOffset.map { .integer($0) } ?? .null,
            "last_sync": lastSync.map { .integer($0) } ?? .null, "copies_at": copiesAt.map { .integer($0) } ?? .null,
            "backed_up": .integer(Int64(clamping: backedUp)),
            "trimmed": .integer(Int64(clamping: trimmed)), "refill": refill.map { .string($0.rawValue) } ?? .null,
            "unpulled": .array(unpulled.map { .string($0.hex) }), "copied": .bool(isCopied),
            "copies_epoch": copiesEpoch.map { .string($0.description) } ?? .null,
            "failures": .integer(Int64(retry.failures)), "retry_at": .integer(retry.notBefore),
            "scope_change": scopeChange.map {
                ["at": .integer($0.at), "dropped": .integer(Int64($0.dropped)), "unsent": .integer(Int64($0.unsent))]
            } ?? .null,
        ])
    }
}

extension ExchangeState {
    init(json: JSONValue) {
        let counter = { (key: String) in UInt64(clamping: json[key]?.integer ?? 0) }
        acknowledged = counter("acknowledged")
        cursor = json["cursor"]?.string.flatMap { Hexadecimal.decode($0) } ?? []
        clockOffset = json["clock_offset_ms"]?.integer
        lastSync = json["last_sync"]?.integer
        copiesAt = json["copies_at"]?.integer
        backedUp = counter("backed_up")
        trimmed = counter("trimmed")
        refill = json["refill"]?.string.flatMap(Refill.init)
        unpulled = json["unpulled"]?.array?.compactMap { $0.string.flatMap { ReplicaID(hex: $0) } } ?? []
        isCopied = json["copied"]?.bool ?? false
        copiesEpoch = json["copies_epoch"]?.string.flatMap { Hexadecimal.decode($0) }.flatMap { EpochID(bytes: $0) }
        retry = RetrySchedule(
            failures: Int(clamping: json["failures"]?.integer ?? 0), notBefore: json["retry_at"]?.integer ?? 0)
        if let change = json["scope_change"], let at = change["at"]?.integer {
            scopeChange = ScopeChange(
                at: at, dropped: Int(clamping: change["dropped"]?.integer ?? 0),
                unsent: Int(clamping: change["unsent"]?.integer ?? 0))
        }
    }
}
