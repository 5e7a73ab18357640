public import GridClient

extension GridClient {
    /// Opens a device's store in a directory, over SQLite and libcurl.
    ///
    /// - Parameters:
    ///   - create: whether a missing store is made; else `no_store`.
    ///   - clockShiftMilliseconds: how far the device's clock is put forward, for tests.
    ///   - software: name and version of the program, for the fleet's list.
    public static func open(
        directory: String, create: Bool, clockShiftMilliseconds: Int64 = 0, software: String
    ) throws(ClientError) -> GridClient {
        throw ClientError(code: "internal", message: "not there yet")
    }
}
