import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// After the hub went back: copies that know more than the hub's are kept aside and offered to it.
extension DeviceWork {
    /// Keeps a copy that is about to be replaced, if it holds changes that the hub's does not.
    func setAside(_ copy: DeviceRecord, before record: Record?) throws {
        guard let own = try? codec.decode(copy.body) else { return }
        if let record, record.context.covers(own.context) { return }
        try transaction.put(Shelf.offers, copy.id.text, copy.body)
    }

    /// Keeps aside every copy that the hub did not bring, and notes in which epoch it came.
    func setAsideAll(but brought: Set<RecordID>, epoch: EpochID?) throws {
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: nil, onlyDisputed: false, limit: 500)
            for copy in batch where !brought.contains(copy.id) {
                try setAside(copy, before: nil)
                guard let epoch, try transaction.document(Shelf.epochs, copy.id.text) == nil else { continue }
                try transaction.put(Shelf.epochs, copy.id.text, epoch.bytes)
            }
            guard batch.count == 500 else { return }
            last = batch.last?.id
        }
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
