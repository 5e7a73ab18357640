package import GridCausality
package import GridRecords

/// Why a changeset was set aside or a request refused: the one table of codes. SPEC, "Codes".
package enum Reason: String, CaseIterable, Sendable {
    case outOfScope = "out_of_scope"
    case unknownContext = "unknown_context"
    case depends
    case invalidField = "invalid_field"
    case unknownField = "unknown_field"
    case missingField = "missing_field"
    case unknownKind = "unknown_kind"
    case guarded
    case recordDeleted = "record_deleted"
    case tooLarge = "too_large"
    case erased
    case recovered
    case forked
    case revoked
    case `internal`
}

/// The hub's answer for one changeset. SPEC, "Verdicts".
package struct Verdict: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Applied after everything that it had not seen was seen.
        case applied
        /// Applied beside concurrent changes; the policies joined them.
        case merged
        /// Applied, and a person must decide between it and another.
        case conflict
        /// Kept on the hub word for word, not applied.
        case quarantined
        /// The record was erased by law; nothing was stored.
        case erased
        /// The dot is known with other bytes; both are kept as evidence.
        case forked

        /// Whether the writes went into the records.
        package var isApplied: Bool { self == .applied || self == .merged || self == .conflict }
    }

    package var kind: Kind
    /// Set when quarantined.
    package var reason: Reason?
    /// One sentence for people about the reason; empty otherwise.
    package var detail: String
    /// Ids of the conflicts that this changeset is a side of, `<record>:<path>`, sorted.
    package var conflicts: [String]

    package init(_ kind: Kind, reason: Reason? = nil, detail: String = "", conflicts: [String] = []) {
        self.kind = kind
        self.reason = reason
        self.detail = detail
        self.conflicts = conflicts.sorted()
    }
}

/// The proof of a verdict: what the hub vouches for and its MAC over it. SPEC, "Receipts".
package struct Receipt: Hashable, Sendable {
    package var epoch: EpochID
    /// Fixed once at first receipt, milliseconds since 1970.
    package var effectiveTime: Int64
    package var verdict: Verdict.Kind
    /// 32 bytes.
    package var mac: [UInt8]

    package init(epoch: EpochID, effectiveTime: Int64, verdict: Verdict.Kind, mac: [UInt8]) {
        self.epoch = epoch
        self.effectiveTime = effectiveTime
        self.verdict = verdict
        self.mac = mac
    }

    /// The bytes under the MAC: epoch, dot, hash of the canonical changeset, effective time, verdict.
    package static func authenticated(
        epoch: EpochID, dot: Dot, hash: [UInt8], effectiveTime: Int64, verdict: Verdict.Kind
    ) -> [UInt8] {
        var writer = CanonicalWriter(capacity: 128)
        writer.append(raw: "receipt".utf8)
        writer.append(epoch.bits)
        writer.append(dot)
        writer.append(lengthPrefixed: hash)
        writer.append(effectiveTime)
        writer.append(lengthPrefixed: verdict.rawValue)
        return writer.bytes
    }
}
