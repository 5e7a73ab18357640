import GridCausality
import GridRecords
import GridSync
import GridWire
import SwiftProtobuf
import Testing

@Suite("Wire") struct WireTests {
    private func expectRoundTrip<Message: WireMessage & Equatable>(_ message: Message, seed: UInt64) {
        for format in WireFormat.allCases {
            let bytes = Wire.encode(message, as: format)
            #expect(throws: Never.self, "seed \(seed)") {
                let back = try Wire.decode(Message.self, from: bytes, as: format)
                #expect(back == message, "seed \(seed), \(format)")
            }
        }
    }

    @Test("a request comes back as it was, in both formats", arguments: 0..<60 as Range<UInt64>)
    func request(seed: UInt64) {
        var seeded = Seeded(seed)
        expectRoundTrip(seeded.syncRequest(changesets: seeded.below(12)), seed: seed)
    }

    @Test("a response comes back as it was, in both formats", arguments: 0..<60 as Range<UInt64>)
    func response(seed: UInt64) {
        var seeded = Seeded(seed)
        expectRoundTrip(seeded.syncResponse(), seed: seed)
    }

    @Test("the other messages come back as they were", arguments: 0..<20 as Range<UInt64>)
    func others(seed: UInt64) {
        var seeded = Seeded(seed)
        let replica = ReplicaID(bits: seeded.bits())
        expectRoundTrip(seeded.enrolment(), seed: seed)
        expectRoundTrip(seeded.chainResponse(), seed: seed)
        expectRoundTrip(EnrolRequest(code: "ABCD-EFGH", software: "test"), seed: seed)
        expectRoundTrip(EnrolRequest(code: "ABCD-EFGH", software: "test", cursor: [3, 1, 4]), seed: seed)
        expectRoundTrip(
            DescendRequest(
                device: DeviceID("d"), replica: replica, common: 7, commonChain: seeded.bytes(32), software: "test"),
            seed: seed)
        expectRoundTrip(ChainRequest(replica: replica, after: 5, limit: 100), seed: seed)
        expectRoundTrip(CallRequest(arguments: #"{"id":"\u4e2d"}"#), seed: seed)
        expectRoundTrip(CallResponse(lines: ["{}", "[1,2]", ""]), seed: seed)
    }

    @Test("protobuf and JSON lead to the same canonical bytes", arguments: 0..<60 as Range<UInt64>)
    func canonical(seed: UInt64) throws {
        var seeded = Seeded(seed)
        let request = seeded.syncRequest(changesets: 8)
        let sent = request.changesets.map(\.changeset.canonicalBytes)
        for format in WireFormat.allCases {
            let received = try Wire.decode(SyncRequest.self, from: Wire.encode(request, as: format), as: format)
            #expect(received.changesets.map(\.changeset.canonicalBytes) == sent)
        }
    }

    @Test("records are spliced into a page as they lie, and JSON decodes them", arguments: 0..<40 as Range<UInt64>)
    func splice(seed: UInt64) throws {
        var seeded = Seeded(seed)
        let codec = RecordRowCodec()
        let records = (0..<5).map { _ in seeded.record() }
        let blobs = records.map { codec.encode($0) } + [seeded.creationRow()]
        let all = try blobs.map { try codec.decode($0) }
        let response = SyncResponse(
            hubTime: 1, epoch: EpochID(bits: seeded.bits()), standing: .normal, head: 0, headChain: seeded.bytes(16),
            page: FeedPage(records: blobs, cursor: [1]), catalogueVersion: "c")
        let spliced = Wire.encode(response, as: .protobuf)
        // What a client sees that knows nothing of splicing: the generated message, with whole records in it.
        let plain = try ProtoSyncResponse(serializedBytes: spliced)
        #expect(plain.page.records.count == 6)
        let decoded: [[UInt8]] = try plain.page.records.map { try $0.serializedBytes() }
        #expect(decoded == blobs)
        for format in WireFormat.allCases {
            let back = try Wire.decode(SyncResponse.self, from: Wire.encode(response, as: format), as: format)
            #expect(try back.page?.records.map { try codec.decode($0) } == all)
        }
        let text = String(decoding: Wire.encode(response, as: .json), as: UTF8.self)
        #expect(!text.contains("\"creation\""), "in JSON a record always comes in columns")
    }

    @Test("fields of later versions in a record survive the splice")
    func laterRecord() throws {
        var seeded = Seeded(4)
        // Field 200, a varint, which this version does not know.
        let blob = RecordRowCodec().encode(seeded.record()) + [0xC0, 0x0C, 0x2A]
        let response = SyncResponse(
            hubTime: 1, epoch: EpochID(bits: seeded.bits()), standing: .normal, head: 0, headChain: seeded.bytes(16),
            page: FeedPage(records: [blob], cursor: [1]), catalogueVersion: "c")
        let back = try Wire.decode(SyncResponse.self, from: Wire.encode(response, as: .protobuf), as: .protobuf)
        #expect(back.page?.records == [blob])
    }

    @Test("stored bytes that are no record come out of JSON as one that every reader refuses")
    func brokenRecord() throws {
        var seeded = Seeded(5)
        let response = SyncResponse(
            hubTime: 1, epoch: EpochID(bits: seeded.bits()), standing: .normal, head: 0, headChain: seeded.bytes(16),
            page: FeedPage(records: [[0xFF, 0xFF]], cursor: [1]), catalogueVersion: "c")
        let back = try Wire.decode(SyncResponse.self, from: Wire.encode(response, as: .json), as: .json)
        let blob = try #require(back.page?.records.first)
        #expect(throws: RecordCodingError.self) { try RecordRowCodec().decode(blob) }
    }
}
