import GridCausality
import GridRecords
import GridStore
import GridSync

/// Open disputes as this device shows them.
extension DeviceWork {
    struct OpenDispute {
        let dispute: Dispute
        let record: Record
        let view: RecordView

        /// When the second side came about, as far as the stamps say; milliseconds since 1970.
        var openedAt: Int64? { dispute.sides.map(\.stamp.effectiveTime).sorted().dropFirst().first }

        var json: JSONValue { dispute.json(openedAt: openedAt) }
    }

    func openDisputes(area: String? = nil, kind: String? = nil) throws -> [OpenDispute] {
        var result: [OpenDispute] = []
        try forEachShown(kind: kind, onlyDisputed: true) { record in
            result += try disputes(of: record, area: area)
            return true
        }
        return result
    }

    func disputes(of record: Record, area: String? = nil) throws -> [OpenDispute] {
        let catalogue = try catalogue
        let disputes = record.disputes(catalogue)
        guard !disputes.isEmpty else { return [] }
        let view = RecordView(record, catalogue: catalogue)
        if let area, !view.areas.contains(where: { isWithin($0, AreaCode(area)) }) { return [] }
        return disputes.map { OpenDispute(dispute: $0, record: record, view: view) }
    }

    /// Whether an area is another or lies below it, as far as the manifest tells.
    private func isWithin(_ area: AreaCode, _ above: AreaCode) -> Bool {
        var code: AreaCode? = area
        for _ in 0..<16 {
            guard let current = code else { return false }
            if current == above { return true }
            code = manifest.areas.first { $0.code == current }?.parent
        }
        return false
    }

    /// The sides' dots in their order: what a number of `--take` counts on.
    static func order(of dispute: Dispute) -> String {
        dispute.sides.map { $0.dots.map(\.description).joined(separator: "+") }.joined(separator: " ")
    }

    func remember(_ disputes: [OpenDispute]) throws {
        for open in disputes {
            try transaction.put(Shelf.listed, open.dispute.id, Array(DeviceWork.order(of: open.dispute).utf8))
        }
    }
}
