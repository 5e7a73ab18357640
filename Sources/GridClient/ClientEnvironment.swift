import GridRecords

/// Everything that reaches the client from outside its store and its transport.
public struct ClientEnvironment: Sendable {
    /// The device's clock, milliseconds since 1970.
    public var clock: @Sendable () -> Int64
    /// Minutes east of UTC in which the device tells times.
    public var offsetMinutes: Int16
    /// So many bytes that nobody can foresee.
    public var random: @Sendable (Int) -> [UInt8]
    /// Returns after so many milliseconds, earlier when its task is cancelled.
    public var pause: @Sendable (Int64) async -> Void
    /// Name and version of the program, for the fleet's list.
    public var software: String
    /// Whether sentences about entries come in Chinese, else in English.
    public var isChinese: Bool

    /// Records that one page of a pull may hold, and changesets that one push may.
    package var pageRecords = UInt32(Limits.recordsPerPage)
    package var batchChangesets = SyncSession.firstLimit

    public init(
        clock: @escaping @Sendable () -> Int64, offsetMinutes: Int16 = 480,
        random: @escaping @Sendable (Int) -> [UInt8], pause: @escaping @Sendable (Int64) async -> Void,
        software: String, isChinese: Bool = false
    ) {
        self.clock = clock
        self.offsetMinutes = offsetMinutes
        self.random = random
        self.pause = pause
        self.software = software
        self.isChinese = isChinese
    }
}
