internal import CSimulatedDisk

/// What was asked of a disk, and what went wrong on it, since it was made.
package struct DiskFigures: Hashable, Sendable {
    /// The kinds of calls; the order is that of the C header.
    package enum Call: Int32, CaseIterable, Sendable {
        case open, read, write, truncate, sync, size, lock, delete, access, map, rename, syncDirectory
    }

    /// The kinds of faults; the order is that of the C header.
    package enum Fault: Int32, CaseIterable, Sendable {
        case callFailed, full, syncFailed, syncLied, writeMisdirected, rot, processKilled, powerCut, sectorLost
        case sectorTorn, nameLost
    }

    private let calls: [UInt64]
    private let faults: [UInt64]
    /// Bytes of all files.
    package let used: UInt64
    /// Bytes that a power cut might take.
    package let unsynced: UInt64

    init(_ disk: OpaquePointer) {
        calls = Call.allCases.map { gridsync_disk_calls(disk, $0.rawValue) }
        faults = Fault.allCases.map { gridsync_disk_faults(disk, $0.rawValue) }
        used = gridsync_disk_used(disk)
        unsynced = gridsync_disk_unsynced(disk)
    }

    package func count(_ call: Call) -> Int { Int(calls[Int(call.rawValue)]) }
    package func count(_ fault: Fault) -> Int { Int(faults[Int(fault.rawValue)]) }
    package var allCalls: Int { Int(calls.reduce(0, +)) }
    /// Without the losses that crashes bring with them.
    package var allFaults: Int {
        Fault.allCases.filter { $0.rawValue < Fault.sectorLost.rawValue }.map { count($0) }.reduce(0, +)
    }
}
