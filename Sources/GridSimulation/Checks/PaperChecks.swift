import GridClient
import GridRecords

/// What an office makes of the records at the end: the report with its colours. Each reviewer's device got them in an
/// order of its own, through its own month, and makes of them what the hub makes.
extension World {
    /// Every so many-th county: a report costs as much as an exchange.
    static let papersEvery: UInt64 = 4

    func checkPapers() {
        guard plan.seed % World.papersEvery == 0 else { return }
        for node in devices where isReviewing(node) {
            guard let client = node.client, let areas = try? assignedCodes(node).sorted() else { continue }
            for area in areas.prefix(3) { checkPaper(client, of: node, about: area.text) }
        }
    }

    private func checkPaper(_ client: GridClient, of node: DeviceNode, about area: String) {
        let asked: JSONValue = [
            "period": "2026", "scope": .string(area), "facts_from": "2026-01-01", "format": "json",
            "cutoff": .string(Timestamp.shanghai(milliseconds: now - 3_600_000).text),
        ]
        let (hub, device) = (Paper(), Paper())
        order("report.draft", asked) { hub.text = $0.compactMap { $0["text"]?.string }.map { $0 + "\n" }.joined() }
        spawn {
            do {
                _ = try await client.fetchOffice()
                device.text = String(decoding: try client.report(asked).bytes, as: UTF8.self)
            } catch { device.text = "\(error)" }
        }
        settle(60_000)
        guard hub.text != device.text || hub.text.isEmpty else { return }
        find("papers", "device \(node.number), \(area): \(device.text.prefix(600)), the hub: \(hub.text.prefix(600))")
    }

    private func isReviewing(_ node: DeviceNode) -> Bool {
        let worker = workers[node.worker]
        return worker.role != .worker && !worker.isRevoked
    }

    private final class Paper: @unchecked Sendable {
        var text = ""
    }
}
