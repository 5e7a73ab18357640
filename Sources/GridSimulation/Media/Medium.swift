package import GridStore

/// Where one node keeps its store: what survives a crash, and what a copy of it holds.
package protocol Medium: AnyObject {
    /// Opens the hub's store on it, new or with what survived.
    func openHubStore() throws -> any HubStore
    func openDeviceStore() throws -> any DeviceStore
    /// Ends the process that had it open: its handles answer with errors from now on.
    ///
    /// - Parameter powerCut: whether what was not synced to the disk may be gone, in part or torn.
    func crash(powerCut: Bool)
    /// What somebody gets who copies it now.
    func copy(seed: UInt64) -> any Medium
    /// Makes it misbehave until `heal`; false when nothing has a store open on it, so that nothing would notice.
    func inject(_ fault: DiskFault) -> Bool
    func heal()
}

/// What a disk does to the store on it.
package enum DiskFault: Sendable, Hashable {
    /// No room is left after so many more writes.
    case full(afterWrites: Int)
    /// The n-th call from now fails, once or from then on.
    case failCall(Int, persistently: Bool)
    /// The next sync fails, and what was to be synced is gone.
    case failSync
    /// Syncs are reported as done and are not.
    case lieAboutSync
}

/// A medium in memory: as durable as a disk whose every commit was synced.
package final class MemoryMedium: Medium {
    private enum Content {
        case empty
        case hub(MemoryHubStore)
        case device(MemoryDeviceStore)
    }

    private var content = Content.empty
    private var open: StoreTrouble?
    /// With a lying disk: what a power cut leaves.
    private var believedSynced: Content?

    package init() {}

    package func openHubStore() throws -> any HubStore {
        let store: MemoryHubStore
        switch content {
        case .hub(let known): store = known
        case .empty: store = MemoryHubStore()
        case .device: throw StoreError(.missing, operation: "open", detail: "a device's store lies here")
        }
        content = .hub(store)
        return TroubledHubStore(store, renewTrouble())
    }

    package func openDeviceStore() throws -> any DeviceStore {
        let store: MemoryDeviceStore
        switch content {
        case .device(let known): store = known
        case .empty: store = MemoryDeviceStore()
        case .hub: throw StoreError(.missing, operation: "open", detail: "a hub's store lies here")
        }
        content = .device(store)
        return TroubledDeviceStore(store, renewTrouble())
    }

    private func renewTrouble() -> StoreTrouble {
        let trouble = StoreTrouble()
        open = trouble
        return trouble
    }

    package func crash(powerCut: Bool) {
        open?.die()
        open = nil
        if powerCut, let believedSynced { content = believedSynced }
        believedSynced = nil
    }

    package func copy(seed: UInt64) -> any Medium {
        let copy = MemoryMedium()
        copy.content = snapshot()
        return copy
    }

    package func inject(_ fault: DiskFault) -> Bool {
        guard let open else { return false }
        switch fault {
        case .full(let writes): open.plan = .full(after: writes)
        case .failCall(let call, let persistently): open.plan = .fail(after: call, forever: persistently)
        case .failSync: open.plan = .fail(after: 0, forever: false)
        case .lieAboutSync: believedSynced = snapshot()
        }
        return true
    }

    package func heal() {
        open?.plan = .none
        believedSynced = nil
    }

    private func snapshot() -> Content {
        switch content {
        case .empty: .empty
        case .hub(let store): .hub(store.snapshot())
        case .device(let store): .device(store.snapshot())
        }
    }
}
