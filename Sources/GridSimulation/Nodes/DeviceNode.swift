import GridClient
import GridRecords
import GridStore

/// A worker's device: its disk, the program on it while it runs, its clock, its line.
final class DeviceNode: @unchecked Sendable {
    let number: Int
    let worker: Int
    var medium: any Medium
    /// Nil while the program does not run.
    var client: GridClient?
    var store: (any DeviceStore)?
    var trouble = StoreTrouble()
    var generation = 0
    var isExchanging = false
    /// The device's clock less the true time, milliseconds.
    var clockShift: Int64
    /// Until when nothing passes its line.
    var cloggedUntil: Int64 = 0
    /// The device is gone: its store was replaced or it was never more than a copy.
    var isLost = false
    /// Changesets whose writing call returned, that must be found again in the journal: their dots.
    var saved: [String] = []
    /// A copy of its directory made some time ago, with how many of `saved` it holds.
    var copy: (medium: any Medium, saved: Int)?
    /// Whether something went wrong with the disk so that what was saved may be gone.
    var hasLostDisk = false
    /// The last request that it sent, for whoever captured it.
    var captured: [UInt8] = []
    var capturedToken = ""
    /// What each record's copy had taken into account when last looked at.
    var seen = SeenCopies()
    var failures = 0
    var chance: Chance

    init(number: Int, worker: Int, medium: any Medium, clockShift: Int64, seed: UInt64) {
        self.number = number
        self.worker = worker
        self.medium = medium
        self.clockShift = clockShift
        chance = Chance(seed: seed).stream(UInt64(0xD0D0 + number))
    }
}

/// The program on a device: starting, dying, exchanging.
extension World {
    func startDevice(_ node: DeviceNode) {
        guard node.client == nil, !node.isLost else { return }
        node.generation += 1
        node.isExchanging = false
        let generation = node.generation
        do {
            let trouble = StoreTrouble()
            trouble.onDeath = { [self] in
                if node.generation == generation { deviceDied(node) }
            }
            let store = TroubledDeviceStore(try node.medium.openDeviceStore(), trouble)
            node.trouble = trouble
            node.store = store
            var environment = ClientEnvironment(
                clock: { [self] in now + node.clockShift }, random: { node.chance.bytes($0) }, pause: { _ in },
                software: "client/1")
            environment.pageRecords = UInt32(plan.weather.page)
            environment.batchChangesets = plan.weather.push
            node.client = GridClient(
                store: store, codec: rows,
                transport: SimulatedTransport(world: self, node: node, generation: generation),
                environment: environment)
            checkSaved(node)
        } catch {
            note("device \(node.number) does not start: \(error)")
            node.store = nil
            timeline.after(3_600_000) { [self] in
                if isHealed { node.medium.heal() }
                startDevice(node)
            }
        }
    }

    func deviceDied(_ node: DeviceNode, powerCut: Bool = false, restartAfter pause: Int64 = 30_000) {
        guard node.client != nil else { return }
        note("device \(node.number) dies" + (powerCut ? ", power cut" : ""))
        node.client = nil
        node.store = nil
        node.isExchanging = false
        node.generation += 1
        node.trouble.die()
        node.medium.crash(powerCut: powerCut)
        timeline.after(pause) { [self] in startDevice(node) }
    }

    func exchange(_ node: DeviceNode, retries: Int = 2) {
        guard let client = node.client, !node.isExchanging else { return }
        node.isExchanging = true
        figures.exchanges += 1
        let generation = node.generation
        let held = heldRecords(of: node)
        spawn { [self] in
            let failure: ClientError?
            do throws(ClientError) {
                _ = try await client.sync()
                failure = nil
            } catch { failure = error }
            guard node.generation == generation else { return }
            node.isExchanging = false
            if failure == nil { checkWhole(node, held) }
            ended(node, failure, retries: retries)
        }
    }

    private func ended(_ node: DeviceNode, _ failure: ClientError?, retries: Int) {
        // A pull that was cut off shows nothing of itself.
        checkCopies(node, hasEnded: failure == nil)
        note("device \(node.number) exchanged: \(failure?.code ?? "ok")")
        guard let failure else {
            node.failures = 0
            figures.completed += 1
            return
        }
        node.failures += 1
        switch failure.code {
        case "unreachable", "not_a_hub", "store_busy", "store_full": break
        case "store_io": deviceDied(node)
        case "unauthorized": return enrolAgain(node)
        case "revoked", "needs_confirmation": return
        // The hub's machine has trouble; whether it may is judged there.
        case "internal": break
        default:
            find("exchange", "device \(node.number): \(failure)")
            return
        }
        if retries > 0, !isHealed {
            timeline.after(Int64(node.chance.between(5, 900)) * 1_000) { [self] in
                exchange(node, retries: retries - 1)
            }
        }
    }
}
