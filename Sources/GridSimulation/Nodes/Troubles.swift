import GridRecords
import GridStore

/// What goes wrong at the moments that the plan names.
extension World {
    func meet(_ trouble: Trouble, _ node: DeviceNode, _ step: Step) {
        var chance = Chance(seed: step.seed)
        switch trouble {
        case .clog:
            count(.clog)
            node.cloggedUntil = now + Int64(chance.between(1, 36)) * 3_600_000
        case .clockJumps: jump(node, &chance)
        case .revoked: revoke(node)
        case .workerMoved: move(node, &chance)
        case .gridSplit: split(&chance)
        case .recordErased: erase(&chance)
        case .quarantineJudged: judgeQuarantine(&chance)
        case .conflictsJudged: judgeConflicts(&chance)
        case .copiesConfirmed: confirmCopies()
        case .forged: forge(node, &chance)
        case .replayed: replay(node, &chance)
        default:
            if trouble.rawValue.hasPrefix("device") { device(trouble, node, &chance) } else { hub(trouble, &chance) }
        }
    }

    private func device(_ trouble: Trouble, _ node: DeviceNode, _ chance: inout Chance) {
        guard node.store != nil else { return }
        let plan = node.trouble
        switch trouble {
        case .deviceDies:
            count(.deviceDies)
            deviceDied(node)
        case .deviceDiesBeforeWrite, .deviceDiesAfterWrite:
            count(.deviceDiesInWrite)
            plan.plan = .die(before: trouble == .deviceDiesBeforeWrite, after: chance.below(6))
            exchange(node)
        case .devicePowerCut:
            count(.powerCut)
            deviceDied(node, powerCut: true)
        case .deviceDiskFull:
            guard node.medium.inject(.full(afterWrites: chance.below(3))) else { return }
            count(.diskFull)
            relieve(node, &chance)
            exchange(node)
        case .deviceDiskFails, .deviceSyncFails:
            let fault: DiskFault =
                trouble == .deviceSyncFails
                ? .failSync : .failCall(chance.below(4), persistently: chance.happens(300))
            guard node.medium.inject(fault) else { return }
            count(trouble == .deviceSyncFails ? .syncFails : .diskFails)
            relieve(node, &chance)
            exchange(node)
        case .deviceBusy:
            count(.storeBusy)
            plan.plan = .busy(calls: chance.between(1, 3))
            exchange(node)
        case .devicePaused:
            // A sleeping phone: its answers come when it has given up on them.
            count(.paused)
            node.cloggedUntil = now + Int64(chance.between(1, 2_880)) * 60_000
            exchange(node, retries: 0)
        case .deviceCopied: node.copy = (node.medium.copy(seed: chance.next()), node.saved.count)
        case .deviceRestored: restore(node)
        case .deviceCloned: clone(node, &chance)
        default: break
        }
    }

    private func relieve(_ node: DeviceNode, _ chance: inout Chance) {
        let medium = node.medium
        timeline.after(Int64(chance.between(1, 240)) * 60_000) { medium.heal() }
    }

    /// The device, or the next one of which there is a copy.
    private func copied(_ node: DeviceNode) -> DeviceNode? {
        let others = devices[node.number...] + devices[..<node.number]
        return others.first { $0.copy != nil && $0.store != nil }
    }

    /// The phone was lost; another is set up from an old copy. What the copy lacks is gone with the phone, unless it
    /// had reached the hub.
    private func restore(_ node: DeviceNode) {
        guard let node = copied(node), let copy = node.copy else { return }
        count(.deviceRestored)
        deviceDied(node, restartAfter: 3_600_000)
        node.medium = copy.medium
        node.copy = nil
        node.saved.removeSubrange(copy.saved...)
        node.seen = SeenCopies()
    }

    private func clone(_ node: DeviceNode, _ chance: inout Chance) {
        guard devices.count < 16, let node = copied(node), let copy = node.copy else { return }
        count(.deviceCloned)
        node.copy = nil
        let clone = DeviceNode(
            number: devices.count, worker: node.worker, medium: copy.medium, clockShift: node.clockShift,
            seed: plan.seed &+ chance.next())
        clone.saved = Array(node.saved.prefix(copy.saved))
        devices.append(clone)
        startDevice(clone)
        for _ in 0..<8 {
            let at = now + Int64(chance.next() % UInt64(10 * Weather.millisecondsPerDay))
            let seed = chance.next()
            timeline.at(at) { [self] in
                guard !isHealed else { return }
                edit(clone, Step(number: -1, at: at - start, node: clone.number, action: .edit, seed: seed))
                exchange(clone)
            }
        }
    }

