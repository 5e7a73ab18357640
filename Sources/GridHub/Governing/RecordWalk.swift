import Dispatch
import Foundation
import GridCausality
import GridRecords
import GridReporting
import GridStore
import Synchronization

/// Goes through the hub's records in the order of their ids, a page at a time.
struct RecordWalk {
    let transaction: any HubTransaction
    let catalogue: Catalogue
    let codec: any RecordCoding

    private static let page = 500

    var documents: Documents { Documents(transaction: transaction) }

    /// Every record of a kind that is not deleted.
    func each(_ kind: String, _ body: (StoredRecord, RecordView) throws -> Void) throws {
        try each(kind) {
            $0
        } take: {
            try body($0, $1)
        }
    }

    /// The same, with what is worked out of each record on all processors.
    private func each<Value: Sendable>(
        _ kind: String, read: @Sendable (RecordView) -> Value, take: (StoredRecord, Value) throws -> Void
    ) throws {
        var after: RecordID?
        while true {
            let page = try transaction.records(after: after, kind: kind, limit: RecordWalk.page)
            let present = page.filter { !$0.isDeleted }
            for (stored, value) in zip(present, try values(of: present, read)) { try take(stored, value) }
            guard page.count == RecordWalk.page, let last = page.last else { return }
            after = last.id
        }
    }

    /// All facts that a schema names, sealed. Memory: the columns, and one page of records.
    func facts(_ schema: FactSchema) throws -> FactTable {
        var table = FactTable(schema: schema)
        let reader = FactReader(schema)
        for kind in schema.kinds {
            try each(kind.id) {
                reader.facts(of: $0)
            } take: {
                if let facts = $1 { table.add(facts) }
            }
        }
        table.seal()
        return table
    }

    /// The facts of these records alone.
    func facts(_ schema: FactSchema, of ids: Set<RecordID>) throws -> FactTable {
        var table = FactTable(schema: schema)
        for id in ids.sorted() {
            guard let stored = try transaction.record(id), !stored.isDeleted else { continue }
            table.add(try view(stored))
        }
        table.seal()
        return table
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
