import GridClient
import GridRecords
import GridStore
import Testing

@testable import gridsync

@Suite("Output")
struct OutputTests {
    private func console(json: Bool = false, _ language: Language = .english) -> Console {
        Console(isJSON: json, language: language, environment: ["NO_COLOR": "1"])
    }

    @Test("a wide character takes two columns, a combining mark none")
    func widths() {
        #expect(DisplayWidth.of("网格") == 4)
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("ＡＢ") == 4)
        #expect(DisplayWidth.cut("网格员", to: 5) == "网格…")
        #expect(DisplayWidth.cut("abc", to: 3) == "abc")
    }

    @Test("columns are aligned across Chinese and Latin text")
    func table() {
        let lines = Table(["a", "b"], rows: [["网格", "1"], ["x", "2"]]).lines
        #expect(lines == ["a     b", "网格  1", "x     2"])
    }

    @Test("text of others cannot drive the terminal")
    func escapes() {
        #expect(Printable.text("a\u{1B}[31mb\n\u{202E}c\u{9B}") == "a\u{FFFD}[31mb \u{FFFD}c\u{FFFD}")
    }

    @Test("an error is one object with JSON, and code, sentence and hint for people")
    func errors() {
        let error = ClientError(code: "unreachable", message: "no answer", hint: "try later")
        #expect(
            ErrorReport.text(error, console: console(json: true))
                == #"{"error":{"code":"unreachable","hint":"try later","message":"no answer"}}"#)
        #expect(
            ErrorReport.text(error, console: console()) == "gridsync: unreachable: no answer\nhint: try later")
        #expect(ErrorReport.text(error, console: console(.chinese)).contains("无法连接中心"))
    }

    @Test(
        "errors of the store end with the codes of sysexits.h",
        arguments: zip(
            [StoreError.Code.busy, .missing, .full, .io, .corrupt], [Int32(75), 66, 74, 74, 74]))
    func exitCodes(code: StoreError.Code, expected: Int32) {
        let failure = ClientError.from(StoreError(code, operation: "open", detail: ""), language: .english)
        #expect(failure.exitCode == expected)
    }

    @Test("each kind of error ends with its code")
    func clientExitCodes() {
        let expected: [String: Int32] = [
            "unreachable": 69, "not_a_hub": 69, "store_busy": 75, "conflict_moved": 75, "unauthorized": 77,
            "revoked": 77, "out_of_scope": 77, "invalid_field": 65, "unknown_field": 65, "no_such_record": 66,
            "no_store": 66, "store_exists": 73, "internal": 1,
        ]
        for (code, exitCode) in expected {
            #expect(ClientError(code: code, message: "").exitCode == exitCode, "\(code)")
        }
        #expect(ClientError.usage("", hint: "").exitCode == 64)
    }

    @Test("a conflict shows base and both sides beside each other with author, device, time and clock")
    func conflict() {
        let conflict: JSONValue = [
            "id": "r:due_at", "record": "r", "kind": "hazard", "path": "due_at", "base": nil, "shown": "b",
            "opened_at": "2026-01-01T00:00:00Z", "seen": "token",
            "sides": [
                ["value": "a", "author": "w1", "device": "d1", "at": "t1", "dot": "x:1", "clock_offset_ms": 7_200_000],
                ["value": ["removed": true], "author": "w2", "device": "d2", "at": "t2", "dot": "y:1"],
            ],
        ]
        let lines = ConflictRendering(console()).details([conflict])
        #expect(lines[0] == "hazard · due_at · record r")
        #expect(lines[1].hasPrefix("        before  side 1     side 2"))
        #expect(lines[2] == "value   none    a          (removed)")
        #expect(lines.contains("author          w1         w2"))
        #expect(lines.contains { $0.contains("2 h ahead") })
        #expect(lines.contains("shown now: b"))
    }

    @Test("a push tells its counts and names what needs somebody")
    func push() {
        let push: JSONValue = [
            "sent": 2, "applied": 0, "merged": 0, "conflict": 1, "quarantined": 1, "left": 0,
            "verdicts": [
                ["dot": "x:1", "verdict": "conflict", "conflicts": ["r:level"], "reason": nil],
                ["dot": "x:2", "verdict": "quarantined", "conflicts": [], "reason": "out_of_scope"],
            ],
        ]
        let lines = ExchangeRendering(console()).push(push)
        #expect(lines.count == 3)
        #expect(lines[1] == "x:1 is in conflict: r:level")
        #expect(lines[2] == "x:2 is held back: out_of_scope")
    }

    @Test("values read plainly: sets as their codes, removals and absences as words")
    func values() {
        let values = ValueText(language: .english)
        #expect(values.of(["b": true, "a": true]) == "a, b")
        #expect(values.of(["removed": true]) == "(removed)")
        #expect(values.of(["name": "x", "parts": ["k": 1]]) == "name: x; parts: {k: 1}")
        #expect(values.of(nil) == "none")
        #expect(values.clockOffset(-90_000) == "90 s behind")
    }

    @Test("the store is the option's, then the variable's, then the home directory's")
    func storeDirectory() {
        #expect(Session.directory("/o", environment: ["GRIDSYNC_STORE": "/v"]) == "/o")
        #expect(Session.directory(nil, environment: ["GRIDSYNC_STORE": "/v"]) == "/v")
        #expect(Session.directory(nil, environment: ["HOME": "/h"]) == "/h/.local/share/gridsync")
    }

    @Test("a bar fills with the work")
    func progress() {
        #expect(Progress.bar(0, of: 10).contains("#") == false)
        #expect(Progress.bar(10, of: 10).filter { $0 == "#" }.count == Progress.columns)
        #expect(Progress.moving(1_000).count == Progress.columns + 2)
    }
}
