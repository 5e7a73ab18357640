internal import CSimulatedDisk
package import GridStore
internal import GridStoreSQLite
import Synchronization

/// A disk in memory on which a hub's or a device's store lies, and which loses power, fails, fills up and lies.
///
/// Below the stores is SQLite with a VFS of this disk's own; nothing reaches the real file system. All chance comes
/// from the seed, there is no clock. Stores opened on it keep it alive.
package final class SimulatedDisk: Sendable {
    /// Where the store lies.
    static let directory = "/store"

    private let disk: DiskHandle
    /// The process that has the disk now.
    private let process: Mutex<DiskProcess>

    /// The seed also decides on the size of sectors, 512 or 4096 bytes.
    package convenience init(seed: UInt64) {
        self.init(seed: seed, sectorSize: seed.nonzeroBitCount % 2 == 0 ? 512 : 4096)
    }

    /// Sectors are of 512 or 4096 bytes.
    package convenience init(seed: UInt64, sectorSize: Int) {
        self.init(DiskHandle(gridsync_disk_create(seed, UInt32(sectorSize))))
    }

    private init(_ disk: DiskHandle) {
        self.disk = disk
        process = Mutex(DiskProcess(disk))
    }

    /// Opens the hub's store, and makes it when there is none. One at a time.
    package func openHubStore() throws(StoreError) -> any HubStore {
        try SQLiteHubStore(directory: Self.directory, create: true, files: present)
    }

    /// Opens the device's store, and makes it when there is none.
    package func openDeviceStore() throws(StoreError) -> any DeviceStore {
        try SQLiteDeviceStore(directory: Self.directory, create: true, busyTimeoutMilliseconds: 5000, files: present)
    }

    /// Opens the copy that `HubStore.backup(to:)` wrote into a directory of this disk; `missing` when there is none.
    package func openBackup(in directory: String) throws(StoreError) -> any HubStore {
        try SQLiteHubStore(directory: directory, create: false, files: present)
    }

    /// Ends the process that has the disk: its stores answer only errors from now on, and a new one may open the disk.
    ///
    /// With a power cut, of what was not synced some sectors are kept, some lost, some torn or garbled; without, as
    /// after kill -9, everything written stays. Faults that were injected stay, too.
    package func crash(powerCut: Bool) {
        gridsync_disk_crash(disk.pointer, powerCut ? 1 : 0)
        let next = DiskProcess(disk)
        process.withLock { $0 = next }
    }

    /// What somebody gets who copies the directory now, on a disk without faults.
    package func copy(seed: UInt64) -> SimulatedDisk {
        SimulatedDisk(DiskHandle(gridsync_disk_copy(disk.pointer, seed)))
    }

    package func inject(_ fault: DiskFault) {
        let disk = disk.pointer
        switch fault {
        case .failCall(let number, let persistently):
            gridsync_disk_fail_call(disk, UInt64(max(0, number)), persistently ? 1 : 0, 0)
        case .fullCall(let number, let persistently):
            gridsync_disk_fail_call(disk, UInt64(max(0, number)), persistently ? 1 : 0, 1)
        case .full(let writes):
            gridsync_disk_fail_call(disk, UInt64(max(0, writes)) + 1, 1, 1)
        case .fullAfter(let bytes): gridsync_disk_limit_space(disk, UInt64(max(0, bytes)))
        case .failSync: gridsync_disk_fail_sync(disk)
        case .lieAboutSync(let lies): gridsync_disk_lie_about_sync(disk, lies ? 1 : 0)
        case .misdirectWrite: gridsync_disk_misdirect_write(disk)
        case .rot(let rot, let file): spoil(rot, file)
        }
    }

    /// Ends all faults; what is lost or spoilt stays so.
    package func heal() { gridsync_disk_heal(disk.pointer) }

    package var figures: DiskFigures { DiskFigures(disk.pointer) }

    /// A hash over names and contents of all files as a reader sees them now.
    package var fingerprint: UInt64 { gridsync_disk_fingerprint(disk.pointer) }

    /// What SQLite is told of the time, in milliseconds since 1970.
    package func setTime(milliseconds: Int64) { gridsync_disk_set_time(disk.pointer, milliseconds) }

    private var present: any StoreFiles { process.withLock { $0 } }

    private func spoil(_ rot: DiskRot, _ file: DiskFile) {
        let (how, offset) =
            switch rot {
            case .flippedBit(let offset): (gridsync_rot_flip_bit, offset)
            case .zeroedPage(let offset): (gridsync_rot_zero_page, offset)
            case .truncated(let offset): (gridsync_rot_truncate, offset)
            }
        if let offset {
            _ = gridsync_disk_rot_at(disk.pointer, file.rawValue, Int32(how), UInt64(max(0, offset)))
        } else {
            _ = gridsync_disk_rot(disk.pointer, file.rawValue, Int32(how))
        }
    }
}

/// Owns the disk's memory; C guards it with a mutex of its own.
final class DiskHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer?) {
        guard let pointer else { preconditionFailure("there is no memory for a disk") }
        self.pointer = pointer
    }

    deinit { gridsync_disk_release(pointer) }
}
