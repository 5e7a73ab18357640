/// What can be wrong with a simulated disk; it stays so until it happened, or `SimulatedDisk.heal()`.
package enum DiskFault: Hashable, Sendable {
    /// The n-th call from now (1 is the next) fails with an I/O error, and all later ones too when `persistently`.
    case failCall(Int, persistently: Bool)
    /// The n-th call that needs space finds none, and so do all later ones when `persistently`.
    case fullCall(Int, persistently: Bool)
    /// So many more writes find space, then none.
    case full(afterWrites: Int)
    /// Files may grow by so many bytes, then no more; what is truncated or deleted gives space back.
    case fullAfter(bytes: Int)
    /// The next sync fails and what it should have written counts as written no more: the sync after it succeeds, but
    /// the data is gone once nobody has the file open or the machine stops.
    case failSync
    /// Syncs say that all is well and do nothing, until false.
    case lieAboutSync(Bool)
    /// The next write of a whole page lands one page further on.
    case misdirectWrite
    /// Bytes go bad at once.
    case rot(DiskRot, of: DiskFile)
}

/// How bytes on a disk go bad.
package enum DiskRot: Hashable, Sendable {
    /// One bit is turned, where the disk's seed says or in the byte at an offset.
    case flippedBit(at: Int? = nil)
    /// A page of 4096 bytes is zeroed: where the seed says, or the one that an offset lies in.
    case zeroedPage(at: Int? = nil)
    /// The file ends where the seed says or at an offset.
    case truncated(to: Int? = nil)
}

/// A file of a store.
package enum DiskFile: String, CaseIterable, Hashable, Sendable {
    case database = ".sqlite"
    case log = ".sqlite-wal"
}
