import GridSimulatedDisk
import GridSimulation
import GridStore

/// A simulated disk as the medium of a node: the real stores over SQLite.
final class DiskMedium: Medium {
    private var disk: SimulatedDisk
    /// What a disk that lies really holds: it loses everything since, in order. One that also kept some of it would
    /// leave no database, which a store can only say and a person mend from a backup.
    private var held: SimulatedDisk?

    init(_ disk: SimulatedDisk) { self.disk = disk }

    func openHubStore() throws -> any HubStore { try disk.openHubStore() }
    func openDeviceStore() throws -> any DeviceStore { try disk.openDeviceStore() }

    func crash(powerCut: Bool) {
        disk.crash(powerCut: powerCut)
        if powerCut, let held { disk = held }
        held = nil
    }

    func copy(seed: UInt64) -> any Medium { DiskMedium(disk.copy(seed: seed)) }

    func heal() {
        disk.heal()
        held = nil
    }

    func inject(_ fault: GridSimulation.DiskFault) -> Bool {
        switch fault {
        // A commit is some forty calls of SQLite to its disk.
        case .full(let writes): disk.inject(.full(afterWrites: 20 * writes))
        case .failCall(let call, let persistently): disk.inject(.failCall(1 + 30 * call, persistently: persistently))
        case .failSync: disk.inject(.failSync)
        case .lieAboutSync: held = disk.copy(seed: 1)
        }
        return true
    }
}
