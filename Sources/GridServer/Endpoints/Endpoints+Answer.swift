import GridGzip
import GridHub
import GridRecords
import GridSync
import GridWire

extension Endpoints {
    /// Answers an admitted request with its body as it arrived.
    package func answer(_ request: AdmittedRequest, body: [UInt8]) async -> EndpointResponse {
        if request.route == .console, let console { return await answer(console, request.head, body: body) }
        do throws(HubError) {
            let plain = try Endpoints.expanded(body, of: request)
            let answer = try await dispatch(request, body: plain)
            return finished(
                EndpointResponse(status: 200, type: request.answerFormat.contentType, body: answer), head: request.head)
        } catch {
            return refuse(error, number: request.number, head: request.head)
        }
    }

    private static func expanded(_ body: [UInt8], of request: AdmittedRequest) throws(HubError) -> [UInt8] {
        guard request.isCompressed else { return body }
        do throws(GzipError) {
            return try Gzip.expand(body, limit: request.route.bodyLimit)
        } catch {
            switch error {
            case .tooLarge: throw .tooLarge(request.route.bodyLimit)
            case .invalid: throw .badGzip
            }
        }
    }

    private func dispatch(_ request: AdmittedRequest, body: [UInt8]) async throws(HubError) -> [UInt8] {
        let format = request.format
        if request.route == .enrol {
            let message = try Endpoints.decoded(EnrolRequest.self, body, format)
            return Wire.encode(try await enrol(message, from: request.head.address), as: request.answerFormat)
        }
        guard let session = request.session else { throw .noToken }
        switch request.route {
        case .sync:
            let answer = try await sync(try Endpoints.decoded(SyncRequest.self, body, format), session)
            return Wire.encode(answer, as: request.answerFormat)
        case .descend:
            let message = try Endpoints.decoded(DescendRequest.self, body, format)
            let answer = try await within(exchanges) { () async throws(HubError) in
                try await hub.descend(message, session: session)
            }
            return Wire.encode(answer, as: request.answerFormat)
        case .chain:
            let message = try Endpoints.decoded(ChainRequest.self, body, format)
            let answer = try await within(exchanges) { () async throws(HubError) in
                try await hub.chain(message, session: session)
            }
            return Wire.encode(answer, as: request.answerFormat)
        case .call(let name):
            let answer = try await call(name, try Endpoints.decoded(CallRequest.self, body, format), session)
            return Wire.encode(answer, as: request.answerFormat)
        case .enrol, .catalogue, .health, .readiness, .metrics, .console: throw .unknownPath
        }
    }

    private func sync(_ message: SyncRequest, _ session: DeviceSession) async throws(HubError) -> SyncResponse {
        let isFirst = message.pull.map(\.cursor.isEmpty) ?? false
        return try await within(isFirst ? firstSyncs : exchanges) { () async throws(HubError) in
            try await hub.sync(message, session: session)
        }
    }

    private func call(
        _ name: String, _ message: CallRequest, _ session: DeviceSession
    ) async throws(HubError) -> CallResponse {
        let arguments: JSONValue
        do throws(JSONError) {
            arguments = try JSONValue(parsing: message.arguments.isEmpty ? "{}" : message.arguments)
        } catch {
            throw .unreadable("arguments: \(error.reason.rawValue) at byte \(error.offset)")
        }
        guard arguments.object != nil else { throw .unreadable("the arguments are no object") }
        let lines = try await within(exchanges) { () async throws(HubError) in
            try await hub.call(name, arguments, session: session)
        }
        return CallResponse(lines: lines.map(\.text))
    }

    /// An enrolment counts as a wrong code until it went well.
    private func enrol(_ message: EnrolRequest, from address: String) async throws(HubError) -> Enrolment {
        try await within(enrolments) { () async throws(HubError) in
            if let seconds = await attempts.begin(address) { throw .tooManyAttempts(seconds) }
            do throws(HubError) {
                let enrolment = try await hub.enrol(message)
                await attempts.forgive(address)
                return enrolment
            } catch {
                if error.status >= 500 { await attempts.forgive(address) }
                throw error
            }
        }
    }

    /// Runs the work in a lane; when too many wait there, the caller is sent away for a while.
    private func within<Value: Sendable>(
        _ lane: Lane, _ work: @Sendable () async throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        let result = await lane.run { () async -> Result<Value, HubError> in
            do throws(HubError) { return .success(try await work()) } catch { return .failure(error) }
        }
        guard let result else { throw .busy(pause(atLeast: 2, spread: 14)) }
        return try result.get()
    }

    private static func decoded<Message: WireMessage>(
        _ type: Message.Type, _ bytes: [UInt8], _ format: WireFormat
    ) throws(HubError) -> Message {
        do throws(WireError) {
            return try Wire.decode(type, from: bytes, as: format)
        } catch {
            throw HubError(
                error.code == .tooLarge ? "too_large" : "bad_request", status: error.status, error.detail,
                hint: error.code == .tooLarge
                    ? "Send fewer changesets at a time." : "Check the body against the protocol's description.")
        }
    }
}
