import GridClient
import GridHub
import GridRecords
import GridSync
import GridWire

/// The hub's endpoints over plain bytes: what the daemon's server does, without sockets.
enum Endpoint {
    struct Exchange: Sendable {
        let path: String
        let token: String
        let body: [UInt8]
    }

    /// - Parameter witness: told of every exchange that the hub answered.
    static func answer(
        _ exchange: Exchange, hub: Hub, witness: (SyncRequest, SyncResponse) -> Void
    ) async -> TransportResponse {
        do {
            return try await serve(exchange, hub, witness)
        } catch let error as HubError {
            return problem(error)
        } catch {
            return problem(HubError("bad_request", status: 400, "\(error)"))
        }
    }

    private static func serve(
        _ exchange: Exchange, _ hub: Hub, _ witness: (SyncRequest, SyncResponse) -> Void
    ) async throws -> TransportResponse {
        if exchange.path == "/v1/enrol" {
            return message(try await hub.enrol(try Wire.decode(EnrolRequest.self, from: exchange.body, as: .protobuf)))
        }
        let session = try await hub.session(token: exchange.token)
        switch exchange.path {
        case "/v1/sync":
            let request = try Wire.decode(SyncRequest.self, from: exchange.body, as: .protobuf)
            let response = try await hub.sync(request, session: session)
            witness(request, response)
            return message(response)
        case "/v1/descend":
            let request = try Wire.decode(DescendRequest.self, from: exchange.body, as: .protobuf)
            return message(try await hub.descend(request, session: session))
        case "/v1/chain":
            let request = try Wire.decode(ChainRequest.self, from: exchange.body, as: .protobuf)
            return message(try await hub.chain(request, session: session))
        case "/v1/catalogue":
            return TransportResponse(
                status: 200, headers: ["content-type": "application/json"],
                body: County.catalogueBytes[hub.catalogue.version] ?? [])
        default:
            let call = try Wire.decode(CallRequest.self, from: exchange.body, as: .protobuf)
            let name = String(exchange.path.dropFirst("/v1/call/".count))
            let lines = try await hub.call(name, try JSONValue(parsing: call.arguments), session: session)
            return message(CallResponse(lines: lines.map(\.text)))
        }
    }

    private static func message(_ message: some WireMessage) -> TransportResponse {
        TransportResponse(
            status: 200, headers: ["content-type": "application/x-protobuf"],
            body: Wire.encode(message, as: .protobuf))
    }

    /// RFC 9457.
    private static func problem(_ error: HubError) -> TransportResponse {
        var members: [String: JSONValue] = [
            "type": "about:blank", "title": .string(error.code), "status": .integer(Int64(error.status)),
            "detail": .string(error.message), "code": .string(error.code), "hint": .string(error.hint),
        ]
        if let head = error.head { members["head"] = .integer(Int64(clamping: head)) }
        var headers = ["content-type": "application/problem+json"]
        if let seconds = error.retryAfterSeconds { headers["retry-after"] = String(seconds) }
        return TransportResponse(
            status: error.status, headers: headers, body: JSONValue.object(members).bytes)
    }
}
