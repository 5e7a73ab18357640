package import GridHub
package import GridWire

/// A request whose head was found good; its body is wanted now.
package struct AdmittedRequest: Sendable {
    package let number: String
    package let head: RequestHead
    package let route: Route
    /// Nil where no token is needed.
    package let session: DeviceSession?
    package let format: WireFormat
    package let answerFormat: WireFormat
    package let isCompressed: Bool
}

/// The judgement of a head.
package enum HeadJudgement: Sendable {
    case answer(EndpointResponse)
    case read(AdmittedRequest)
}

extension Endpoints {
    /// Judges a request by its head alone: path, method, token, type, encoding, declared length, in this order.
    package func admit(_ head: RequestHead, number: String) async -> HeadJudgement {
        do throws(HubError) {
            guard let route = Route(path: head.path) else { throw .unknownPath }
            if route == .console { return await admitConsole(head, number: number) }
            guard head.method == route.method else { throw .wrongMethod(route.method) }
            let session = route.needsToken ? try await hub.session(token: Endpoints.token(of: head)) : nil
            if route.method == "GET" { return .answer(await read(route, head: head, number: number)) }
            let format = try Endpoints.format(of: head)
            let isCompressed = try Endpoints.isCompressed(head)
            if let length = head.only("content-length").flatMap({ Int($0) }), length > route.bodyLimit {
                throw .tooLarge(route.bodyLimit)
            }
            return .read(
                AdmittedRequest(
                    number: number, head: head, route: route, session: session, format: format,
                    answerFormat: WireFormat.ofAnswer(
                        accept: head.values("accept").joined(separator: ","), request: format),
                    isCompressed: isCompressed))
        } catch {
            var response = refuse(error, number: number, head: head)
            if error.status == 405, let route = Route(path: head.path) {
                response.headers.append(HeaderField("allow", route.method))
            }
            return .answer(response)
        }
    }

    /// The token of the one Authorization field; several, another scheme or an empty token are none.
    static func token(of head: RequestHead) throws(HubError) -> String {
        guard let field = head.only("authorization") else { throw .noToken }
        let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .noToken }
        let isPlain = parts[1].utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, (1...512).contains(parts[1].utf8.count) else { throw .noToken }
        return String(parts[1])
    }

    private static func format(of head: RequestHead) throws(HubError) -> WireFormat {
        guard let field = head.only("content-type"), let format = WireFormat(contentType: field) else {
            throw .wrongType
        }
        return format
    }

    private static func isCompressed(_ head: RequestHead) throws(HubError) -> Bool {
        let fields = head.values("content-encoding")
        guard fields.count <= 1 else { throw .wrongEncoding }
        switch fields.first?.lowercased() {
        case nil, "identity": return false
        case "gzip", "x-gzip": return true
        default: throw .wrongEncoding
        }
    }
}
