import Crypto
import GridCausality
import GridRecords
import GridSync

@testable import GridWire

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The vectors of `Protocol/vectors`: changesets written out here by hand, with the bytes that this version makes.
struct CanonicalVector {
    let name: String
    let note: String
    let pushed: [PushedChangeset]
}

enum SHA2 {
    static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension CanonicalVector {
    static let own = ReplicaID(high: 0x0011_2233_4455_6677, low: 0x8899_AABB_CCDD_EEFF)
    static let other = ReplicaID(high: 0xFFEE_DDCC_BBAA_9988, low: 0x7766_5544_3322_1100)
    static let third = ReplicaID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
    static let epoch = EpochID(bits: Bits128(high: 0xE0E1_E2E3_E4E5_E6E7, low: 0xE8E9_EAEB_ECED_EEEF))
    static let record = RecordID(bits: Bits128(high: 0x0197_C0DE_0000_7000, low: 0x8000_0000_0000_0001))
    static let record2 = RecordID(bits: Bits128(high: 0x0197_C0DE_0000_7000, low: 0x8000_0000_0000_0002))

    static func salt(_ counter: UInt64) -> [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: UInt64($0) &* 17 &+ counter) }
    }

    static func context(_ entries: [(ReplicaID, UInt64)]) -> VersionVector {
        VersionVector(entries.map { .init(replica: $0.0, counter: $0.1) })
    }

    static func change(
        _ writes: [(String, FieldValue?, FieldValue?)], record: RecordID = record,
        context: VersionVector = context([(other, 7)]), isResolution: Bool = false, isCreation: Bool = false,
        keeps: [KeptSibling] = []
    ) -> Change {
        Change(
            record: record, kind: "hazard", context: context, epoch: epoch, isResolution: isResolution,
            isCreation: isCreation,
            writes: writes.map { Write(path: Path($0.0) ?? .deleted, value: $0.1, from: $0.2) }, keeps: keeps)
    }

    static func changeset(
        _ counter: UInt64, _ changes: [Change], origin: Changeset.Origin? = nil,
        unknown: [Changeset.UnknownField] = [], time: Int64 = 1_772_323_200_000, offset: Int16 = 480
    ) -> PushedChangeset {
        PushedChangeset(
            changeset: Changeset(
                dot: Dot(replica: own, counter: counter), author: WorkerID("w-42"),
                deviceTime: time + Int64(counter) * 60_000,
                offsetMinutes: offset, catalogueVersion: "2026-03", salt: salt(counter), changes: changes,
                origin: origin, unknownFields: unknown))
    }

    static func one(_ name: String, _ note: String, _ value: FieldValue?, from: FieldValue? = nil) -> CanonicalVector {
        CanonicalVector(name: name, note: note, pushed: [changeset(1, [change([("field", value, from)])])])
    }

    static let all: [CanonicalVector] = values + shapes

    private static let values: [CanonicalVector] = [
        one("value-text", "Text is its UTF-8 bytes.", .text("电线老化, wiring worn")),
        one("value-text-compatibility", "U+F900 is not U+8C48: nothing is normalised.", .text("\u{F900}\u{8C48}")),
        one("value-text-combining", "e and U+0301 stay two scalars.", .text("e\u{301}")),
        one("value-int", "A negative integer.", .int(-12)),
        one("value-decimal", "0.05 is 5 with 2 places.", .decimal(FixedPoint(units: 500, scale: 4))),
        one("value-money", "Whole fen.", .money(123_456_789)),
        one("value-bool", "True.", .bool(true)),
        one("value-date", "A day before 1970 has a negative number.", .date(CalendarDate(dayNumber: -3_653))),
        one(
            "value-timestamp", "An instant with the offset in which it was told.",
            .timestamp(Timestamp(milliseconds: 1_772_323_200_123, offsetMinutes: -480))),
        one("value-code", "A code, and the code seen before.", .code("high"), from: .code("low")),
        one(
            "value-point", "A place measured, without an accuracy.",
            .point(
                GeoPoint(
                    longitude: 120_153_576_000, latitude: 30_287_459_000, system: .gcj02, accuracyCentimetres: nil,
                    source: .mapPick))),
        one("value-reference", "Another record.", .reference(record2)),
        one(
            "value-composite", "Parts sorted by name, one of them a composite.",
            .composite(
                Composite([
                    .init(name: "phone", value: .text("13800000000")),
                    .init(name: "name", value: .text("王秀英")),
                    .init(name: "address", value: .composite(Composite([.init(name: "room", value: .int(301))]))),
                ]))),
        one(
            "value-attachment", "A photo by its hash.",
            .attachment(
                Attachment(
                    sha256: Array(0..<32), size: 204_800, mime: "image/jpeg",
                    takenAt: Timestamp(milliseconds: 1_772_323_200_000, offsetMinutes: 480)))),
        one(
            "value-sealed", "An identity number that only the hub can open.",
            .sealed(SealedValue(lastFour: "002X", isChecksumValid: true, token: [], box: Array(100..<148)))),
        one("value-opaque", "A type of a later version, kept word for word.", .opaque(tag: 200, bytes: [1, 2, 3])),
        one("value-removed", "A removal: tag 0, and what was there.", nil, from: .text("old")),
    ]

    private static let shapes: [CanonicalVector] = [
        CanonicalVector(
            name: "creation", note: "A new record: an empty context, writes sorted by the bytes of their paths.",
            pushed: [
                changeset(
                    1,
                    [
                        change(
                            [
                                ("level", .code("high"), nil), ("area", .code("330106001"), nil),
                                ("parties/p1", .composite(Composite([.init(name: "name", value: .text("李"))])), nil),
                                ("items/3/status", .code("open"), nil),
                            ], context: .empty, isCreation: true)
                    ])
            ]),
        CanonicalVector(
            name: "resolution", note: "A decision between two sides: a context of three replicas sorted by bytes.",
            pushed: [
                changeset(
                    9,
                    [
                        change(
                            [("level", .code("middle"), .code("low"))],
                            context: context([(other, 7), (own, 8), (third, 70_000)]), isResolution: true)
                    ])
            ]),
        CanonicalVector(
            name: "keeps", note: "An ordinary edit at a disputed path keeps the other siblings.",
            pushed: [
                changeset(
                    3,
                    [
                        change(
                            [("level", .code("middle"), nil)], context: context([(other, 7), (third, 2)]),
                            keeps: [
                                KeptSibling(Dot(replica: other, counter: 6), at: .field("level")),
                                KeptSibling(Dot(replica: third, counter: 2), at: .field("level")),
                            ])
                    ])
            ]),
        CanonicalVector(
            name: "deletion", note: "Deleting a record is a write of true at the path `deleted`.",
            pushed: [changeset(2, [change([("deleted", .bool(true), nil)])])]),
        CanonicalVector(
            name: "atomic",
            note: "Two records in one changeset, sorted by record whatever the order in which they came.",
            pushed: [
                changeset(
                    1,
                    [
                        change(
                            [("subject", .reference(record), nil)], record: record2, context: .empty, isCreation: true),
                        change([("level", .code("low"), nil)]),
                    ])
            ]),
        CanonicalVector(
            name: "origin",
            note: "Accepted by a supervisor on behalf of another, with the effective time that was fixed.",
            pushed: [
                changeset(
                    5, [change([("level", .code("low"), nil)])],
                    origin: Changeset.Origin(
                        dot: Dot(replica: other, counter: 12), onBehalfOf: WorkerID("w-7"),
                        effectiveTime: 1_772_000_000_000))
            ]),
        CanonicalVector(
            name: "reissued",
            note: "Re-issued under a new replica by the same author: no one it is on behalf of, no time.",
            pushed: [
                changeset(
                    6, [change([("level", .code("low"), nil)])],
                    origin: Changeset.Origin(dot: Dot(replica: third, counter: 4)), offset: -570)
            ]),
        CanonicalVector(
            name: "unknown-fields", note: "Fields 21 (twice) and 300 of a later version, last and by number.",
            pushed: [
                changeset(
                    1, [change([("level", .code("low"), nil)])],
                    unknown: [
                        .init(number: 300, bytes: [0xE2, 0x12, 0x02, 0x68, 0x69]),
                        .init(number: 21, bytes: [0xA8, 0x01, 0x05, 0xA8, 0x01, 0x07]),
                    ])
            ]),
        CanonicalVector(
            name: "empty", note: "No changes at all: what travels for a changeset that is too large.",
            pushed: [changeset(1, [])]),
        CanonicalVector(
            name: "chain-of-three",
            note: "Three changesets of one replica in one push: counters, times and contexts as differences.",
            pushed: [
                changeset(1, [change([("level", .code("low"), nil)], context: .empty, isCreation: true)]),
                changeset(
                    2, [change([("level", .code("high"), .code("low"))], context: context([(own, 1), (other, 900)]))]),
                changeset(
                    3, [change([("note", .text(""), nil)], context: context([(own, 2), (other, 850)]))], time: 0),
            ]),
    ]
}

