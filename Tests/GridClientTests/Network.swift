import GridClient
import GridHub
import GridRecords
import GridSync
import GridWire
import Synchronization

/// One device's way to the hub: the hub's endpoints as functions, and whatever goes wrong in between.
final class Network: Transport {
    enum Fault: Sendable {
        /// Nothing arrives.
        case offline
        /// The request arrives, the answer does not.
        case lostAnswer
        case portal
        case proxy(status: Int)
        case problem(status: Int, code: String, retryAfter: Int?)
        /// The answer breaks off in the middle.
        case truncated
        /// Bodies of more bytes are refused with 413.
        case limit(bytes: Int)
    }

    private struct State {
        var faults: [Fault?] = []
        var always: Fault?
        var paths: [String] = []
        var bytes: [(sent: Int, received: Int)] = []
    }

    private let hub: SwitchedHub
    private let state = Mutex(State())

    init(_ hub: SwitchedHub) { self.hub = hub }

    /// What happens to the next requests, one each; nil lets one pass.
    func next(_ faults: Fault?...) { state.withLock { $0.faults += faults } }

    func always(_ fault: Fault?) { state.withLock { $0.always = fault } }

    var paths: [String] { state.withLock { $0.paths } }
    var bytes: [(sent: Int, received: Int)] { state.withLock { $0.bytes } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let path = String(request.url.dropFirst("http://hub.test".count))
        let fault = state.withLock { state -> Fault? in
            state.paths.append(path)
            return state.faults.isEmpty ? state.always : state.faults.removeFirst()
        }
        switch fault {
        case .offline: throw .unreachable("no route")
        case .portal:
            return TransportResponse(
                status: 200, headers: ["content-type": "text/html; charset=utf-8"], body: Array("<html>".utf8))
        case .proxy(let status):
            return TransportResponse(status: status, headers: ["content-type": "text/html"], body: [])
        case .problem(let status, let code, let retryAfter):
            return problem(HubError(code, status: status, "no", retryAfterSeconds: retryAfter))
        case .limit(let bytes) where request.body.count > bytes:
            return problem(HubError("too_large", status: 413, "the body is too large"))
        default: break
        }
        var response = await answer(request, path)
        state.withLock { $0.bytes.append((request.body.count, response.body.count)) }
        if case .lostAnswer = fault { throw .timedOut("transfer") }
        if case .truncated = fault { response.body.removeLast(response.body.count / 2) }
        return response
    }

    private func answer(_ request: TransportRequest, _ path: String) async -> TransportResponse {
        do {
            return try await serve(request, path)
        } catch let error as HubError {
            return problem(error)
        } catch {
            return problem(HubError("bad_request", status: 400, "\(error)"))
        }
    }

    private func serve(_ request: TransportRequest, _ path: String) async throws -> TransportResponse {
        let hub = hub.hub
        if path == "/v1/enrol" {
            return message(try await hub.enrol(try Wire.decode(EnrolRequest.self, from: request.body, as: .protobuf)))
        }
        let token = request.headers["Authorization"]?.split(separator: " ").last.map { String($0) } ?? ""
        let session = try await hub.session(token: token)
        switch path {
        case "/v1/sync":
            return message(
                try await hub.sync(
                    try Wire.decode(SyncRequest.self, from: request.body, as: .protobuf), session: session))
        case "/v1/descend":
            return message(
                try await hub.descend(
                    try Wire.decode(DescendRequest.self, from: request.body, as: .protobuf), session: session))
        case "/v1/chain":
            return message(
                try await hub.chain(
                    try Wire.decode(ChainRequest.self, from: request.body, as: .protobuf), session: session))
        case "/v1/catalogue":
            return TransportResponse(
                status: 200, headers: ["content-type": "application/json"], body: Array(hub.catalogue.json.text.utf8))
        default:
            let call = try Wire.decode(CallRequest.self, from: request.body, as: .protobuf)
            let name = String(path.dropFirst("/v1/call/".count))
            let lines = try await hub.call(name, try JSONValue(parsing: call.arguments), session: session)
            return message(CallResponse(lines: lines.map(\.text)))
        }
    }

    private func message(_ message: some WireMessage) -> TransportResponse {
        TransportResponse(
            status: 200, headers: ["content-type": "application/x-protobuf"],
            body: Wire.encode(message, as: .protobuf))
    }

    private func problem(_ error: HubError) -> TransportResponse {
        var members: [String: JSONValue] = [
            "type": "about:blank", "title": .string(error.code), "status": .integer(Int64(error.status)),
            "detail": .string(error.message), "code": .string(error.code), "hint": .string(error.hint),
        ]
        if let head = error.head { members["head"] = .integer(Int64(clamping: head)) }
        var headers = ["content-type": "application/problem+json"]
        if let seconds = error.retryAfterSeconds { headers["retry-after"] = String(seconds) }
        return TransportResponse(
            status: error.status, headers: headers, body: Array(JSONValue.object(members).text.utf8))
    }
}
