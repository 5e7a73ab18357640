import GridRecords

/// A verdict with its receipt, as the journal keeps it.
package struct StoredVerdict: Hashable, Sendable {
    package var verdict: Verdict
    package var receipt: Receipt

    package init(verdict: Verdict, receipt: Receipt) {
        self.verdict = verdict
        self.receipt = receipt
    }

    /// What `init(bytes:)` reads.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.append(UInt8(1))
        writer.append(lengthPrefixed: verdict.kind.rawValue)
        writer.append(lengthPrefixed: (verdict.reason?.rawValue ?? "").utf8)
        writer.append(lengthPrefixed: verdict.detail.utf8)
        writer.append(UInt32(verdict.conflicts.count))
        for conflict in verdict.conflicts { writer.append(lengthPrefixed: conflict.utf8) }
        writer.append(receipt.epoch.bits)
        writer.append(receipt.effectiveTime)
        writer.append(lengthPrefixed: receipt.verdict.rawValue)
        writer.append(lengthPrefixed: receipt.mac)
        return writer.bytes
    }
}

extension StoredVerdict {
    /// Nil for the empty bytes of an entry without a verdict, and for any that are not what `bytes` writes.
    package init?(bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        guard !bytes.isEmpty, let parsed = try? StoredVerdict(from: &reader), reader.isAtEnd else { return nil }
        self = parsed
    }

    private init(from reader: inout CanonicalReader) throws(CanonicalError) {
        guard try reader.byte() == 1, let kind = Verdict.Kind(rawValue: try reader.text()) else {
            throw reader.failure("a verdict")
        }
        let reason = Reason(rawValue: try reader.text())
        let detail = try reader.text()
        var conflicts: [String] = []
        for _ in 0..<(try reader.count(ofSize: 4)) { conflicts.append(try reader.text()) }
        guard let epoch = EpochID(bytes: try reader.raw(16)) else { throw reader.failure("16 bytes") }
        let time = try reader.int64()
        guard let proven = Verdict.Kind(rawValue: try reader.text()) else { throw reader.failure("a verdict") }
        verdict = Verdict(kind, reason: reason, detail: detail, conflicts: conflicts)
        receipt = Receipt(
            epoch: epoch, effectiveTime: time, verdict: proven, mac: Array(try reader.lengthPrefixed()))
    }
}
