import GridClient
import GridRecords
import GridSync
import GridWire

/// One process's way to the hub.
struct SimulatedTransport: Transport {
    let world: World
    let node: DeviceNode
    let generation: Int

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let result: Result<TransportResponse, TransportError> = await withCheckedContinuation { continuation in
            world.carry(request, of: node, generation) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}

/// The network between devices and hub: every request has a fate.
extension World {
    typealias Answer = @Sendable (Result<TransportResponse, TransportError>) -> Void

    /// After so long a device gives up, milliseconds; what it sent may still arrive.
    static let patience: Int64 = 60_000

    func carry(_ request: TransportRequest, of node: DeviceNode, _ generation: Int, _ answer: @escaping Answer) {
        let answerOnce = Once(answer)
        guard node.generation == generation else { return answerOnce(.failure(.unreachable("the program ended"))) }
        figures.requests += 1
        node.captured = request.body
        node.capturedToken = request.headers["Authorization"] ?? ""
        let path = String(request.url.dropFirst("http://hub.test".count))
        note("device \(node.number) sends \(path)", bytes: request.body)
        timeline.after(World.patience) { answerOnce(.failure(.timedOut("transfer"))) }
        if now < node.cloggedUntil {
            count(.clog)
            return
        }
        let fate = isCalm ? nil : node.chance.weighted(plan.weather.fates) ?? nil
        if let fate { count(fate) }
        var delay = isCalm ? 1 : node.chance.logNormal(median: plan.weather.latency, factor: 2, cap: 50_000)
        switch fate {
        case .dropRequest: return
        case .wrongBody: return timeline.after(delay) { answerOnce(.success(self.portal(node))) }
        case .cutRequest:
            let cut = Array(request.body.prefix(node.chance.below(request.body.count)))
            return timeline.after(delay) { self.arrive(request, path, cut, isCut: true) { _ in } }
        // It may arrive long after the device gave up, and after what the device sent later.
        case .reorder: delay = delay * 100 + Int64(node.chance.below(7_200_000))
        case .slow: delay = World.patience - 1_000 + Int64(node.chance.below(2_000))
        case .duplicate:
            for _ in 0..<node.chance.between(1, 4) {
                let later = Int64(node.chance.next() % UInt64(30 * Weather.millisecondsPerDay))
                timeline.after(delay + later) { [self] in
                    if !isHealed { arrive(request, path, request.body, isCut: false) { _ in } }
                }
            }
        default: break
        }
        timeline.after(delay) { [self] in
            arrive(request, path, request.body, isCut: false) { [self] response in
                let back = isCalm ? 1 : node.chance.logNormal(median: plan.weather.latency, factor: 2, cap: 50_000)
                if fate == .dropAnswer || now < node.cloggedUntil { return }
                var response = response
                if fate == .cutAnswer {
                    // Without a length the cut looks like an end; with one the transport notices.
                    if node.chance.happens(500) {
                        return timeline.after(back) { answerOnce(.failure(.unreachable("cut off"))) }
                    }
                    response.body = Array(response.body.prefix(node.chance.below(response.body.count)))
                }
                timeline.after(back) { answerOnce(.success(response)) }
            }
        }
    }

    /// What answers in a hotel's lobby.
    private func portal(_ node: DeviceNode) -> TransportResponse {
        let html = Array("<html><body>Sign in</body></html>".utf8)
        switch node.chance.below(5) {
        case 0: return TransportResponse(status: 302, headers: ["location": "http://portal.test/"])
        case 1: return TransportResponse(status: 502, headers: ["content-type": "text/html"], body: html)
        case 2: return TransportResponse(status: 407, headers: ["content-type": "text/html"], body: html)
        // A stale cache answers for the hub with bytes of its own.
        case 3:
            return TransportResponse(
                status: 200, headers: ["content-type": "application/x-protobuf"], body: node.chance.bytes(40))
        default: return TransportResponse(status: 200, headers: ["content-type": "text/html"], body: html)
        }
    }

    /// A request reaches the hub's machine; without a process there nobody answers.
    func arrive(
        _ request: TransportRequest, _ path: String, _ body: [UInt8], isCut: Bool,
        _ answer: @escaping @Sendable (TransportResponse) -> Void
    ) {
        guard let process = hub.hub, now >= hub.pausedUntil else { return }
        // A body that is shorter than its length never reaches the program.
        guard !isCut || hub.chance.happens(500) else { return }
        let generation = hub.generation
        let token = request.headers["Authorization"]?.split(separator: " ").last.map { String($0) } ?? ""
        spawn { [self] in
            let exchange = Endpoint.Exchange(path: path, token: token, body: body)
            let arrived = now
            let response = await Endpoint.answer(exchange, hub: process) { [self] request, response in
                guard hub.generation == generation else { return }
                history.note(request, response, at: now, world: self)
                history.checkAudience(of: response, to: request.hello, arrived: arrived, world: self)
            }
            guard hub.generation == generation else { return }
            note("hub answers \(response.status)", bytes: response.body)
            if response.status >= 500, let problem = try? JSONValue(parsing: response.body) {
                hubFailed(problem["detail"]?.string ?? "", status: response.status)
            }
            guard hub.generation == generation else { return }
            answer(response)
        }
    }
}

/// Calls through once; what comes later is too late.
private final class Once: @unchecked Sendable {
    private var answer: World.Answer?

    init(_ answer: @escaping World.Answer) { self.answer = answer }

    func callAsFunction(_ result: Result<TransportResponse, TransportError>) {
        guard let answer else { return }
        self.answer = nil
        answer(result)
    }
}
