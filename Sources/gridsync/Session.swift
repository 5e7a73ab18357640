import Foundation
import GridClient
import GridRecords
import GridStore
import GridStoreSQLite
import GridTransportCurl
import GridWire

/// What one run of a command works with: where it speaks, which store it opens, and the device's clock.
struct Session: Sendable {
    let console: Console
    /// The store's directory.
    let directory: String
    private let clockOffsetMilliseconds: Int64

    /// How long a command waits for another process that writes to the same store.
    private static let busyTimeoutMilliseconds = 10_000

    init(options: GlobalOptions, console: Console, environment: [String: String]) throws(ClientError) {
        self.console = console
        directory = Session.directory(options.store, environment: environment)
        if let language = options.lang, Language(option: language) == nil {
            throw .usage(Message.errorLanguage.text(console.language, language), hint: console.text(.usageHint))
        }
        guard let text = options.deviceClock else {
            clockOffsetMilliseconds = 0
            return
        }
        guard let offset = ClockOffset(text) else {
            throw .usage(Message.errorClock.text(console.language, text), hint: console.text(.usageHint))
        }
        clockOffsetMilliseconds = offset.milliseconds
    }

    /// `--store`, then `$GRIDSYNC_STORE`, then `~/.local/share/gridsync`.
    static func directory(_ option: String?, environment: [String: String]) -> String {
        if let option, !option.isEmpty { return option }
        if let variable = environment["GRIDSYNC_STORE"], !variable.isEmpty { return variable }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/gridsync"
    }

    /// Does the work on the enrolled store and closes it; 66 when there is none.
    func withClient<Value>(
        _ work: (GridClient) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let client = try open(create: false)
        let value: Value
        do throws(ClientError) { value = try await work(client) } catch {
            try? client.close()
            throw error
        }
        try client.close()
        return value
    }

    /// Opens the store, or makes an empty one.
    func open(create: Bool) throws(ClientError) -> GridClient {
        let store: any DeviceStore
        do {
            store = try SQLiteDeviceStore(
                directory: directory, create: create, busyTimeoutMilliseconds: Session.busyTimeoutMilliseconds)
        } catch {
            throw failure(opening: error, create: create)
        }
        return GridClient(
            store: store, codec: RecordRowCodec(), transport: CurlTransport(), environment: environment)
    }

    private func failure(opening error: StoreError, create: Bool) -> ClientError {
        let language = console.language
        switch error.code {
        case .missing:
            return ClientError(
                code: "no_store", message: Message.errorNoStore.text(language, directory),
                hint: Message.errorNoStoreHint.text(language), exitCode: Exit.missing)
        case .io where create:
            return ClientError(
                code: "cannot_create", message: Message.errorFileCreate.text(language, directory),
                hint: Message.errorFileHint.text(language), exitCode: Exit.cannotCreate)
        default: return ClientError(error)
        }
    }

    private var environment: ClientEnvironment {
        let offset = clockOffsetMilliseconds
        return ClientEnvironment(
            clock: { Int64(Date().timeIntervalSince1970 * 1_000) + offset },
            offsetMinutes: Int16(clamping: TimeZone.current.secondsFromGMT() / 60),
            random: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            },
            pause: { milliseconds in try? await Task.sleep(for: .milliseconds(milliseconds)) },
            software: Software.name, isChinese: console.language == .chinese)
    }
}
