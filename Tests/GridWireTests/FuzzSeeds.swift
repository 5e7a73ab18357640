import GridCausality
import GridRecords
import GridSync
import GridWire
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes what the encoders make as a first corpus for the fuzzer, into the directory that GRIDSYNC_SEEDS names.
@Suite("Seeds for the fuzzer") struct FuzzSeeds {
    private static let directory = ProcessInfo.processInfo.environment["GRIDSYNC_SEEDS"]

    @Test("one directory for each decoder", .enabled(if: FuzzSeeds.directory != nil))
    func write() throws {
        let root = URL(fileURLWithPath: try #require(FuzzSeeds.directory))
        for (decoder, inputs) in try seeds() {
            let directory = root.appending(path: decoder)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            for (index, input) in inputs.enumerated() {
                try Data(input).write(to: directory.appending(path: "seed-\(index)"))
            }
        }
    }

    private func seeds() throws -> [String: [[UInt8]]] {
        var seeded = Seeded(17)
        var seeds: [String: [[UInt8]]] = [:]
        for round in 0..<12 {
            let request = seeded.syncRequest(changesets: round % 4)
            let response = seeded.syncResponse()
            for format in WireFormat.allCases {
                seeds["sync-request-\(format.rawValue)", default: []].append(Wire.encode(request, as: format))
                seeds["sync-response-\(format.rawValue)", default: []].append(Wire.encode(response, as: format))
            }
            for (name, inputs) in messages(&seeded) { seeds["messages-" + name, default: []] += inputs }
            for pushed in request.changesets {
                seeds["changeset", default: []].append(pushed.changeset.canonicalBytes)
            }
            seeds["record-row", default: []].append(
                round % 3 == 2 ? seeded.creationRow() : RecordRowCodec().encode(seeded.record()))
            if let page = response.page { seeds["staged-page", default: []].append(StagedPage(page).bytes) }
            for entry in response.verdicts {
                seeds["stored-verdict", default: []].append(
                    StoredVerdict(verdict: entry.verdict, receipt: entry.receipt).bytes)
            }
            seeds["manifest", default: []].append(Array(seeded.manifest().json.text.utf8))
            seeds["cursor", default: []].append(cursor(&seeded))
        }
        return seeds
    }

    /// Each behind the number by which the decoder chooses its type.
    private func messages(_ seeded: inout Seeded) -> [String: [[UInt8]]] {
        let replica = ReplicaID(bits: seeded.bits())
        let all: [any WireMessage] = [
            EnrolRequest(code: "ABCD-EFGH", software: "test 1"), seeded.enrolment(),
            ChainRequest(replica: replica, after: seeded.counter(), limit: 100), seeded.chainResponse(),
            DescendRequest(
                device: DeviceID("d1"), replica: replica, common: 0, commonChain: replica.bytes, software: "test 1"),
            CallRequest(arguments: #"{"id":"1"}"#), CallResponse(lines: ["{}", "[1]"]),
        ]
        var result: [String: [[UInt8]]] = [:]
        for format in WireFormat.allCases {
            result[format.rawValue] = all.enumerated().map { [UInt8($0)] + $1.encoded(as: format) }
        }
        return result
    }

    private func cursor(_ seeded: inout Seeded) -> [UInt8] {
        let areas = (0..<seeded.below(4)).map {
            Cursor.AreaPosition(area: AreaCode("33010\($0)"), position: seeded.counter())
        }
        let cursor = Cursor(
            device: DeviceID("d1"), epoch: EpochID(bits: seeded.bits()), areas: areas, position: seeded.counter(),
            commitChain: seeded.bytes(32), news: seeded.counter())
        return Array(cursor.sealed { _ in [] })
    }
}
