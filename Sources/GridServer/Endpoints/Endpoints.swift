package import GridConsole
import GridGzip
package import GridHub
import GridRecords
package import Logging

/// Everything that the hub answers over HTTP, bytes in and bytes out, apart from any socket.
///
/// A request is judged in two steps, so that nobody without a token can make the server read a large body: `admit`
/// by its head, `answer` with its body.
package struct Endpoints: Sendable {
    let hub: any HubService
    let limits: ServerLimits
    let log: Logger
    let figures = FigureCounter()
    let exchanges: Lane
    let firstSyncs: Lane
    let enrolments: Lane
    let attempts: AttemptCounter
    let random: @Sendable (Int) -> [UInt8]
    let catalogue: CatalogueAnswer
    let console: Console?

    /// - Parameters:
    ///   - clock: the wall clock, milliseconds since 1970.
    ///   - random: that many random bytes, for request numbers and jitter.
    ///   - console: the pages for people at a desk; without it there are none.
    package init(
        hub: any HubService, limits: ServerLimits, log: Logger, clock: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable (Int) -> [UInt8], console: Console? = nil
    ) {
        self.hub = hub
        self.limits = limits
        self.log = log
        self.random = random
        self.console = console
        exchanges = Lane(limits: limits.exchanges)
        firstSyncs = Lane(limits: limits.firstSyncs)
        enrolments = Lane(limits: limits.enrolments)
        attempts = AttemptCounter(
            Attempts(
                limitPerAddress: limits.failedEnrolmentsPerAddress, limitTogether: limits.failedEnrolmentsTogether),
            clock: clock)
        catalogue = CatalogueAnswer(hub.catalogue)
    }

    /// Judges a head and answers with the body, in one call.
    package func respond(to head: RequestHead, body: [UInt8] = []) async -> EndpointResponse {
        let number = requestNumber()
        switch await admit(head, number: number) {
        case .answer(let response): return response
        case .read(let admitted):
            guard body.count <= admitted.route.bodyLimit else {
                return refuse(.tooLarge(admitted.route.bodyLimit), number: number, head: head)
            }
            return await answer(admitted, body: body)
        }
    }

    /// Sixteen hexadecimal digits by which the log and the caller speak of one request.
    package func requestNumber() -> String {
        random(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// A problem document with the headers that every answer has.
    func refuse(_ error: HubError, number: String, head: RequestHead) -> EndpointResponse {
        if error.status >= 500, error.status != 503 {
            log.error(
                "request failed inside",
                metadata: ["request": "\(number)", "code": "\(error.code)", "cause": "\(error.message)"])
        }
        return finished(Problem.response(error, request: number), head: head)
    }

    /// Adds what every answer carries, and compresses it where the caller reads that.
    func finished(_ response: EndpointResponse, head: RequestHead) -> EndpointResponse {
        var response = response
        response.headers.append(HeaderField("x-content-type-options", "nosniff"))
        response.headers.append(HeaderField("content-security-policy", "default-src 'none'; frame-ancestors 'none'"))
        response.headers.append(HeaderField("referrer-policy", "no-referrer"))
        if response.header("cache-control") == nil {
            response.headers.append(HeaderField("cache-control", "no-store"))
        }
        guard response.body.count >= limits.compressedFrom, head.acceptsGzip,
            response.header("content-encoding") == nil, let smaller = Gzip.compress(response.body),
            smaller.count < response.body.count
        else { return response }
        response.body = smaller
        response.headers.append(HeaderField("content-encoding", "gzip"))
        response.headers.append(HeaderField("vary", "Accept-Encoding"))
        return response
    }

    /// Seconds for Retry-After, spread so that those who were sent away do not come back together.
    func pause(atLeast seconds: Int, spread: Int) -> Int { seconds + Int(random(1).first ?? 0) % spread }
}

extension RequestHead {
    /// Whether Accept-Encoding names gzip, and not with a weight of zero (RFC 9110, section 12.5.3).
    var acceptsGzip: Bool {
        values("accept-encoding").contains { field in
            field.split(separator: ",").contains { choice in
                let parts = choice.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
                guard let name = parts.first, name == "gzip" || name == "*" else { return false }
                return !parts.dropFirst().contains { ["q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
            }
        }
    }
}

/// Who runs and who waits, by lane.
package struct ServerLoad: Sendable {
    package let exchanges: (running: Int, waiting: Int)
    package let firstSyncs: (running: Int, waiting: Int)
    package let enrolments: (running: Int, waiting: Int)
}

extension Endpoints {
    package var load: ServerLoad {
        get async {
            await ServerLoad(exchanges: exchanges.load, firstSyncs: firstSyncs.load, enrolments: enrolments.load)
        }
    }
}
