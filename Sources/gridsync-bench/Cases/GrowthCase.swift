import GridHub
import GridRecords

/// What a push of new records takes in hubs of ten times as many records each, and in the largest, without HTTP.
enum GrowthCase {
    /// The first hub; the others have ten times as many records each, the last one `--n`.
    private static let smallest = 10_000
    private static let pushes = 41
    private static let (fillBatch, fillDevices) = (500, 8)
    /// Records made at a time, so that filling does not hold them all in memory.
    private static let fillRecords = 20_000

    static func run(_ settings: Settings) async throws -> [Result] {
        let bench = try await Bench(in: settings.directory)
        var held = 0
        var results: [Result] = []
        for (number, size) in sizes(settings.count(10 * smallest)).enumerated() {
            while held < size {
                let count = min(fillRecords, size - held)
                let filling = Settings(
                    n: count, clients: fillDevices, batch: fillBatch, rounds: 1, directory: settings.directory,
                    countsSyncs: false)
                try await Load(bench, n: count, filling, seed: UInt64(held) + 1).push(to: bench)
                held += count
            }
            var result = try await measured(bench, held: held, settings, seed: UInt64(number) + 100)
            held += pushes * settings.batch
            let first = results.first ?? result
            result.details["ratio_to_first"] = Result.rounded(
                result.measurement.seconds / max(first.measurement.seconds, 1e-9))
            results.append(result)
        }
        try bench.end()
        return results
    }

    static func sizes(_ largest: Int) -> [Int] {
        var sizes = [min(smallest, max(1, largest / 10))]
        while let last = sizes.last, last * 10 <= largest { sizes.append(last * 10) }
        if let last = sizes.last, last < largest { sizes.append(largest) }
        return sizes
    }

    private static func measured(_ bench: Bench, held: Int, _ settings: Settings, seed: UInt64) async throws -> Result {
        let device = try await bench.device(seed: seed)
        var workload = Workload(seed: seed)
        var latencies = Latencies()
        var measurements: [Measurement] = []
        for _ in 0..<pushes {
            let request = device.push((0..<settings.batch).map { _ in workload.creation(epoch: device.epoch) }).request
            var answer: [UInt8] = []
            let measurement = try await Measurement.of { answer = try await bench.answer(request, device.session) }
            try Answers.check(answer)
            measurements.append(measurement)
            latencies.add(.seconds(measurement.seconds))
        }
        var result = Result(
            name: "growth", n: settings.batch, measurement: .median(measurements), unit: "records",
            bytes: bench.bytesOnDisk, store: "sqlite", clients: 1, batch: settings.batch)
        result.details = latencies.details
        result.details["records_held"] = .integer(Int64(held))
        return result
    }
}
