import CCurl
import Dispatch
package import GridClient
import Synchronization

/// Requests over libcurl: connections are kept, HTTP/2 is spoken where offered, bodies travel compressed.
///
/// Blocks a queue of its own, never a task; requests go one after the other.
package final class CurlTransport: Transport {
    package struct Settings: Hashable, Sendable {
        /// Milliseconds for name, connection and TLS together.
        package var connectTimeoutMilliseconds: Int
        /// Seconds without a byte.
        package var stallTimeoutSeconds: Int
        /// Milliseconds for the whole.
        package var wholeTimeoutMilliseconds: Int
        /// Bytes of one answer, after decompression.
        package var maximumAnswerBytes: Int
        /// Bodies of fewer bytes go as they are.
        package var compressionThresholdBytes: Int

        package init(
            connectTimeoutMilliseconds: Int = 15_000, stallTimeoutSeconds: Int = 30,
            wholeTimeoutMilliseconds: Int = 300_000, maximumAnswerBytes: Int = 64 * 1_048_576,
            compressionThresholdBytes: Int = 1_024
        ) {
            self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
            self.stallTimeoutSeconds = stallTimeoutSeconds
            self.wholeTimeoutMilliseconds = wholeTimeoutMilliseconds
            self.maximumAnswerBytes = maximumAnswerBytes
            self.compressionThresholdBytes = compressionThresholdBytes
        }
    }

    private let settings: Settings
    private let queue = DispatchQueue(label: "gridsync.transport")
    /// Used on the queue alone.
    private let connection = ConnectionBox()

    package init(settings: Settings = Settings()) { self.settings = settings }

    package func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let result: Result<TransportResponse, TransportError> = await withCheckedContinuation { continuation in
            queue.async { [connection, settings] in
                continuation.resume(returning: connection.perform(request, settings))
            }
        }
        return try result.get()
    }
}

/// The one connection of a transport, made with the first request.
private final class ConnectionBox: @unchecked Sendable {
    private var connection: Connection?

    func perform(
        _ request: TransportRequest, _ settings: CurlTransport.Settings
    ) -> Result<TransportResponse, TransportError> {
        if connection == nil { connection = Connection() }
        guard let connection else { return .failure(.unreachable("out of memory")) }
        return connection.perform(request, settings)
    }
}

/// Owns a handle of libcurl.
private final class Connection {
    private let handle: OpaquePointer

    init?() {
        guard let handle = gs_connection_new() else { return nil }
        self.handle = handle
    }

    deinit { gs_connection_free(handle) }

    func perform(
        _ request: TransportRequest, _ settings: CurlTransport.Settings
    ) -> Result<TransportResponse, TransportError> {
        var request = request
        compress(&request, settings)
        let lines = request.headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        var answer = gs_answer()
        withCStrings(lines) { headers in
            request.body.withUnsafeBufferPointer { body in
                request.method.withCString { method in
                    request.url.withCString { url in
                        withOptionalCString(request.certificateFile) { certificates in
                            var raw = gs_request(
                                method: method, url: url, headers: headers, body: body.baseAddress,
                                body_count: body.count, certificate_file: certificates,
                                connect_timeout_ms: settings.connectTimeoutMilliseconds,
                                stall_timeout_s: settings.stallTimeoutSeconds,
                                whole_timeout_ms: settings.wholeTimeoutMilliseconds,
                                maximum_answer_bytes: settings.maximumAnswerBytes)
                            gs_send(handle, &raw, &answer)
                        }
                    }
                }
            }
        }
        defer {
            gs_free(answer.headers)
            gs_free(answer.body)
        }
        if let failure = Connection.failure(answer, settings) { return .failure(failure) }
        return .success(
            TransportResponse(
                status: answer.status, headers: Connection.headers(Connection.bytes(answer.headers)),
                body: Connection.bytes(answer.body)))
    }

    private func compress(_ request: inout TransportRequest, _ settings: CurlTransport.Settings) {
        guard request.body.count >= settings.compressionThresholdBytes else { return }
        let packed = request.body.withUnsafeBufferPointer { gs_gzip($0.baseAddress, $0.count) }
        defer { gs_free(packed) }
        guard packed.count > 0, packed.count < request.body.count else { return }
        request.body = Connection.bytes(packed)
        request.headers["Content-Encoding"] = "gzip"
    }

    private static func failure(_ answer: gs_answer, _ settings: CurlTransport.Settings) -> TransportError? {
        let detail = withUnsafeBytes(of: answer.detail) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        switch answer.outcome {
        case GS_OK: return nil
        case GS_TIMED_OUT_CONNECTING: return .timedOut("connect")
        case GS_TIMED_OUT_TRANSFERRING: return .timedOut("transfer")
        case GS_TLS: return .tls(detail)
        case GS_TOO_LARGE: return .tooLarge(limit: settings.maximumAnswerBytes)
        default: return .unreachable(detail)
        }
    }

    private static func bytes(_ buffer: gs_buffer) -> [UInt8] {
        Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }

    /// Names in lower case; of a header given twice the last counts.
    private static func headers(_ bytes: [UInt8]) -> [String: String] {
        var headers: [String: String] = [:]
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let colon = line.firstIndex(of: 0x3A) else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
            headers[name] = String(decoding: value, as: UTF8.self)
        }
        return headers
    }
}

private func withOptionalCString(_ text: String?, _ job: (UnsafePointer<CChar>?) -> Void) {
    if let text { text.withCString { job($0) } } else { job(nil) }
}

/// Lends texts as an array of C strings that ends with NULL.
private func withCStrings(_ texts: [String], _ job: (UnsafePointer<UnsafePointer<CChar>?>) -> Void) {
    var pointers: [UnsafePointer<CChar>?] = []
    func lend(_ rest: ArraySlice<String>) {
        guard let first = rest.first else {
            pointers.append(nil)
            pointers.withUnsafeBufferPointer { buffer in if let base = buffer.baseAddress { job(base) } }
            return
        }
        first.withCString { pointer in
            pointers.append(pointer)
            lend(rest.dropFirst())
        }
    }
    lend(texts[...])
}
