import GridSync
import GridWire

/// What comes back from the hub: read, and refused when it is not what a measurement may count.
enum Answers {
    static let pageRecords = 1_000

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    struct Pulled {
        var records = 0
        var bytes = 0
        /// The hub's part: the device's reading of the pages is not in it.
        var measurement = Measurement(seconds: 0, cpuSeconds: 0)
    }

    /// Every changeset of the push has to have taken effect.
    static func check(_ bytes: [UInt8]) throws { _ = try verdicts(bytes) }

    /// How many changesets of the push had which verdict; each has to have taken effect.
    static func verdicts(_ bytes: [UInt8]) throws -> [Verdict.Kind: Int] {
        let response = try Wire.decode(SyncResponse.self, from: bytes, as: .protobuf)
        guard response.standing == .normal else { throw Refused(description: "the hub answered \(response.standing)") }
        for entry in response.verdicts where !entry.verdict.kind.isApplied {
            throw Refused(description: "changeset \(entry.counter): \(entry.verdict)")
        }
        return response.verdicts.reduce(into: [:]) { $0[$1.verdict.kind, default: 0] += 1 }
    }

    @discardableResult
    static func pullAll(_ bench: Bench, _ device: SimpleDevice) async throws -> Pulled {
        var pulled = Pulled()
        var cursor: [UInt8] = []
        while true {
            let request = device.pull(cursor: cursor, limit: UInt32(pageRecords))
            var answer: [UInt8] = []
            let measured = try await Measurement.of { answer = try await bench.answer(request, device.session) }
            let response = try Wire.decode(SyncResponse.self, from: answer, as: .protobuf)
            guard let page = response.page else { throw Refused(description: "an answer without a page") }
            pulled.measurement.seconds += measured.seconds
            pulled.measurement.cpuSeconds += measured.cpuSeconds
            pulled.records += page.records.count
            pulled.bytes += answer.count
            cursor = page.cursor
            if !page.hasMore { return pulled }
        }
    }
}
