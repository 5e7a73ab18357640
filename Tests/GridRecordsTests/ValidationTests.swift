import GridCausality
import GridRecords
import Testing

@Suite("Checking a change")
struct ValidationTests {
    private func change(_ writes: [(String, FieldValue?)], isCreation: Bool = false, kind: String = "thing") throws
        -> Change
    {
        let epoch = EpochID(bits: Bits128(high: 1, low: 1))
        return Change(
            record: RecordID(bits: Bits128(high: 1, low: 2)), kind: kind, context: .empty, epoch: epoch,
            isCreation: isCreation,
            writes: try writes.map { Write(path: try #require(Path($0.0)), value: $0.1) })
    }

    private func findings(
        _ writes: [(String, FieldValue?)], isCreation: Bool = false, kind: String = "thing",
        isVersionKnown: Bool = true,
        isFromHub: Bool = false
    ) throws -> [String] {
        Validation.check(
            LocatedChange(try change(writes, isCreation: isCreation, kind: kind), in: try TestCatalogue.make()),
            isVersionKnown: isVersionKnown, isFromHub: isFromHub
        ).map { "\($0.code.rawValue) \($0.path)" }
    }

    @Test("what entry wrote passes")
    func entryPasses() throws {
        let hash = String(repeating: "ab", count: 32)
        let items: [Entry.Item] = [
            .text("name", "a"), .text("items/+", "{\"text\":\"x\"}"), .text("checks/F01", "no"), .text("needs", "a"),
            .text("phones", "138 1234 5678"), .text("friends", "0190b2c45d6e7f809a1b2c3d4e5f6071"),
            .text("owner", "Li"),
            .text("id_no", "11010519491231002X"), .json("log", ["result": "ok"]), .text("place", "119,28"),
            .json("photos", .object(["sha256": .string(hash), "size": 1, "mime": "image/png"])),
        ]
        let result = try Entry.creation(of: TestCatalogue.kind(), items: items, in: TestCatalogue.surroundings())
        let made = try change(result.writes.map { ($0.path.text, $0.value) }, isCreation: true)
        #expect(Validation.check(LocatedChange(made, in: try TestCatalogue.make())) == [])
        #expect(made.references(in: try TestCatalogue.make()).map(\.text) == ["0190b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"])
    }

    @Test("a creation must have its required fields and its area; fields with defaults are the entry's business")
    func missing() throws {
        #expect(try findings([], isCreation: true) == ["missing_field name", "missing_field area"])
        #expect(try findings([("name", .text("a")), ("area", .code("33"))], isCreation: true) == [])
        #expect(try findings([("name", nil)]) == ["missing_field name"])
    }

    @Test("unknown kinds, fields and codes are errors, unless the change was made with a later catalogue")
    func unknown() throws {
        let writes: [(String, FieldValue?)] = [("nobody", .int(1)), ("level", .code("9")), ("items/1/mood", .int(1))]
        #expect(
            try findings(writes) == ["unknown_field items/1/mood", "invalid_field level", "unknown_field nobody"])
        #expect(try findings(writes, isVersionKnown: false) == [])
        #expect(try findings([("a", .int(1))], kind: "dog") == ["unknown_field dog"])
        #expect(try findings([("a", .int(1))], kind: "dog", isVersionKnown: false) == [])
        #expect(try findings([("count", .int(101))], isVersionKnown: false) == ["invalid_field count"])
    }

    @Test("retired codes are still understood")
    func retired() throws { #expect(try findings([("level", .code("3"))]) == []) }

    @Test(
        "a value that does not fit its place is refused",
        arguments: [
            ("count", FieldValue.text("1")), ("count", .int(101)), ("items", .bool(true)), ("items/1", .bool(true)),
            ("items/1/text", .text("a")), ("owner/name", .text("a")), ("needs/a", .bool(false)),
            ("needs/c", .bool(true)),
            ("friends/x", .bool(true)), ("checks/F09", .composite(Composite([]))),
            ("id_no", .text("11010519491231002X")),
            ("worked_out", .int(1)), ("area", .text("33")), ("area", .code("a b")), ("deleted", .int(1)),
            ("items/1/deleted", .text("a")), ("log/1/deleted", .bool(true)), ("name", .opaque(tag: 99, bytes: [])),
            ("items/1", .composite(Composite([.init(name: "status", value: .code("open"))]))),
            ("at", .timestamp(Timestamp(milliseconds: .max, offsetMinutes: 0))),
            ("at", .timestamp(Timestamp(milliseconds: 0, offsetMinutes: 1081))),
            ("day", .date(CalendarDate(dayNumber: .max))), ("size", .decimal(FixedPoint(units: 1, scale: 9))),
            ("detail", .text("a\u{0}")),
            ("id_no", .sealed(SealedValue(lastFour: "12345", isChecksumValid: nil, token: [], box: []))),
        ])
    func misfits(path: String, value: FieldValue) throws {
        #expect(try findings([(path, value)]).count >= 1)
    }

    @Test("reserved paths and removals pass; an entry of a log is never removed")
    func reserved() throws {
        #expect(
            try findings([
                ("area", .code("330102")), ("deleted", .bool(false)), ("items/1", nil),
                ("items/2/deleted", .bool(false)),
                ("count", nil),
            ]) == [])
        #expect(try findings([("log/1", nil)]) == ["invalid_field log/1"])
        #expect(try findings([("area", nil)]) == ["invalid_field area"])
    }

    @Test("the hub itself may write what is worked out")
    func fromHub() throws { #expect(try findings([("worked_out", .int(1))], isFromHub: true) == []) }

    @Test("a change may write as many places as the limit says and none more")
    func writeLimit() throws {
        let writes = (0..<Limits.writesPerChange).map { ("tags/t\($0)", FieldValue?.some(.text("x"))) }
        #expect(try findings(writes) == [])
        #expect(try findings(writes + [("count", .int(1))]) == ["too_large thing"])
    }

    @Test("a sealed value may be as large as the limit says and no larger")
    func sealedLimit() throws {
        func sealed(_ bytes: Int) -> FieldValue {
            .sealed(
                SealedValue(lastFour: "", isChecksumValid: nil, token: [], box: [UInt8](repeating: 0, count: bytes)))
        }
        #expect(try findings([("id_no", sealed(Limits.sealedBytes))]) == [])
        #expect(try findings([("id_no", sealed(Limits.sealedBytes + 1))]) == ["too_large id_no"])
    }

    @Test("a composite may not nest deeper than the limit")
    func depth() throws {
        var value = FieldValue.text("a")
        for _ in 0..<50 { value = .composite(Composite([.init(name: "name", value: value)])) }
        #expect(try findings([("owner", value)]).isEmpty == false)
    }
}
