import GridSimulatedDisk
import GridSimulation
import GridStore

/// A simulated disk as the medium of a node: the real stores over SQLite.
final class DiskMedium: Medium {
    private let disk: SimulatedDisk

    init(_ disk: SimulatedDisk) { self.disk = disk }

    func openHubStore() throws -> any HubStore { try disk.openHubStore() }
    func openDeviceStore() throws -> any DeviceStore { try disk.openDeviceStore() }
    func crash(powerCut: Bool) { disk.crash(powerCut: powerCut) }
    func copy(seed: UInt64) -> any Medium { DiskMedium(disk.copy(seed: seed)) }
    func heal() { disk.heal() }

    func inject(_ fault: GridSimulation.DiskFault) -> Bool {
        switch fault {
        // A commit is some forty calls of SQLite to its disk.
        case .full(let writes): disk.inject(.full(afterWrites: 20 * writes))
        case .failCall(let call, let persistently): disk.inject(.failCall(1 + 30 * call, persistently: persistently))
        case .failSync: disk.inject(.failSync)
        case .lieAboutSync: disk.inject(.lieAboutSync(true))
        case .rot: return false
        }
        return true
    }
}
