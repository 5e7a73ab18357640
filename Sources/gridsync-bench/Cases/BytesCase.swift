import Foundation
import GridCausality
import GridGzip
import GridHub
import GridRecords
import GridStoreSQLite
import GridWire

/// Bytes on the wire and on the disk of records that were each created once and edited three times, every time by
/// another device that had seen all before.
enum BytesCase {
    private static let editors = 3

    static func run(_ settings: Settings) async throws -> [Result] {
        let n = settings.count(10_000)
        let bench = try await Bench(in: settings.directory)
        var (creations, edits) = (WireBytes(), WireBytes())
        var records: [(record: RecordID, context: VersionVector)] = []
        var workload = Workload(seed: 1)
        let devices = try await bench.devices(editors + 1, seed: 1)
        for (number, device) in devices.enumerated() {
            if number > 0 { try await Answers.pullAll(bench, device) }
            for start in stride(from: 0, to: n, by: settings.batch) {
                let part = start..<min(start + settings.batch, n)
                let changes = part.map { index in
                    number == 0
                        ? workload.creation(epoch: device.epoch)
                        : workload.edit(records[index].record, context: records[index].context, epoch: device.epoch)
                }
                let push = device.push(changes)
                try Answers.check(try await bench.answer(push.request, device.session))
                for (offset, (change, body)) in zip(changes, push.bodies).enumerated() {
                    if number == 0 { records.append((change.record, .empty)) }
                    records[start + offset].context.include(body.dot)
                }
                let canonical = push.bodies.reduce(0) { $0 + $1.bytes.count }
                if number == 0 {
                    try creations.add(push.request, canonical: canonical, changes: changes.count)
                } else {
                    try edits.add(push.request, canonical: canonical, changes: changes.count)
                }
            }
        }
        return [
            creations.result("bytes-creations", settings), edits.result("bytes-edits", settings),
            try disk(bench, canonical: creations.canonical + edits.canonical, records: n, settings),
        ]
    }

    /// What lies on the disk once the store is closed; the copy for SQL tools apart.
    private static func disk(_ bench: Bench, canonical: Int, records: Int, _ settings: Settings) throws -> Result {
        let path = "\(bench.directory)/readmodel.sqlite"
        let model = try ReadModel(file: path, catalogue: bench.hub.catalogue, codec: RecordRowCodec())
        let measurement = try Measurement.of { _ = try model.update(from: bench.store) }
        try model.close()
        try bench.store.close()
        let modelBytes = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        let bytes = bench.bytesOnDisk - modelBytes
        try FileManager.default.removeItem(atPath: bench.directory)
        var result = Result(
            name: "bytes-disk", n: records, measurement: measurement, unit: "records", bytes: bytes, store: "sqlite",
            clients: editors + 1, batch: settings.batch)
        let each = Double(max(canonical, 1))
        result.details = [
            "canonical_bytes": .integer(Int64(canonical)),
            "disk_per_canonical_byte": Result.rounded(Double(bytes) / each),
            "read_model_bytes": .integer(Int64(modelBytes)),
            "read_model_per_canonical_byte": Result.rounded(Double(modelBytes) / each),
        ]
        return result
    }
}

/// What pushes take as they travel.
private struct WireBytes {
    private(set) var canonical = 0
    private var changes = 0
    private var wire = 0
    private var causal = 0
    private var compressed = 0
    private var seconds = 0.0
    private var cpuSeconds = 0.0

    /// Fields of `Push` and of its changesets that say who made a change after having seen what.
    private static let ofPush: Set<UInt64> = [1, 2, 6, 7, 8, 11, 12, 13]
    private static let ofChangeset: Set<UInt64> = [7, 13, 14, 15]
    private static let push: UInt64 = 2
    private static let changeset: UInt64 = 15

    mutating func add(_ request: [UInt8], canonical: Int, changes: Int) throws {
        self.canonical += canonical
        self.changes += changes
        wire += request.count
        let took = Measurement.of { compressed += Gzip.compress(request)?.count ?? request.count }
        seconds += took.seconds
        cpuSeconds += took.cpuSeconds
        for push in try fields(of: request[...]) where push.number == WireBytes.push {
            try addCausal(of: push, WireBytes.ofPush)
            for changeset in try fields(of: push.content ?? []) where changeset.number == WireBytes.changeset {
                try addCausal(of: changeset, WireBytes.ofChangeset)
            }
        }
    }

    private mutating func addCausal(of message: ProtobufScan.Field, _ numbers: Set<UInt64>) throws {
        for field in try fields(of: message.content ?? []) where numbers.contains(field.number) {
            causal += field.raw.count
        }
    }

    private func fields(of bytes: ArraySlice<UInt8>) throws -> [ProtobufScan.Field] {
        var scan = ProtobufScan(bytes)
        var fields: [ProtobufScan.Field] = []
        while let field = try scan.next() { fields.append(field) }
        return fields
    }

    /// The time is that of compressing.
    func result(_ name: String, _ settings: Settings) -> Result {
        var result = Result(
            name: name, n: changes, measurement: Measurement(seconds: seconds, cpuSeconds: cpuSeconds), unit: "changes",
            bytes: wire, store: "memory", clients: 1, batch: settings.batch)
        let each = { (bytes: Int) in Result.rounded(Double(bytes) / Double(max(changes, 1))) }
        result.details = [
            "causal_bytes_each": each(causal), "wire_bytes_each": each(wire), "canonical_bytes_each": each(canonical),
            "compressed_bytes_each": each(compressed),
            "compressed_ratio": Result.rounded(Double(compressed) / Double(max(wire, 1))),
        ]
        return result
    }
}
