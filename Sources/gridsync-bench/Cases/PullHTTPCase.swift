import GridGzip
import GridHub
import GridRecords
import GridSync
import GridWire

/// One device that pulls every record of a county over one connection: as it is, compressed, and over TLS.
enum PullHTTPCase {
    private enum Way: String, CaseIterable {
        case plain = "pull-http"
        case gzip = "pull-http-gzip"
        case tls = "pull-http-tls"
    }

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(100_000)
        let bench = try await Bench(in: settings.directory, clock: WallClock.now)
        try await Load(bench, n: n, settings, seed: 1).push(to: bench)
        let devices = try await bench.devices(settings.rounds * Way.allCases.count, role: .supervisor, seed: 9)
        var pullers = devices.map(\.puller)
        let directory = try bench.handOver()
        var results: [Result] = []
        var daemon = try DaemonUnderTest(in: directory)
        // The copy for SQL tools is made once, before the clock starts.
        _ = daemon.usageAtRest()
        for way in Way.allCases {
            let certificate = way == .tls ? try SelfSigned(in: directory) : nil
            if let certificate {
                daemon = try daemon.restarted(certificate: certificate)
                _ = daemon.usageAtRest()
            }
            results.append(
                try measured(way, daemon, certificate, (0..<settings.rounds).map { _ in pullers.removeLast() }))
        }
        return results
    }

    private static func measured(
        _ way: Way, _ daemon: DaemonUnderTest, _ certificate: SelfSigned?, _ pullers: [Puller]
    ) throws -> Result {
        var courses: [(pulled: HTTPPull, cpuSeconds: Double)] = []
        for puller in pullers {
            let connection =
                if let certificate { try HTTPConnection(port: daemon.port, certificate: certificate) } else {
                    try HTTPConnection(port: daemon.port)
                }
            let before = daemon.usage.cpuSeconds
            let pulled = try HTTPPull(connection, puller, acceptsGzip: way == .gzip)
            courses.append((pulled, daemon.usage.cpuSeconds - before))
        }
        let (pulled, cpuSeconds) = courses.sorted { $0.pulled.seconds < $1.pulled.seconds }[courses.count / 2]
        var result = Result(
            name: way.rawValue, n: pulled.records, measurement: pulled.measurement,
            unit: "records", bytes: pulled.wireBytes, store: "sqlite", clients: 1, batch: Limits.recordsPerPage
        ).with(daemon.usage, cpuSeconds: cpuSeconds, per: pulled.records)
        result.details["bytes_each"] = Result.rounded(Double(pulled.wireBytes) / Double(max(pulled.records, 1)))
        result.details.merge(pulled.latencies.details) { $1 }
        return result
    }
}

/// All pages of the feed over one connection. The time is that from a request to the last byte of its answer; reading
/// the page is not in it.
struct HTTPPull: Sendable {
    private(set) var records = 0
    private(set) var wireBytes = 0
    private(set) var sentAway = 0
    private(set) var latencies = Latencies()
    private var cpuSeconds = 0.0

    var seconds: Double { latencies.seconds.reduce(0, +) }
    /// The processor time is that of this process, and only where it does nothing else meanwhile.
    var measurement: Measurement { Measurement(seconds: seconds, cpuSeconds: cpuSeconds) }

    init(_ connection: HTTPConnection, _ puller: Puller, acceptsGzip: Bool = false) throws {
        var cursor: [UInt8] = []
        var hasMore = true
        while hasMore {
            let request = HTTPRequest.sync(
                puller.request(cursor: cursor, limit: UInt32(Limits.recordsPerPage)), token: puller.token,
                acceptsGzip: acceptsGzip)
            let (sent, cpu) = (ContinuousClock.now, OwnProcess.cpuSeconds)
            let (answer, refusals) = try connection.exchangePatiently(request)
            latencies.add(.now - sent)
            cpuSeconds += OwnProcess.cpuSeconds - cpu
            sentAway += refusals
            wireBytes += answer.wireBytes
            let body = try answer.checked()
            let plain = answer.isCompressed ? try Gzip.expand(body, limit: 64 * 1_048_576) : body
            let response = try Wire.decode(SyncResponse.self, from: plain, as: .protobuf)
            guard response.standing == .normal, let page = response.page else {
                throw Answers.Refused(description: "an answer without a page: \(response.standing)")
            }
            records += page.records.count
            cursor = page.cursor
            hasMore = page.hasMore
        }
    }
}
