import GridCausality

/// What was on a screen, folded into one word that is opaque to programs: the record's context, with the values on
/// which rules look back.
package struct SeenToken: Sendable {
    /// The record as it was shown, less the values that no rule asks for.
    package let record: Record
    /// The epoch in which it was shown.
    package let epoch: EpochID

    package init(_ record: Record, epoch: EpochID, catalogue: Catalogue) {
        let disputed = Set(record.disputes(catalogue).map(\.path))
        let registers = record.registers.filter { register in
            register.path.isPresence || register.siblings.count > 1 || disputed.contains(register.path)
                || catalogue.needsFrom(kind: record.kind, path: register.path)
        }
        let alive = Set(registers.flatMap { $0.siblings.dots })
        self.record = Record(
            id: record.id, kind: record.kind, context: record.context, registers: registers,
            stamps: record.stamps.filter { alive.contains($0.dot) }, unmet: [],
            bases: record.bases.filter { disputed.contains($0.path) })
        self.epoch = epoch
    }

    /// Hexadecimal: the epoch's 16 bytes, then the encoded record.
    package func text(_ codec: some RecordCoding) -> String { Hexadecimal.encode(epoch.bytes + codec.encode(record)) }

    /// Nil for a text that is no token of this record.
    package init?(text: String, of id: RecordID, _ codec: some RecordCoding) {
        guard let bytes = Hexadecimal.decode(text), bytes.count > 16, let epoch = EpochID(bytes: bytes.prefix(16)),
            let record = try? codec.decode(Array(bytes.dropFirst(16))), record.id == id
        else { return nil }
        self.record = record
        self.epoch = epoch
    }
}
