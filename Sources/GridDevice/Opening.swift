import Foundation
public import GridClient
import GridStore
import GridStoreSQLite
import GridTransportCurl
import GridWire

extension GridClient {
    /// Opens a device's store in a directory, over SQLite and libcurl.
    ///
    /// - Parameters:
    ///   - create: whether a missing store is made; else `no_store`.
    ///   - clockShiftMilliseconds: how far the device's clock is put forward, for tests.
    ///   - software: name and version of the program, for the fleet's list.
    ///   - isChinese: whether sentences about entries come in Chinese.
    public static func open(
        directory: String, create: Bool, clockShiftMilliseconds: Int64 = 0, software: String, isChinese: Bool = false
    ) throws(ClientError) -> GridClient {
        let store: SQLiteDeviceStore
        do {
            store = try SQLiteDeviceStore(directory: directory, create: create)
        } catch {
            throw ClientError(error)
        }
        let environment = ClientEnvironment(
            clock: { Int64((Date().timeIntervalSince1970 * 1_000).rounded()) &+ clockShiftMilliseconds },
            offsetMinutes: Int16(clamping: TimeZone.current.secondsFromGMT() / 60),
            random: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            },
            pause: { milliseconds in try? await Task.sleep(for: .milliseconds(milliseconds)) },
            software: software, isChinese: isChinese)
        return GridClient(
            store: store, codec: RecordRowCodec(), transport: CurlTransport(), environment: environment)
    }
}
