import GridCausality
import GridRecords
import GridSync
import SwiftProtobuf
import Testing

@testable import GridWire

@Suite("Unknown fields of a changeset") struct UnknownFieldsTests {
    private func request(_ fields: [Changeset.UnknownField]) -> SyncRequest {
        var seeded = Seeded(1)
        let dot = Dot(replica: ReplicaID(high: 1, low: 2), counter: 1)
        var changeset = seeded.changeset(dot, seeded.replicas(3), epochs: [EpochID(bits: seeded.bits())])
        changeset.unknownFields = fields
        return SyncRequest(hello: seeded.hello(dot.replica), changesets: [PushedChangeset(changeset: changeset)])
    }

    @Test("a field of a later version is read from the message, and belongs to the canonical form")
    func later() throws {
        var proto = request([]).proto(as: .protobuf)
        let plain = try PushReader.changesets(of: proto.push)[0].changeset
        // Field 40, twice, and field 33 between them.
        let later: [UInt8] = [0xC0, 0x02, 0x01, 0x8A, 0x02, 0x01, 0x61, 0xC0, 0x02, 0x02]
        try proto.push.changesets[0].merge(serializedBytes: later)
        let bytes: [UInt8] = try proto.serializedBytes()
        let changeset = try Wire.decode(SyncRequest.self, from: bytes, as: .protobuf).changesets[0].changeset
        #expect(
            changeset.unknownFields == [
                .init(number: 33, bytes: [0x8A, 0x02, 0x01, 0x61]),
                .init(number: 40, bytes: [0xC0, 0x02, 0x01, 0xC0, 0x02, 0x02]),
            ])
        #expect(changeset.canonicalBytes != plain.canonicalBytes)
    }

    @Test("in protobuf it goes on in its place, in JSON beside the others")
    func places() throws {
        let request = request([.init(number: 33, bytes: [0x8A, 0x02, 0x01, 0x61])])
        let binary = request.proto(as: .protobuf).push.changesets[0]
        #expect(Array(binary.unknownFields.data) == [0x8A, 0x02, 0x01, 0x61])
        #expect(binary.unknown.isEmpty)
        let text = request.proto(as: .json).push.changesets[0]
        #expect(text.unknownFields.data.isEmpty)
        #expect(text.unknown.count == 1)
    }

    @Test("a known number and bytes that are no field are kept beside, word for word")
    func noField() throws {
        let fields: [Changeset.UnknownField] = [
            .init(number: 3, bytes: [0x18, 0x01]), .init(number: 500, bytes: [0xFF]),
        ]
        for format in WireFormat.allCases {
            let back = try Wire.decode(SyncRequest.self, from: Wire.encode(request(fields), as: format), as: format)
            #expect(back.changesets[0].changeset.unknownFields == fields)
        }
    }

    @Test("every number that this version knows is below the bound")
    func bound() throws {
        // Empty bytes under the highest number, and under the one after it.
        let highest = try ProtoChangeset(serializedBytes: [0xA2, 0x01, 0x00] as [UInt8])
        let next = try ProtoChangeset(serializedBytes: [0xAA, 0x01, 0x00] as [UInt8])
        #expect(highest.unknownFields.data.isEmpty && !next.unknownFields.data.isEmpty)
    }
}
