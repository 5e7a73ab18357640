import GridCausality
import Testing

@testable import GridRecords

@Suite("Reading canonical bytes")
struct CanonicalReadingTests {
    private let dot = Dot(replica: ReplicaID(high: 1, low: 1), counter: 1)

    private func changeset(_ value: FieldValue, keeps: [KeptSibling] = []) -> Changeset {
        let change = Change(
            record: RecordID(bits: Bits128(high: 5, low: 5)), kind: "hazard", context: .empty,
            epoch: EpochID(bits: Bits128(high: 3, low: 3)), writes: [Write(path: .field("f"), value: value)],
            keeps: keeps)
        return Changeset(
            dot: dot, author: WorkerID("w"), deviceTime: 1, offsetMinutes: 480, catalogueVersion: "c",
            salt: Array(repeating: 7, count: 16), changes: [change])
    }

    @Test("parts whose names Unicode calls equal stay two parts")
    func partNames() throws {
        let composite = Composite([
            .init(name: "\u{E9}", value: .int(1)), .init(name: "e\u{301}", value: .int(2)),
        ])
        #expect(composite.parts.count == 2)
        #expect(composite["e\u{301}"] == .int(2))
        let bytes = changeset(.composite(composite)).canonicalBytes
        #expect(try Changeset(canonical: bytes).canonicalBytes == bytes)
        #expect(Composite.Part(name: "\u{E9}", value: .int(1)) != Composite.Part(name: "e\u{301}", value: .int(1)))
    }

    /// The only place of `part` in `bytes`, changed to `other`.
    private func replaced(_ part: [UInt8], by other: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        for start in 0...bytes.count - part.count where Array(bytes[start..<start + part.count]) == part {
            return Array(bytes[..<start]) + other + Array(bytes[(start + part.count)...])
        }
        return []
    }

    @Test("an accuracy below none is refused")
    func accuracy() throws {
        let point = GeoPoint(longitude: 3, latitude: 4, system: .wgs84, accuracyCentimetres: nil, source: .gps)
        let bytes = changeset(.point(point)).canonicalBytes
        let none = [UInt8](repeating: 255, count: 8)
        #expect(throws: Never.self) { try Changeset(canonical: bytes) }
        #expect(throws: CanonicalError.self) {
            try Changeset(canonical: replaced(none, by: none.dropLast() + [254], in: bytes))
        }
    }

    @Test("a flag of an attachment that is neither 0 nor 1 is refused")
    func flag() throws {
        let attachment = Attachment(
            sha256: Array(repeating: 9, count: 32), size: 1, mime: "a/b",
            takenAt: Timestamp(milliseconds: 5, offsetMinutes: 0))
        let bytes = changeset(.attachment(attachment)).canonicalBytes
        let mime = Array("a/b".utf8)
        #expect(throws: CanonicalError.self) {
            try Changeset(canonical: replaced(mime + [1], by: mime + [2], in: bytes))
        }
    }

    @Test("kept siblings and unknown fields out of order are refused")
    func order() throws {
        let first = Dot(replica: ReplicaID(high: 8, low: 8), counter: 1)
        let second = Dot(replica: ReplicaID(high: 8, low: 8), counter: 2)
        var sorted = CanonicalWriter()
        var reversed = CanonicalWriter()
        for (dot, other) in [(first, second), (second, first)] {
            sorted.append(lengthPrefixed: "field".utf8)
            sorted.append(dot)
            reversed.append(lengthPrefixed: "field".utf8)
            reversed.append(other)
        }
        let bytes = changeset(.bool(true), keeps: [first, second].map { KeptSibling($0, at: .field("field")) })
            .canonicalBytes
        #expect(throws: CanonicalError.self) {
            try Changeset(canonical: replaced(sorted.bytes, by: reversed.bytes, in: bytes))
        }
        var later = changeset(.bool(true))
        later.unknownFields = [.init(number: 22, bytes: [1]), .init(number: 21, bytes: [1])]
        let unsorted = later.canonicalBytes
        #expect(throws: CanonicalError.self) { try Changeset(canonical: unsorted) }
    }
}
