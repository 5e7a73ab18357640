import GridHub
import GridRecords
import GridStore

/// The hub's machine: its disk, the process on it while there is one, its clock, its ledger.
final class HubNode: @unchecked Sendable {
    var medium: any Medium
    /// Nil while the process is down.
    var hub: Hub?
    var store: (any HubStore)?
    var trouble = StoreTrouble()
    /// Whether something was done to the store of this process.
    var isTroubled = true
    /// Whether its disk has a fault that outlives the process.
    var hasDiskFault = false
    /// Whether its disk says done and does nothing.
    var isLying = false
    /// Rises with each process: answers of an earlier one reach nobody.
    var generation = 0
    var clockShift: Int64 = 0
    /// Until when the process stands still and takes nothing.
    var pausedUntil: Int64 = 0
    var catalogue = 1
    let ledger = KeptLedger()
    /// Copies made so far, oldest first; `devices` are those known to it.
    var backups: [any Medium] = []
    /// How often an earlier state was put in place, by `restore` or without a word.
    var regressions = 0
    var chance: Chance

    init(medium: any Medium, seed: UInt64) {
        self.medium = medium
        chance = Chance(seed: seed).stream(0x0B0B)
    }

    /// Lies outside the data directory and its backups.
    final class KeptLedger: Ledger, @unchecked Sendable {
        private(set) var kept: [String] = []
        func append(_ line: String) { kept.append(line) }
        func lines() -> [String] { kept }
    }
}

/// The process of the hub: starting, dying, orders from the office.
extension World {
    func startHub() {
        guard hub.hub == nil else { return }
        hub.generation += 1
        let generation = hub.generation
        do {
            let trouble = StoreTrouble()
            trouble.onDeath = { [self] in
                if hub.generation == generation { hubDied() }
            }
            let store = TroubledHubStore(try hub.medium.openHubStore(), trouble)
            hub.trouble = trouble
            hub.isTroubled = hub.hasDiskFault
            hub.store = store
            hub.hub = try Hub(
                store: store, codec: rows, catalogue: County.catalogues[hub.catalogue],
                environment: HubEnvironment(
                    clock: { [self] in now + hub.clockShift }, random: { [self] in hub.chance.bytes($0) },
                    keys: HubKeys(master: Array(repeating: 7, count: 32)), ledger: hub.ledger, software: "hub/1"),
                rules: County.rules, executor: thread.actors)
            note("hub starts")
        } catch {
            note("hub does not start: \(error)")
            hub.store = nil
            hub.hub = nil
            timeline.after(600_000) { [self] in
                if isHealed { healHub() }
                startHub()
            }
        }
    }

    /// The process ends; somebody or something starts the next one.
    func hubDied(powerCut: Bool = false, restartAfter pause: Int64 = 60_000) {
        guard hub.hub != nil || hub.store != nil else { return }
        note("hub dies" + (powerCut ? ", power cut" : ""))
        hub.hub = nil
        hub.store = nil
        if powerCut, hub.isLying { wentBack() }
        hub.isLying = false
        hub.trouble.die()
        hub.isTroubled = true
        hub.medium.crash(powerCut: powerCut)
        hub.generation += 1
        timeline.after(pause) { [self] in startHub() }
    }

    /// An earlier state of the hub is in force from now on.
    func wentBack() {
        hub.regressions += 1
        history.hubWentBack(at: now)
    }

    func healHub() {
        hub.medium.heal()
        hub.hasDiskFault = false
        hub.isLying = false
    }

    /// An order of the office at the hub; what it refuses is none of the simulation's business.
    ///
    /// - Parameter attempts: how often it is given while the hub does not say what came of it.
    func order(
        _ name: String, _ arguments: JSONValue, attempts: Int = 1,
        then: @escaping @Sendable ([JSONValue]) -> Void = { _ in }
    ) {
        let again: @Sendable () -> Void = { [self] in
            guard attempts > 1 else { return }
            timeline.after(900_000) { [self] in order(name, arguments, attempts: attempts - 1, then: then) }
        }
        guard let process = hub.hub else { return again() }
        spawn { [self] in
            do {
                let lines = try await process.command(name, arguments)
                note("office: \(name) \(lines.count)")
                then(lines)
            } catch let error as HubError {
                note("office: \(name) refused: \(error.code)")
                hubFailed(error.message, status: error.status)
                if error.status >= 500 { again() }
            } catch {}
        }
    }

    /// A hub whose disk failed ends itself, as the daemon does, and is started again.
    func hubFailed(_ detail: String, status: Int) {
        if status == 500 {
            if !hub.isTroubled { find("internal error", "the hub failed without cause: \(detail)") }
            hubDied(restartAfter: 120_000)
        }
    }

}
