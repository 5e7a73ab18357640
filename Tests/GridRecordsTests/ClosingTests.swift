import GridCausality
import GridRecords
import Testing

@Suite("Closing a record")
struct ClosingTests {
    private static let catalogue: Catalogue = {
        let label = Label(chinese: "", english: "")
        let codes = ["open", "done", "closed"].map { CodeDefinition(code: Text($0), label: label) }
        let fields = [
            FieldDefinition(
                id: "state", label: label, type: .code, codes: codes,
                policy: PolicyDefinition(.stage, parameters: ["closing": "closed"])),
            FieldDefinition(
                id: "result", label: label, type: .text, isRequiredAtClose: true, policy: PolicyDefinition(.review)),
            FieldDefinition(
                id: "photos", label: label, type: .set, elementType: .text, isRequiredAtClose: true,
                policy: PolicyDefinition(.elements)),
        ]
        return Catalogue(version: "1", kinds: [KindDefinition(id: "thing", label: label, fields: fields)])
    }()

    private static let id = RecordID(bits: Bits128(high: 1, low: 2))

    private func change(_ writes: [(String, FieldValue?)], seen: VersionVector = .empty) -> Change {
        Change(
            record: Self.id, kind: "thing", context: seen, epoch: EpochID(bits: Bits128(high: 1, low: 1)),
            writes: writes.map { Write(path: Path($0.0)!, value: $0.1) })
    }

    private func record(_ steps: [(Int, UInt64, Change)]) -> Record {
        var record = Record(id: Self.id, kind: "thing")
        for (replica, counter, change) in steps {
            record.apply(
                change,
                stamp: Stamp(
                    dot: .at(replica, counter), author: WorkerID("w"), device: DeviceID("d"), deviceTime: 0,
                    effectiveTime: 0))
        }
        return record
    }

    private func missing(_ change: Change, before record: Record) -> [String] {
        Validation.missingAtClose(LocatedChange(change, in: Self.catalogue), before: record).map {
            "\($0.code.rawValue) \($0.path)"
        }
    }

    private let closed: (String, FieldValue?) = ("state", .code("closed"))

    @Test("what is required at close must be written with it or be there")
    func required() {
        let empty = record([])
        #expect(missing(change([closed]), before: empty) == ["missing_field result", "missing_field photos"])
        #expect(missing(change([("state", .code("done"))]), before: empty) == [])
        #expect(missing(change([closed, ("result", .text("a")), ("photos/1", .text("b"))]), before: empty) == [])
        let filled = record([(1, 1, change([("result", .text("a")), ("photos/1", .text("b"))]))])
        #expect(missing(change([closed], seen: .of([1: 1])), before: filled) == [])
        #expect(
            missing(change([closed, ("result", nil), ("photos/1", nil)], seen: .of([1: 1])), before: filled)
                == ["missing_field result", "missing_field photos"])
    }

    @Test("a value that its author saw and another removed meanwhile is not missed")
    func meanwhile() {
        let created = change([("result", .text("a")), ("photos/1", .text("b"))])
        let removal = change([("result", nil), ("photos/1", nil)], seen: .of([1: 1]))
        let emptied = record([(1, 1, created), (2, 1, removal)])
        #expect(missing(change([closed], seen: .of([1: 1])), before: emptied) == [])
        #expect(
            missing(change([closed], seen: .of([1: 1, 2: 1])), before: emptied)
                == ["missing_field result", "missing_field photos"])
    }
}