    private func jump(_ node: DeviceNode, _ chance: inout Chance) {
        count(.clock)
        let year: Int64 = 31_557_600_000
        switch chance.below(6) {
        case 0: node.clockShift = 10 * year
        case 1: node.clockShift = -10 * year
        case 2: node.clockShift = -now
        case 3: node.clockShift = Int64(chance.between(-86_400, 86_400)) * 1_000
        default: node.clockShift = Int64(chance.between(-120, 120)) * 1_000
        }
    }

    private func hub(_ trouble: Trouble, _ chance: inout Chance) {
        guard hub.store != nil else { return }
        let plan = hub.trouble
        hub.isTroubled = true
        switch trouble {
        case .hubDies:
            count(.hubDiesBeforeCommit)
            hubDied()
        case .hubDiesBeforeCommit, .hubDiesAfterCommit:
            count(trouble == .hubDiesBeforeCommit ? .hubDiesBeforeCommit : .hubDiesAfterCommit)
            plan.plan = .die(before: trouble == .hubDiesBeforeCommit, after: chance.below(4))
        case .hubPowerCut:
            count(.powerCut)
            hubDied(powerCut: true)
        case .hubDiskFull:
            guard hub.medium.inject(.full(afterWrites: chance.below(3))) else { return }
            count(.diskFull)
            hub.hasDiskFault = true
            relieveHub(&chance)
        case .hubDiskFails, .hubSyncFails:
            let fault: DiskFault =
                trouble == .hubSyncFails ? .failSync : .failCall(chance.below(4), persistently: chance.happens(300))
            guard hub.medium.inject(fault) else { return }
            count(trouble == .hubSyncFails ? .syncFails : .diskFails)
            hub.hasDiskFault = true
            relieveHub(&chance)
        case .hubBusy:
            count(.storeBusy)
            plan.plan = .busy(calls: chance.between(1, 3))
        case .hubPaused:
            count(.paused)
            hub.pausedUntil = now + Int64(chance.between(1, 2_880)) * 60_000
        case .hubLies: lie(&chance)
        case .hubClock:
            count(.clock)
            hub.clockShift = Int64(chance.between(-300, 300)) * 1_000
        case .hubBackedUp: hub.backups.append(hub.medium.copy(seed: chance.next()))
        case .hubRestored, .hubCopiedBack: putBack(isAnnounced: trouble == .hubRestored, &chance)
        case .catalogueChanged:
            count(.catalogueChanged)
            hub.catalogue = chance.below(County.catalogues.count)
            hubDied()
        default: break
        }
    }

    private func relieveHub(_ chance: inout Chance) {
        timeline.after(Int64(chance.between(1, 240)) * 60_000) { [self] in healHub() }
    }

    /// The disk says done and does nothing, until the power is cut.
    private func lie(_ chance: inout Chance) {
        guard hub.medium.inject(.lieAboutSync) else { return }
        count(.lyingSync)
        hub.isLying = true
        let generation = hub.generation
        timeline.after(Int64(chance.between(1, 48)) * 3_600_000) { [self] in
            if hub.generation == generation { hubDied(powerCut: true) }
            healHub()
        }
    }

    /// An earlier state of the hub takes the place of the present one.
    private func putBack(isAnnounced: Bool, _ chance: inout Chance) {
        guard let backup = chance.pick(hub.backups) else { return }
        count(isAnnounced ? .hubRestored : .hubCopiedBack)
        hubDied(restartAfter: 3_600_000)
        hub.medium = backup.copy(seed: chance.next())
        wentBack()
        timeline.after(3_600_001) { [self] in
            if isAnnounced {
                let regressions = hub.regressions
                order("restore.finish", ["ledger": .array(hub.ledger.lines().map { .string($0) })]) { [self] _ in
                    if hub.regressions == regressions { history.restoreFinished() }
                }
            }
            order("areas.import", ["rows": .array(areaRows)])
        }
    }
}
