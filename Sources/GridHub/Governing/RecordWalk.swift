import Dispatch
import Foundation
import GridCausality
import GridGoverning
import GridRecords
import GridReporting
import GridStore
import GridSync
import Synchronization

/// Goes through the hub's records kind by kind, a page at a time.
struct RecordWalk {
    let transaction: any HubTransaction
    let catalogue: Catalogue
    let codec: any RecordCoding

    private static let page = 500

    var documents: Documents { Documents(transaction: transaction) }

    /// Reads on all processors.
    func each<Value: Sendable>(
        _ kind: String, read: @Sendable (RecordView) -> Value, take: (Value) throws -> Void
    ) throws {
        var after: RecordID?
        while true {
            let page = try transaction.records(ofKind: kind, after: after, limit: RecordWalk.page)
            for value in try values(of: page.filter { !$0.isDeleted }, read) { try take(value) }
            guard page.count == RecordWalk.page, let last = page.last else { return }
            after = last.id
        }
    }

    /// What is worked out of the records of a page, in their order.
    private func values<Value: Sendable>(
        of page: [StoredRecord], _ read: @Sendable (RecordView) -> Value
    ) throws -> [Value] {
        let parts = min(ProcessInfo.processInfo.activeProcessorCount, max(1, page.count / 32))
        let size = (page.count + parts - 1) / max(1, parts)
        let results = Mutex<[Int: Result<[Value], any Error>]>([:])
        let (codec, catalogue) = (codec, catalogue)
        DispatchQueue.concurrentPerform(iterations: parts) { number in
            let part = page.dropFirst(number * size).prefix(size)
            let values = Result { try part.map { read(try RecordWalk.view($0, codec, catalogue)) } }
            results.withLock { $0[number] = values }
        }
        return try results.withLock { found in
            try (0..<parts).flatMap { try found[$0]?.get() ?? [] }
        }
    }

    func view(_ stored: StoredRecord) throws -> RecordView { try RecordWalk.view(stored, codec, catalogue) }

    private static func view(
        _ stored: StoredRecord, _ codec: any RecordCoding, _ catalogue: Catalogue
    ) throws -> RecordView {
        do {
            return RecordView(try codec.decode(stored.body), catalogue: catalogue)
        } catch {
            throw StoreError(
                .corrupt, operation: "read record \(stored.id)", detail: error.detail,
                hint: "run gridsyncd verify; restore from the last backup if it finds more")
        }
    }
}

extension RecordWalk: GoverningSource {
    var catalogueVersion: String { catalogue.version }

    var receipts: ((Dot) throws -> Int64?)? { { dot in try transaction.entry(dot)?.receivedTime } }

    func tree() throws -> AreaTree { AreaTree(try HubWork.areas(in: documents)) }

    /// The areas without one above them.
    func topAreas() throws -> [AreaCode] { try tree().areas.values.filter { $0.parent == nil }.map(\.code).sorted() }

    func totals() throws -> ImportedTotals { try TotalsShelf(transaction: transaction).all() }

    func firstReceipt() throws -> Int64? { try transaction.entries(limit: 1).first?.receivedTime }

    func workers() throws -> [GridWorker] {
        try documents.all(.workers, as: WorkerDocument.self).map(\.value).filter { worker in
            worker.knownRole == .worker && !worker.isDisabled
        }.map { GridWorker(id: WorkerID($0.id), name: $0.name, areas: $0.areas.map { AreaCode($0) }) }
    }

    func view(_ id: RecordID) throws -> RecordView? {
        guard let stored = try transaction.record(id), !stored.isDeleted else { return nil }
        return try view(stored)
    }
}
