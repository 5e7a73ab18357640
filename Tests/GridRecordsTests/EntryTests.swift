import GridCausality
import GridRecords
import Testing

@Suite("Entering data")
struct EntryTests {
    private func create(_ items: [Entry.Item]) throws -> [String: String] {
        let result = try Entry.creation(of: TestCatalogue.kind(), items: items, in: TestCatalogue.surroundings())
        return EntryTests.texts(result.writes)
    }

    private func edit(
        _ items: [Entry.Item], elements: [String: [String]] = [:], shown: [String: FieldValue] = [:]
    ) throws -> [String: String] {
        let surroundings = TestCatalogue.surroundings(elements: elements, shown: shown)
        return EntryTests.texts(try Entry.edit(of: TestCatalogue.kind(), items: items, in: surroundings).writes)
    }

    /// Path to canonical JSON of what is written, `-` for a removal.
    private static func texts(_ writes: [Write]) -> [String: String] {
        Dictionary(writes.map { ($0.path.text, $0.value?.json.text ?? "-") }, uniquingKeysWith: { $1 })
    }

    private func refusal(_ items: [Entry.Item], isCreation: Bool = false, elements: [String: [String]] = [:])
        -> [String]
    {
        do throws(ValidationError) {
            guard let kind = try? TestCatalogue.kind() else { return ["no kind"] }
            let surroundings = TestCatalogue.surroundings(elements: elements)
            _ =
                isCreation
                ? try Entry.creation(of: kind, items: items, in: surroundings)
                : try Entry.edit(of: kind, items: items, in: surroundings)
            return []
        } catch {
            return error.findings.map { "\($0.code.rawValue) \($0.path)" }
        }
    }

