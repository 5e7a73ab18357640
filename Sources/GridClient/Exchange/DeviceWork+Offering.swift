import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// After the hub went back: copies that know more than the hub's are kept aside and offered to it.
extension DeviceWork {
    /// Keeps aside what the hub once acknowledged of a record, if the hub's own copy of now does not hold all of it.
    func setAside(_ id: RecordID, before record: Record?) throws {
        guard let known = try acknowledged(id) else { return }
        if let record, record.context.covers(known.context) { return }
        try transaction.put(Shelf.offers, id.text, codec.encode(known))
    }

    /// Keeps aside every record that the hub did not bring, and notes in which epoch its copy came.
    func setAsideAll(but brought: Set<RecordID>, epoch: EpochID?) throws {
        for id in try overlayIDs(kind: nil) where !brought.contains(id) { try setAside(id, before: nil) }
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: nil, onlyDisputed: false, limit: 500)
            for copy in batch where !brought.contains(copy.id) {
                try setAside(copy.id, before: nil)
                guard let epoch, try transaction.document(Shelf.epochs, copy.id.text) == nil else { continue }
                try transaction.put(Shelf.epochs, copy.id.text, epoch.bytes)
            }
            guard batch.count == 500 else { return }
            last = batch.last?.id
        }
    }

    /// A record as the hub acknowledged it, and will not be sent again by this device: its copy, with what the replicas
    /// from which this device descends wrote since. A copy that cannot be read is none.
    private func acknowledged(_ id: RecordID) throws -> Record? {
        let copy = try transaction.record(id).flatMap { try? codec.decode($0.body) }
        guard let kind = try transaction.document(Shelf.overlay, id.text) else { return copy }
        var record = copy ?? Record(id: id, kind: String(decoding: kind, as: UTF8.self))
        for own in try uncovered(id, by: copy) where own.entry.dot.replica != identity.replica {
            record.apply(own.change, stamp: own.stamp)
        }
        return record.registers.isEmpty ? copy : record
    }

    /// The epoch in which the copy of a record came: what it shows may be unknown to the hub of another one.
    func epoch(of record: RecordID) throws -> EpochID {
        if let bytes = try transaction.document(Shelf.epochs, record.text), let epoch = EpochID(bytes: bytes) {
            return epoch
        }
        return try exchangeState().copiesEpoch ?? identity.epoch
    }

    /// Copies to offer, a batch of them: record id and body.
    func offers(limit: Int) throws -> [Document] {
        try transaction.documents(Shelf.offers, prefix: "", after: nil, limit: limit)
    }
}

extension GridClient {
    private static let offersInBatch = 100

    /// Offers what was kept aside; the hub keeps what it still lacks. A failure leaves it for the next exchange.
    func offerCopies() async throws(ClientError) {
        while true {
            let batch = try read { try $0.offers(limit: GridClient.offersInBatch) }
            guard !batch.isEmpty else { return }
            let lines = batch.map { document -> JSONValue in
                ["id": .string(document.key), "body": .string(Data(document.body).base64EncodedString())]
            }
            let link = try link()
            do throws(HubLink.Failure) {
                _ = try await link.call("offer", ["records": .array(lines)])
            } catch {
                throw ClientError(error)
            }
            try write { work in
                for document in batch { try work.transaction.removeDocument(Shelf.offers, document.key) }
            }
        }
    }
}
