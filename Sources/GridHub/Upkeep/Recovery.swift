import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// A copy that a device offered because it is ahead of the hub. Key: the record's id.
struct OfferDocument: Codable {
    /// Hex of the encoded record.
    var body: String
    var device: String
    var worker: String
    /// When the first such copy came, milliseconds since 1970.
    var at: Int64
}

/// After the hub went back: copies of what it lost, kept in case nobody sends the changes again.
extension HubWork {
    /// Takes copies that are ahead of the hub; joins those of several devices. Returns how many were kept.
    func offer(_ arguments: Arguments, device: DeviceDocument, scope: Set<AreaCode>) throws -> [JSONValue] {
        var kept: Int64 = 0
        for line in (arguments.json["records"]?.array ?? []).prefix(Limits.recordsPerPage) {
            guard let text = line["body"]?.string, let data = Data(base64Encoded: text),
                let copy = try? codec.decode(Array(data)), try isAhead(copy),
                try !documents.has(.erased, copy.id.text),
                !scope.isDisjoint(with: RecordView(copy, catalogue: catalogue).areas)
            else { continue }
            var offered = copy
            let known = try documents.get(.offers, copy.id.text, as: OfferDocument.self)
            if let known, let bytes = Hexadecimal.decode(known.body), let before = try? codec.decode(bytes) {
                offered = before.joined(copy)
            }
            try documents.put(
                .offers, copy.id.text,
                OfferDocument(
                    body: Hexadecimal.encode(codec.encode(offered)), device: device.id, worker: device.worker,
                    at: known?.at ?? now))
            kept += 1
        }
        return [["kept": .integer(kept)]]
    }

    /// Hands to supervisors what was offered and nobody sent again within the days allowed; forgets what came.
    func judgeOffers() throws {
        let due = now - Int64(Limits.recoveryDays) * 86_400_000
        for (key, offer) in try documents.all(.offers, as: OfferDocument.self) {
            guard let bytes = Hexadecimal.decode(offer.body), let copy = try? codec.decode(bytes), try isAhead(copy)
            else {
                try documents.remove(.offers, key)
                continue
            }
            guard offer.at <= due else { continue }
            try setAsideRecovered(copy, offer)
            try documents.remove(.offers, key)
        }
    }

    private func isAhead(_ copy: Record) throws -> Bool {
        try copy.context.entries.contains { try head($0.replica) < $0.counter }
    }

    /// A proposal that holds what the copy shows and the hub does not have.
    private func setAsideRecovered(_ copy: Record, _ offer: OfferDocument) throws {
        let (known, lost) = try ContextCut.cut(copy.context) { try head($0) }
        guard let first = lost.entries.first else { return }
        let reading = RecordReading(copy, catalogue: catalogue)
        let writes = copy.registers.filter { register in
            !register.path.isPresence && register.siblings.dots.contains { lost.covers($0) && !known.covers($0) }
        }.map { Write(path: $0.path, value: reading.shown(at: $0.path).value) }
        guard !writes.isEmpty else { return }
        let dot = Dot(replica: first.replica, counter: first.counter)
        let stamp = copy.stamps.last { lost.covers($0.dot) && !known.covers($0.dot) }
        let isKnown = try transaction.record(copy.id) != nil
        let changeset = Changeset(
            dot: dot, author: stamp?.author ?? WorkerID(offer.worker), deviceTime: stamp?.deviceTime ?? offer.at,
            offsetMinutes: Timestamp.shanghaiOffsetMinutes, catalogueVersion: catalogue.version, salt: random(16),
            changes: [
                Change(
                    record: copy.id, kind: copy.kind, context: known, epoch: try epoch(), isCreation: !isKnown,
                    writes: writes)
            ])
        let id = "q-\(try nextNumber("quarantine"))"
        try documents.put(
            .quarantine, id,
            QuarantineDocument(
                id: id, dot: dot.description, worker: changeset.author.text, device: offer.device,
                records: [copy.id.text], kinds: [copy.kind],
                areas: RecordView(copy, catalogue: catalogue).areas.map(\.text), reason: Reason.recovered.rawValue,
                detail: "the hub lost this when it went back, and nobody sent it again", at: now,
                effectiveTime: stamp?.effectiveTime ?? offer.at, clockOffset: 0, state: .open,
                body: Hexadecimal.encode(changeset.canonicalBytes)))
        try alarm("recovered", device: offer.device, "record \(copy.id) waits in quarantine as \(id)")
    }
}