    @Test("a new record gets its area and the defaults of what was not given")
    func defaults() throws {
        #expect(
            try create([.text("name", "a")]) == [
                "name": "\"a\"", "open": "false", "at": "\"2026-03-02T09:30:00+08:00\"", "by": "\"w1\"",
                "grids/330102001001": "true", "area": "\"330102001001\"",
            ])
        #expect(try create([.text("name", "a"), .text("open", "true")])["open"] == "true")
    }

    @Test("a required field without a default must be given, and one that a code asks for")
    func missing() {
        #expect(refusal([], isCreation: true) == ["missing_field name"])
        #expect(refusal([.text("name", "a"), .text("level", "2")], isCreation: true) == ["missing_field detail"])
        #expect(refusal([.text("name", "")]) == ["missing_field name"])
        #expect(refusal([.json("name", 7)], isCreation: true) == ["invalid_field name"])
    }

    @Test("everything that is wrong is said at once")
    func allFindings() {
        #expect(
            refusal([.json("nobody", 1), .json("count", 101), .json("open", "x")], isCreation: true)
                == ["unknown_field nobody", "invalid_field count", "invalid_field open", "missing_field name"])
    }

    @Test("codes come as an object, a list or with commas, and what is left out goes")
    func codes() throws {
        let expected = ["needs/a": "true", "needs/b": "true"]
        #expect(try edit([.json("needs", ["a": true, "b": true])]) == expected)
        #expect(try edit([.json("needs", ["a", "b"])]) == expected)
        #expect(try edit([.text("needs", "a,b")]) == expected)
        #expect(try edit([.text("needs", "a")], elements: ["needs": ["b"]]) == ["needs/a": "true", "needs/b": "-"])
        #expect(try edit([.text("needs/+", "a")], elements: ["needs": ["b"]]) == ["needs/a": "true"])
        #expect(try edit([.text("needs/a", "")]) == ["needs/a": "-"])
        #expect(
            try edit([.json("needs", .null)], elements: ["needs": ["a", "b"]]) == ["needs/a": "-", "needs/b": "-"])
        #expect(refusal([.text("needs", "c")]) == ["invalid_field needs/c"])
    }

    @Test("an element's separate parts are written on paths of their own, with their defaults when it is new")
    func separateParts() throws {
        #expect(
            try edit([.json("items", ["3": ["text": "x"]])]) == [
                "items/3": "{\"text\":\"x\"}", "items/3/status": "\"open\"",
            ])
        #expect(
            try edit([.text("items/+", "{\"text\":\"x\",\"status\":\"fixed\"}")])
                == ["items/e1": "{\"text\":\"x\"}", "items/e1/status": "\"fixed\""])
        #expect(try edit([.text("items", "{\"text\":\"x\"}")]).keys.sorted() == ["items/e1", "items/e1/status"])
        #expect(
            try edit([.text("items/3/status", "fixed")], elements: ["items": ["3"]]) == ["items/3/status": "\"fixed\""])
        #expect(
            try edit([.json("items/3", ["status": "fixed"])], elements: ["items": ["3"]])
                == ["items/3/status": "\"fixed\""])
        #expect(
            refusal([.text("items/3/status", "lost")], elements: ["items": ["3"]]) == ["invalid_field items/3/status"])
        #expect(refusal([.text("items/3/status", "")], elements: ["items": ["3"]]) == ["missing_field items/3/status"])
    }

    @Test("a scalar stands for the one part that must be there")
    func shorthand() throws {
        #expect(try edit([.text("checks/F01", "yes")]) == ["checks/F01": "{}", "checks/F01/answer": "\"yes\""])
        #expect(try edit([.text("owner", "Li")]) == ["owner": "{\"name\":\"Li\"}"])
        #expect(refusal([.text("checks/F09", "yes")]) == ["invalid_field checks/F09"])
    }

    @Test("a part of a composite is written with what is shown of the others")
    func parts() throws {
        let shown = FieldValue.composite(Composite([.init(name: "name", value: .text("Li"))]))
        #expect(
            try edit([.text("owner/phone", "138")], shown: ["owner": shown])
                == ["owner": "{\"name\":\"Li\",\"phone\":\"138\"}"])
        #expect(refusal([.text("owner/phone", "138")]) == ["missing_field owner/name"])
        #expect(refusal([.text("owner/mood", "good")]) == ["unknown_field owner/mood"])
    }

    @Test("plain values name their elements, personal ones by a hash")
    func plainElements() throws {
        #expect(try edit([.text("tags", "red")]) == ["tags/red": "\"red\""])
        let phones = try edit([.json("phones", ["13812345678"])])
        #expect(phones.count == 1)
        #expect(phones.keys.allSatisfy { !$0.contains("138") })
        #expect(try edit([.text("phones/+", "13812345678")]) == phones)
    }

    @Test("references are elements by the id of the record")
    func references() throws {
        let id = "0190b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"
        #expect(try edit([.text("friends", id.uppercased())]) == ["friends/\(id)": "true"])
        #expect(try edit([.json("friends", .object([id: true]))]) == ["friends/\(id)": "true"])
        #expect(try edit([.text("friends/+", id)]) == ["friends/\(id)": "true"])
        #expect(refusal([.text("friends", "Li")]) == ["invalid_field friends/Li"])
    }

    @Test("a log is only added to")
    func entries() throws {
        let log = ["log": ["e9"]]
        #expect(try edit([.json("log", ["result": "ok"])], elements: log) == ["log/e1": "{\"result\":\"ok\"}"])
        #expect(refusal([.json("log/e9", ["result": "no"])], elements: log) == ["invalid_field log/e9"])
        #expect(refusal([.json("log/e9", .null)], elements: log) == ["invalid_field log/e9"])
        #expect(refusal([.json("log", .null)], elements: log) == ["invalid_field log"])
    }

    @Test("giving other photographs takes away none where removing is guarded")
    func guardedRemoval() throws {
        let hash = String(repeating: "ab", count: 32)
        let photo: JSONValue = .object(["sha256": .string(hash), "size": 3, "mime": "image/jpeg"])
        let standing = String(repeating: "cd", count: 32)
        #expect(
            try edit([.json("photos", photo)], elements: ["photos": [standing]]).keys.sorted() == ["photos/\(hash)"])
    }

    @Test("an edit notes what its author saw where the policy asks for it")
    func seen() throws {
        let surroundings = TestCatalogue.surroundings(shown: ["level": .code("1"), "name": .text("a")])
        let writes = try Entry.edit(
            of: TestCatalogue.kind(), items: [.text("level", "2"), .text("name", "b")], in: surroundings
        ).writes
        #expect(writes.map(\.from) == [.code("1"), nil])
    }

    @Test("an identity number is sealed, with full-width digits read and a wrong check character only marked")
    func sealing() throws {
        #expect(
            try edit([.text("id_no", "11010519491231002x")])["id_no"] == "{\"last4\":\"002X\",\"sealed\":true}")
        let result = try Entry.edit(
            of: TestCatalogue.kind(), items: [.text("id_no", "110105194912310021")], in: TestCatalogue.surroundings())
        #expect(result.warnings.map(\.path) == ["id_no"])
        #expect(EntryTests.texts(result.writes)["id_no"] == "{\"last4\":\"0021\",\"sealed\":true,\"valid\":false}")
        #expect(
            try edit([.text("id_no", "E12345678"), .text("id_type", "414")])["id_no"]
                == "{\"last4\":\"5678\",\"sealed\":true}")
    }

    @Test("15 digits are refused as an identity card, not as a passport; children's numbers are not recorded")
    func refusedNumbers() throws {
        #expect(refusal([.text("id_no", "110105491231002")]) == [])
        #expect(refusal([.text("id_no", "110105491231002"), .text("id_type", "111")]) == ["invalid_field id_no"])
        #expect(refusal([.text("id_no", "110105491231002"), .text("id_type", "414")]) == [])
        let body = "11010520200101002"
        let check = try #require(CitizenID.checkCharacter(of: body))
        #expect(refusal([.text("id_no", body + String(check))]) == ["invalid_field id_no"])
    }

    @Test(
        "what no one may write is refused",
        arguments: [
            ("worked_out", "invalid_field"), ("deleted", "invalid_field"), ("items/3/deleted", "invalid_field"),
            ("nobody", "unknown_field"), ("name/x", "unknown_field"), ("items/3/mood", "unknown_field"),
            ("a b", "unknown_field"), ("", "unknown_field"), ("items/3/4/5", "unknown_field"),
            ("area", "invalid_field"),
        ])
    func refusedPaths(path: String, code: String) {
        #expect(refusal([.json(path, 1)]) == ["\(code) \(path)"])
    }
}
