import GridCausality
import GridGzip
import GridHub
import GridRecords
import GridServer
import GridSync
import GridWire
import Logging

/// Requests and endpoints for tests.
enum Requests {
    static func endpoints(_ hub: FakeHub, limits: ServerLimits = ServerLimits(), log: Logger? = nil) -> Endpoints {
        Endpoints(
            hub: hub, limits: limits, log: log ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clock: { 1_000_000 }, random: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) } })
    }

    static func head(
        _ method: String, _ path: String, token: String? = FakeHub.token, type: String? = "application/json",
        extra: [HeaderField] = [], address: String = "127.0.0.1"
    ) -> RequestHead {
        var headers: [HeaderField] = []
        if let token { headers.append(HeaderField("authorization", "Bearer " + token)) }
        if let type { headers.append(HeaderField("content-type", type)) }
        return RequestHead(method: method, path: path, headers: headers + extra, address: address)
    }

    static func sync(cursor: [UInt8]? = [1], as format: WireFormat = .json) -> [UInt8] {
        let hello = Hello(
            device: DeviceID("d-1"), replica: ReplicaID(bits: Bits128(high: 3, low: 4)), head: 0,
            headChain: [UInt8](repeating: 0, count: 16), acknowledged: 0,
            acknowledgedChain: [UInt8](repeating: 0, count: 16), epoch: FakeHub.epoch, catalogueVersion: "v1",
            manifestVersion: "", deviceTime: 1, unsent: 0, software: "test")
        let pull = cursor.map { PullRequest(cursor: $0, limit: 10) }
        return Wire.encode(SyncRequest(hello: hello, changesets: [], pull: pull), as: format)
    }

    static func enrol(_ code: String) -> [UInt8] {
        Wire.encode(EnrolRequest(code: code, software: "test"), as: .json)
    }
}

extension EndpointResponse {
    /// The body as JSON, taken out of gzip where it is in it.
    var json: JSONValue {
        get throws {
            let bytes = header("content-encoding") == "gzip" ? try Gzip.expand(body, limit: 1 << 24) : body
            return try JSONValue(parsing: bytes)
        }
    }
}
