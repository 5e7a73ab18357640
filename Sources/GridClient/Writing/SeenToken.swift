import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// What was on a screen, folded into one word: the record's context, with the values on which rules look back.
struct SeenToken {
    /// The record as it was shown, less the values that no rule asks for.
    let record: Record
    let epoch: EpochID

    init(_ record: Record, epoch: EpochID, catalogue: Catalogue) {
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

    func text(_ codec: any RecordCoding) -> String {
        let bytes = epoch.bytes + codec.encode(record)
        var text = Data(bytes).base64EncodedString()
        text.replace("+", with: "-")
        text.replace("/", with: "_")
        text.replace("=", with: "")
        return text
    }

    init(text: String, of id: RecordID, _ codec: any RecordCoding) throws(ClientError) {
        let wrong = ClientError(
            code: "bad_input", message: "The value of --seen is not a token of this record.",
            hint: "Take it from the `seen` of `show` or `conflicts show`.", exitCode: 65)
        var plain = text.replacing("-", with: "+").replacing("_", with: "/")
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: plain).map({ Array($0) }), bytes.count > 16,
            let epoch = EpochID(bytes: bytes.prefix(16)), let record = try? codec.decode(Array(bytes.dropFirst(16))),
            record.id == id
        else { throw wrong }
        self.record = record
        self.epoch = epoch
    }
}
