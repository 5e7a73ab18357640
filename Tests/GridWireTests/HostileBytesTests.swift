import GridCausality
import GridRecords
import GridSync
import GridWire
import SwiftProtobuf
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Hostile bytes") struct HostileBytesTests {
    /// Decodes as every message; what counts is that it comes back at all.
    private func decodeAsEverything(_ bytes: [UInt8], _ format: WireFormat) {
        _ = try? Wire.decode(SyncRequest.self, from: bytes, as: format)
        _ = try? Wire.decode(SyncResponse.self, from: bytes, as: format)
        _ = try? Wire.decode(Enrolment.self, from: bytes, as: format)
        _ = try? Wire.decode(ChainResponse.self, from: bytes, as: format)
        _ = try? Wire.decode(DescendRequest.self, from: bytes, as: format)
        _ = try? RecordRowCodec().decode(bytes)
    }

    private func samples(_ format: WireFormat) -> [[UInt8]] {
        var seeded = Seeded(99)
        return [
            Wire.encode(seeded.syncRequest(changesets: 4), as: format),
            Wire.encode(seeded.syncResponse(), as: format),
            Wire.encode(seeded.enrolment(), as: format),
            Wire.encode(seeded.chainResponse(), as: format),
        ] + (0..<3).map { _ in RecordRowCodec().encode(seeded.record()) }
    }

    @Test("a message cut at any byte is refused or read, never a trap", arguments: WireFormat.allCases)
    func truncation(format: WireFormat) {
        for sample in samples(format) {
            for end in 0..<sample.count { decodeAsEverything(Array(sample[..<end]), format) }
        }
    }

    @Test("a request cut before its end is never taken for a shorter one with other changesets")
    func truncatedRequest() throws {
        var seeded = Seeded(7)
        let request = seeded.syncRequest(changesets: 6)
        let bytes = Wire.encode(request, as: .protobuf)
        for end in 0..<bytes.count {
            guard let back = try? Wire.decode(SyncRequest.self, from: Array(bytes[..<end]), as: .protobuf) else {
                continue
            }
            #expect(back.changesets.isEmpty || back.changesets == request.changesets)
        }
    }

    @Test("random flips of bytes are refused or read, never a trap", arguments: WireFormat.allCases)
    func flips(format: WireFormat) {
        var seeded = Seeded(2_026)
        let samples = samples(format)
        for _ in 0..<3_000 {
            var bytes = seeded.pick(samples)
            guard !bytes.isEmpty else { continue }
            for _ in 0...seeded.below(4) { bytes[seeded.below(bytes.count)] = UInt8(truncatingIfNeeded: seeded.next()) }
            decodeAsEverything(bytes, format)
        }
    }

    @Test("random bytes are refused or read, never a trap", arguments: WireFormat.allCases)
    func noise(format: WireFormat) {
        var seeded = Seeded(31)
        for _ in 0..<2_000 { decodeAsEverything(seeded.bytes(seeded.below(200)), format) }
    }

    /// A valid request of one change, as its generated message, to be spoilt.
    private func spoilt(_ spoil: (inout ProtoPush) -> Void) throws -> WireError? {
        let replica = ReplicaID(high: 1, low: 1)
        let change = Change(
            record: RecordID(bits: Bits128(high: 5, low: 5)), kind: "hazard",
            context: VersionVector([.init(replica: ReplicaID(high: 2, low: 2), counter: 9)]),
            epoch: EpochID(bits: Bits128(high: 3, low: 3)), writes: [Write(path: .field("level"), value: .int(1))])
        let changeset = Changeset(
            dot: Dot(replica: replica, counter: 4), author: WorkerID("w1"), deviceTime: 1_000, offsetMinutes: 480,
            catalogueVersion: "c", salt: Array(repeating: 7, count: 16), changes: [change])
        var seeded = Seeded(3)
        let request = SyncRequest(hello: seeded.hello(replica), changesets: [PushedChangeset(changeset: changeset)])
        var proto = try ProtoSyncRequest(serializedBytes: Wire.encode(request, as: .protobuf))
        spoil(&proto.push)
        do {
            _ = try Wire.decode(SyncRequest.self, from: try proto.serializedBytes(), as: .protobuf)
            return nil
        } catch let error as WireError { return error }
    }

    @Test("the request that the others spoil is good")
    func good() throws { #expect(try spoilt { _ in } == nil) }

    @Test("indices, counts and values that do not fit are malformed")
    func misfits() throws {
        let spoilers: [(inout ProtoPush) -> Void] = [
            { $0.replicas.removeLast() },
            { $0.contextReplicas = [99] },
            { $0.contextSizes = [2] },
            { $0.contextSizes = [1, 1] },
            { $0.contextSizes = [4_000] },
            {
                $0.contextSizes = [2]
                $0.contextReplicas = [1, 1]
                $0.contextCounters = [1, 1]
            },
            { $0.contextCounters = [0] },
            { $0.dotReplicas = [7] },
            { $0.counterSteps = [-4] },
            { $0.firstCounter = 0 },
            { $0.firstCounter = 1 << 63 },
            { $0.contextCounters = [.min] },
            { $0.deviceTimes = [.max] },
            { $0.deviceTimes = [.min] },
            { $0.deviceTimes = [] },
            { $0.salts = $0.salts.dropLast() },
            { $0.offsetMinutes = 70_000 },
            { $0.authors = [] },
            { $0.authors = [String(repeating: "w", count: 65)] },
            { $0.strings[1] = "no path" },
            { $0.changesets[0].paths = [0, 0] },
            {
                $0.changesets[0].writeCounts = [2]
                $0.changesets[0].paths = [1, 1]
                $0.changesets[0].values += $0.changesets[0].values
            },
            { $0.changesets[0].writeCounts = [500] },
            { $0.changesets[0].values.removeLast() },
            { $0.changesets[0].values += [0] },
            {
                $0.changesets[0].fromWrites = [1]
                $0.changesets[0].froms = $0.changesets[0].values
            },
            { $0.changesets[0].records += $0.changesets[0].records },
            { $0.changesets[0].changeEpochs = [3] },
            { $0.changesets[0].flags = [4] },
            { $0.changesets[0].keepCounts = [1] },
            { $0.changesets[0].withheldHash = $0.salts },
            { $0.changesets[0].origin = ProtoOrigin() },
            { $0.changesets[0].receipt = ProtoReceipt() },
        ]
        for (index, spoiler) in spoilers.enumerated() {
            #expect(try spoilt(spoiler)?.code == .malformed, "spoiler \(index)")
        }
    }

    @Test("counts are taken at the limit and refused one past it")
    func limits() throws {
        let bounds: [(Int, (inout ProtoPush, Int) -> Void)] = [
            (
                Limits.writesPerChange,
                { push, count in
                    push.strings = ["hazard"] + (0..<count).map { "f\($0)" }
                    push.changesets[0].writeCounts = [UInt32(count)]
                    push.changesets[0].paths = (1...UInt32(count)).map { $0 }
                    push.changesets[0].values = .init(Array(repeating: [0, 0, 0, 0, 0], count: count).joined())
                }
            ),
            (
                Limits.contextEntries,
                { push, count in
                    push.replicas = .init((0..<count).flatMap { ReplicaID(high: 9, low: UInt64($0)).bytes })
                    push.contextSizes = [UInt32(count)]
                    push.contextReplicas = (0..<UInt32(count)).map { $0 }
                    push.contextCounters = Array(repeating: 1, count: count)
                }
            ),
            (
                Limits.keptSiblingsPerChange,
                { push, count in
                    push.changesets[0].keepCounts = [UInt32(count)]
                    push.changesets[0].keepPaths = Array(repeating: 0, count: count)
                    push.changesets[0].keepReplicas = Array(repeating: 0, count: count)
                    push.changesets[0].keepCounters = (1...UInt64(count)).map { $0 }
                }
            ),
            (
                Limits.changesPerChangeset,
                { push, count in
                    push.changesets[0].records = .init(
                        (0..<count).flatMap { RecordID(bits: Bits128(high: 9, low: UInt64($0))).bytes })
                    push.changesets[0].kinds = Array(repeating: 0, count: count)
                    push.changesets[0].writeCounts = Array(repeating: 0, count: count)
                    push.changesets[0].paths = []
                    push.changesets[0].values = .init()
                    push.contextSizes = Array(repeating: 0, count: count)
                    push.contextReplicas = []
                    push.contextCounters = []
                }
            ),
            (
                Limits.changesetsPerMessage,
                { push, count in
                    push.changesets = (0..<count).map { _ in ProtoChangeset() }
                    push.deviceTimes = Array(repeating: 0, count: count)
                    push.salts = .init(Array(repeating: 0, count: 16 * count))
                    push.contextSizes = []
                    push.contextReplicas = []
                    push.contextCounters = []
                }
            ),
        ]
        for (index, bound) in bounds.enumerated() {
            #expect(try spoilt { bound.1(&$0, bound.0) } == nil, "bound \(index)")
            #expect(try spoilt { bound.1(&$0, bound.0 + 1) }?.code == .tooLarge, "bound \(index)")
        }
    }

    @Test("millions of empty parts are refused before they are allocated")
    func floods() {
        // Field 15 of the push, empty, two million times.
        var push: [UInt8] = []
        for _ in 0..<2_000_000 { push += [0x7A, 0x00] }
        var length = push.count
        var bytes: [UInt8] = [0x12]
        while length >= 0x80 {
            bytes.append(UInt8(length & 0x7F | 0x80))
            length >>= 7
        }
        bytes.append(UInt8(length))
        #expect(throws: WireError(.tooLarge, "at most \(Limits.changesetsPerMessage) changesets")) {
            try Wire.decode(SyncRequest.self, from: bytes + push, as: .protobuf)
        }
        let json = #"{"push":{"changesets":["# + String(repeating: "{},", count: 1_000_000) + "{}]}}"
        #expect { try Wire.decode(SyncRequest.self, from: Array(json.utf8), as: .json) } throws: {
            ($0 as? WireError)?.code == .tooLarge
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect { try Wire.decode(SyncRequest.self, from: Array(deep.utf8), as: .json) } throws: {
            ($0 as? WireError)?.code == .tooLarge
        }
    }

    @Test("a body is taken at the limit's length and refused one byte past it")
    func bodies() {
        let padding = Array(repeating: UInt8(ascii: " "), count: Limits.bodyBytes - 2)
        #expect(throws: Never.self) {
            try Wire.decode(EnrolRequest.self, from: [0x7B] + padding + [0x7D], as: .json)
        }
        #expect { try Wire.decode(EnrolRequest.self, from: [0x7B, 0x20] + padding + [0x7D], as: .json) } throws: {
            ($0 as? WireError)?.code == .tooLarge
        }
    }

    @Test("text that is not UTF-8, half a surrogate pair and HTML are malformed")
    func texts() {
        #expect { try Wire.decode(EnrolRequest.self, from: [0x0A, 0x02, 0xC3, 0x28], as: .protobuf) } throws: {
            ($0 as? WireError)?.code == .malformed
        }
        for text in [#"{"code":"\ud800"}"#, "<html>", "", #"{"code":7}"#, "[]"] {
            #expect { try Wire.decode(EnrolRequest.self, from: Array(text.utf8), as: .json) } throws: {
                ($0 as? WireError)?.code == .malformed
            }
        }
    }
}
