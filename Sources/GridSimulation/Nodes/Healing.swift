import GridClient
import GridHub
import GridRecords
import GridStore
import GridSync

/// The end of all trouble: whoever lives syncs, and within a bound of rounds all copies are equal.
extension World {
    static let quietRounds = 8

    func heal() {
        note("heals")
        isHealed = true
        healHub()
        hub.clockShift = 0
        hub.pausedUntil = 0
        for node in devices {
            node.medium.heal()
            node.cloggedUntil = 0
            node.clockShift = 0
            node.trouble.plan = .none
        }
        hub.trouble.plan = .none
        settle(Weather.millisecondsPerDay)
        startHub()
        // A disk that lost what it had said to hold may have lost a part of the tree of areas.
        order("areas.import", ["rows": .array(areaRows)])
        for node in devices { startDevice(node) }
        // Whatever failed before is opened anew, as an operator would.
        if hub.isTroubled { hubDied(restartAfter: 1_000) }
        for node in devices { deviceDied(node, restartAfter: 1_000) }
        settle(60_000)
    }

    /// Lets everything happen that is due within so many milliseconds.
    func settle(_ milliseconds: Int64) {
        let end = now + milliseconds
        thread.drain()
        while let next = timeline.nextMoment, next <= end, timeline.step() { thread.drain() }
        if now < end { timeline.pass(end - now) }
    }

    /// I3, I14: rounds until two in a row changed nothing and everybody agrees.
    func converge() {
        var differing = "nothing was compared"
        for round in 0..<World.quietRounds {
            confirmCopies()
            settle(60_000)
            for node in devices where !workers[node.worker].isRevoked {
                exchange(node)
                settle(120_000)
            }
            guard round > 0 else { continue }
            guard let difference = difference() else { return }
            differing = difference
        }
        find("I3 convergence", differing)
    }

    /// What some device shows otherwise than the hub; nil when all agree.
    private func difference() -> String? {
        var result: String?
        var exports: [JSONValue: [String]] = [:]
        for node in devices where !workers[node.worker].isRevoked {
            guard let client = node.client else { return "device \(node.number) does not run" }
            do throws(ClientError) {
                let own = agreed(try client.exportLines())
                let areas = try assignedAreas(node)
                let hubLines = exports[areas] ?? agreed(exported(areas))
                exports[areas] = hubLines
                if own != hubLines {
                    let only = Set(own).symmetricDifference(hubLines).sorted().prefix(2).map {
                        "\(own.contains($0) ? "device" : "hub") \($0.prefix(600))"
                    }
                    result =
                        "device \(node.number) (\(own.count) lines, hub \(hubLines.count)): "
                        + (only.isEmpty ? "order" : only.joined(separator: " | "))
                }
            } catch { result = "device \(node.number): \(error)" }
        }
        return result
    }

    /// After the hub went back there may be edits of a record whose creation came from a device that is gone: until a
    /// supervisor decides, the record lies in no area, and only who wrote of it shows it.
    private func agreed(_ lines: [String]) -> [String] {
        hub.regressions == 0 ? lines : lines.filter { !$0.hasPrefix("{\"area\":null") }
    }

    private func assignedAreas(_ node: DeviceNode) throws(ClientError) -> JSONValue {
        guard let store = node.store else { return [] }
        do {
            let manifest = try store.read { try $0.document("device", "manifest") } ?? []
            return try JSONValue(parsing: manifest)["assigned"] ?? []
        } catch { throw ClientError(wrapping: error) }
    }

    private func exported(_ areas: JSONValue) -> [String] {
        let lines = Lines()
        guard areas.array?.isEmpty == false else { return [] }
        order("export", ["areas": areas]) { lines.all = $0.map(\.text) }
        thread.drain()
        return lines.all
    }

    private final class Lines: @unchecked Sendable { var all: [String] = [] }
}
