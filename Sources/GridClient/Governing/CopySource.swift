import GridCausality
import GridGoverning
import GridRecords
import GridReporting
import GridStore
import GridSync

/// The hub's copies on this device as a source of reports: what the hub has told, and nothing of what only this device
/// has written.
struct CopySource: GoverningSource {
    let work: DeviceWork
    let basis: OfficeBasis
    let catalogue: Catalogue

    private static let page = 500

    var catalogueVersion: String { catalogue.version }

    /// The hub's alone.
    var receipts: ((Dot) throws -> Int64?)? { nil }

    func tree() -> AreaTree { AreaTree(work.manifest.areas + basis.successors) }

    /// The areas assigned.
    func topAreas() -> [AreaCode] { work.manifest.assigned }

    func totals() -> ImportedTotals { basis.totals }

    func firstReceipt() -> Int64? { basis.firstReceipt }

    /// Those whose areas all lie in scope: others write records that this device never sees.
    func workers() -> [GridWorker] { basis.workers.filter { $0.areas.allSatisfy { work.manifest.holds($0) } } }

    var workersElsewhere: [GridWorker] {
        basis.workers.filter { !$0.areas.allSatisfy { work.manifest.holds($0) } }
    }

    func each<Value: Sendable>(
        _ kind: String, read: @Sendable (RecordView) -> Value, take: (Value) throws -> Void
    ) throws {
        var last: RecordID?
        while true {
            let page = try work.transaction.records(
                after: last, kind: kind, onlyDisputed: false, limit: CopySource.page)
            for copy in page {
                let view = RecordView(try work.decode(copy), catalogue: catalogue)
                if !view.isDeleted { try take(read(view)) }
            }
            guard page.count == CopySource.page else { return }
            last = page.last?.id
        }
    }

    func view(_ id: RecordID) throws -> RecordView? {
        guard let copy = try work.transaction.record(id) else { return nil }
        let view = RecordView(try work.decode(copy), catalogue: catalogue)
        return view.isDeleted ? nil : view
    }
}
