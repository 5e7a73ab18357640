import GridCausality
import GridHub
import GridRecords

/// New records, each a changeset of its own, pushed by many devices at once to a hub over SQLite; every push is on the
/// disk before its answer. From the bytes of a request to those of the answer, without HTTP.
enum IngestCase {
    /// Rows in a raw transaction.
    private static let rawBatch = 1_000

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(50_000)
        var (raw, hub): ([Measurement], [Measurement]) = ([], [])
        var bytes = 0
        for round in 0..<settings.rounds {
            let bench = try await Bench(in: settings.directory)
            let load = try await Load(bench, n: n, settings, seed: UInt64(round) + 1)
            let store = try RawStore(in: settings.directory)
            raw.append(try Measurement.of { try store.insert(load.bodies, batch: rawBatch) })
            try store.end()
            hub.append(try await Measurement.of { try await load.push(to: bench) })
            bytes = bench.bytesOnDisk
            try bench.end()
        }
        let (rawMedian, hubMedian) = (Measurement.median(raw), Measurement.median(hub))
        return [
            Result(
                name: "ingest_raw", n: n, measurement: rawMedian, unit: "records", store: "sqlite", clients: 1,
                batch: rawBatch),
            Result(
                name: "ingest", n: n, measurement: hubMedian, unit: "records", bytes: bytes, store: "sqlite",
                clients: settings.clients, batch: settings.batch, rawRatio: rawMedian.seconds / hubMedian.seconds),
        ]
    }
}

/// Pushes of new records, made beforehand: for each device its requests in their order.
struct Load {
    struct Device: Sendable {
        let session: DeviceSession
        let token: String
        var requests: [[UInt8]]
    }

    private(set) var devices: [Device] = []
    /// The canonical bodies of all changesets.
    private(set) var bodies: [SimpleDevice.Body] = []

    init() {}

    mutating func add(_ device: SimpleDevice, _ requests: [[UInt8]]) {
        devices.append(Device(session: device.session, token: device.token, requests: requests))
    }

    /// So many new records, of the kind that `make` makes.
    init(
        _ bench: Bench, n: Int, _ settings: Settings, seed: UInt64,
        make: (inout Workload, EpochID) -> Change = { $0.creation(epoch: $1) }
    ) async throws {
        var workload = Workload(seed: seed)
        for (number, device) in try await bench.devices(settings.clients, seed: seed).enumerated() {
            var requests: [[UInt8]] = []
            var left = n / settings.clients + (number < n % settings.clients ? 1 : 0)
            while left > 0 {
                let count = min(settings.batch, left)
                let made = device.push((0..<count).map { _ in make(&workload, device.epoch) })
                requests.append(made.request)
                bodies += made.bodies
                left -= count
            }
            add(device, requests)
        }
    }

    /// All devices at once, each one request after the other.
    func push(to bench: Bench) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in devices {
                group.addTask {
                    for request in device.requests { try await Answers.check(bench.answer(request, device.session)) }
                }
            }
            try await group.waitForAll()
        }
    }
}
