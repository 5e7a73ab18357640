import GridCausality
import GridClient
import GridHub
import GridRecords
import GridStore

/// Setting up the county, and what its offices do while it runs.
extension World {
    func setUp() {
        startHub()
        complete("set-up") { [self] in
            guard let process = hub.hub else { return }
            areaRows = County.areaRows(grids: plan.weather.grids)
            _ = try await process.command("areas.import", ["rows": .array(areaRows)])
            for number in 0..<(plan.weather.workers + plan.weather.reviewers) {
                let isReviewer = number >= plan.weather.workers
                let role: Role = isReviewer ? (number % 2 == 0 ? .supervisor : .township) : .worker
                let areas = isReviewer ? [County.code] : [grids[number % grids.count]]
                let added = try await process.command(
                    "workers.add",
                    [
                        "name": .string("worker \(number)"), "role": .string(role.rawValue),
                        "areas": .array(areas.map { .string($0) }),
                    ])
                workers.append(Worker(id: added[0]["worker"]?.string ?? "", role: role, areas: areas))
            }
            for number in 0..<workers.count { try await enrol(number) }
        }
    }

    private func enrol(_ worker: Int) async throws {
        guard let process = hub.hub else { return }
        let seed = plan.seed &+ UInt64(devices.count) &* 977
        let node = DeviceNode(
            number: devices.count, worker: worker, medium: makeMedium(seed),
            clockShift: Int64(chance.between(-1_000, 1_000)) * plan.weather.clockError / 1_000, seed: plan.seed)
        devices.append(node)
        startDevice(node)
        let code = try await process.command("devices.code", ["worker": .string(workers[worker].id)])
        isSettingUp = true
        defer { isSettingUp = false }
        _ = try await node.client?.enrol(
            hub: "http://hub.test", code: code[0]["code"]?.string ?? "", certificateFile: nil)
    }

    // MARK: While it runs

    /// The worker of a device that the hub does not know gets a new code.
    func enrolAgain(_ node: DeviceNode) {
        guard !workers[node.worker].isRevoked, !node.isExchanging else { return }
        order("devices.code", ["worker": .string(workers[node.worker].id)]) { [self] lines in
            guard let code = lines.first?["code"]?.string, let client = node.client, !node.isExchanging else { return }
            node.isExchanging = true
            let generation = node.generation
            spawn { [self] in
                do throws(ClientError) {
                    _ = try await client.enrol(hub: "http://hub.test", code: code, certificateFile: nil)
                    note("device \(node.number) enrolled again")
                } catch { note("device \(node.number) not enrolled again: \(error.code)") }
                if node.generation == generation { node.isExchanging = false }
            }
        }
    }

    func revoke(_ node: DeviceNode) {
        guard devices.filter({ !workers[$0.worker].isRevoked }).count > 5, workers[node.worker].role == .worker,
            let store = node.store,
            let device = try? store.read({ try $0.document("device", "identity") }),
            let id = (try? JSONValue(parsing: device))?["device"]?.string
        else { return }
        count(.revoked)
        order("devices.revoke", ["device": .string(id)], attempts: 20) { [self] _ in
            workers[node.worker].isRevoked = true
            history.revoke(id, at: now, regressions: hub.regressions)
        }
    }

    func move(_ node: DeviceNode, _ chance: inout Chance) {
        guard workers[node.worker].role == .worker, let area = chance.pick(grids) else { return }
        count(.scopeChanged)
        let number = node.worker
        order("workers.assign", ["worker": .string(workers[number].id), "areas": [.string(area)]]) { [self] _ in
            workers[number].areas = [area]
        }
    }

    /// A grid becomes two, or is renumbered.
    func split(_ chance: inout Chance) {
        guard let old = chance.pick(grids), grids.count < 8 else { return }
        count(.scopeChanged)
        let township = String(old.prefix(4))
        let parts = chance.happens(500) ? 2 : 1
        let new = (0..<parts).map { township + "\(10 + grids.count + $0)" }
        let rows = new.map { County.area($0, "grid", parent: township, predecessor: old) }
        order("areas.import", ["rows": .array(rows)]) { [self] _ in
            areaRows += rows
            grids.removeAll { $0 == old }
            grids += new
            for index in workers.indices where workers[index].areas.contains(old) {
                workers[index].areas = parts == 1 ? new : workers[index].areas
            }
        }
    }

    func erase(_ chance: inout Chance) {
        guard let record = chance.pick(records), let supervisor = workers.first(where: { $0.role == .supervisor })
        else {
            return
        }
        let id = record.id
        order("erase", ["id": .string(id), "reason": "asked for", "as": .string(supervisor.id)], attempts: 20) {
            [self] _ in
            history.erased.insert(id)
        }
    }

    func judgeQuarantine(_ chance: inout Chance) {
        guard let reviewer = workers.first(where: { $0.role != .worker }) else { return }
        let accepts = chance.happens(600)
        let luck = chance.next()
        order("quarantine.list", [:]) { [self] lines in
            var chance = Chance(seed: luck)
            for line in lines.prefix(4) {
                guard let id = line["id"]?.string else { continue }
                let takes = accepts || chance.happens(300)
                // What was recovered stands for more than the changeset that it is named after.
                let dot = line["reason"] == "recovered" ? nil : line["dot"]?.string.flatMap { Dot(text: $0) }
                order(
                    takes ? "quarantine.accept" : "quarantine.drop",
                    ["id": .string(id), "as": .string(reviewer.id), "note": "judged"]
                ) { [self] _ in if takes, let dot { history.accepted[dot] = hub.regressions } }
            }
        }
    }

    func judgeConflicts(_ chance: inout Chance) {
        guard let reviewer = workers.first(where: { $0.role != .worker }) else { return }
        let luck = chance.next()
        order("conflicts.list", [:]) { [self] lines in
            var chance = Chance(seed: luck)
            for line in lines.prefix(3) {
                guard let id = line["id"]?.string, let seen = line["seen"] else { continue }
                let sides = line["sides"]?.array?.count ?? 1
                order(
                    "conflicts.resolve",
                    [
                        "id": .string(id), "take": .integer(Int64(chance.between(1, max(1, sides)))), "seen": seen,
                        "as": .string(reviewer.id), "note": "at the office",
                    ])
            }
        }
    }

    /// Copies that wait for a supervisor are confirmed; devices that the hub does not know are enrolled again.
    func confirmCopies() {
        order("devices.list", [:]) { [self] lines in
            for line in lines where line["needs_confirmation"] == true && line["revoked"] != true {
                order("devices.confirm", ["device": line["device"] ?? .null])
            }
        }
    }
}