extension CanonicalVector {
    /// The file's text, one part a line.
    var text: String {
        let push = PushWriter.proto(of: pushed, as: .protobuf)
        let binary = Wire.write(push, as: .protobuf)
        let json = Wire.write(PushWriter.proto(of: pushed, as: .json), as: .json)
        let first = pushed[0].changeset.dot
        // The chain begins here: before the first counter stands the replica's own 16 bytes.
        var chain = Chain(replica: first.replica, counter: first.counter - 1, hash: first.replica.bytes)
        let lines = pushed.map { entry in
            let canonical = entry.changeset.canonicalBytes
            let hash = SHA2.hash(canonical)
            chain.append(hash, sha256: SHA2.hash)
            return """
                  {
                    "dot": "\(entry.changeset.dot)",
                    "meaning": \(entry.changeset.meaning.text),
                    "canonical": "\(Hexadecimal.encode(canonical))",
                    "sha256": "\(Hexadecimal.encode(hash))",
                    "chain": "\(Hexadecimal.encode(chain.hash))"
                  }
                """
        }
        return """
            {
              "name": "\(name)",
              "note": \(JSONValue.string(note).text),
              "push_protobuf": "\(Hexadecimal.encode(binary))",
              "push_json": \(String(decoding: json, as: UTF8.self)),
              "chain_before": "\(first.replica.hex)",
              "changesets": [
            \(lines.joined(separator: ",\n"))
              ]
            }

            """
    }
}
