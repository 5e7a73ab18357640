import Testing

@testable import gridsync_conform

@Suite("Requests and replies")
struct ConformanceTests {
    private func reply(_ line: String) -> String { Conformance.reply(to: Array(line.utf8)) }

    @Test(
        "version vectors",
        arguments: [
            (#"{"suite":"vv_compare","a":{"x":1},"b":{"x":1,"y":2}}"#, #"{"r":"before"}"#),
            (#"{"suite":"vv_compare","a":{"x":2},"b":{"x":1,"y":0}}"#, #"{"r":"after"}"#),
            (#"{"suite":"vv_compare","a":{},"b":{"y":0}}"#, #"{"r":"equal"}"#),
            (#"{"suite":"vv_compare","a":{"x":1},"b":{"y":1}}"#, #"{"r":"concurrent"}"#),
            (
                #"{"suite":"vv_compare","a":{"x":18446744073709551615},"b":{"x":18446744073709551614}}"#,
                #"{"r":"after"}"#
            ),
            // U+F900 and U+8C48 are equal to Unicode, and two names.
            (#"{"suite":"vv_compare","a":{"\uF900":1},"b":{"\u8C48":1}}"#, #"{"r":"concurrent"}"#),
            (
                #"{"suite":"vv_merge","a":{"y":18446744073709551615,"x":1},"b":{"x":3,"z":0}}"#,
                #"{"r":{"x":3,"y":18446744073709551615}}"#
            ),
            (
                #"{"suite":"vv_resolve","versions":[{"x":1},{"x":2},{"y":1},{"x":2},{}]}"#,
                #"{"r":[{"x":2},{"y":1}]}"#
            ),
            (#"{"suite":"vv_resolve","versions":[]}"#, #"{"r":[]}"#),
        ])
    func vectors(request: String, expected: String) {
        #expect(reply(request) == expected)
    }

    @Test(
        "a vector is read exactly",
        arguments: [
            (#"{}"#, #"{"r":"ok","value":{}}"#), (#"{"x":0}"#, #"{"r":"ok","value":{}}"#),
            (#"{"x":-0}"#, #"{"r":"ok","value":{}}"#),
            (#"{"x":18446744073709551615}"#, #"{"r":"ok","value":{"x":18446744073709551615}}"#),
            (#"{"b c":1,"a":2}"#, #"{"r":"ok","value":{"a":2,"b c":1}}"#),
        ])
    func parsing(input: String, expected: String) {
        #expect(reply(#"{"suite":"vv_parse","input":\#(input)}"#) == expected)
    }

    @Test(
        "what is no vector is an error",
        arguments: [
            "null", "[]", "1", "\"x\"", "true", #"{"":1}"#, #"{" x":1}"#, #"{"x\t":1}"#, #"{"\u3000x":1}"#,
            #"{"x":-1}"#,
            #"{"x":1.5}"#, #"{"x":1.0}"#, #"{"x":1e2}"#, #"{"x":true}"#, #"{"x":null}"#, #"{"x":"1"}"#, #"{"x":[1]}"#,
            #"{"x":18446744073709551616}"#, #"{"x":1,"x":1}"#, #"{"x":01}"#,
        ])
    func refusing(input: String) {
        #expect(reply(#"{"suite":"vv_parse","input":\#(input)}"#) == #"{"r":"error"}"#)
    }

    @Test(
        "a line that is no request is an error, and an unknown suite unsupported",
        arguments: [
            ("", "error"), ("nonsense", "error"), ("[]", "error"), ("{}", "error"), (#"{"suite":1}"#, "error"),
            (#"{"suite":"dvv"}"#, "error"), (#"{"suite":"dvv","steps":[{"op":"fly"}]}"#, "error"),
            (#"{"suite":"dvv","steps":[{"op":"restore","at":"x","snapshot":"never"}]}"#, "error"),
            (#"{"suite":"vv_compare","a":{}}"#, "error"), (#"{"suite":"hlc","steps":[]}"#, "error"),
            (#"{"suite":"tea"}"#, "unsupported"), (#"{"suite":"vv_merge"} x"#, "error"),
        ])
    func malformed(line: String, expected: String) {
        #expect(reply(line) == #"{"r":"\#(expected)"}"#)
    }

    @Test("bytes that are no text, and nesting without end, are errors")
    func hostile() {
        #expect(Conformance.reply(to: [0x7B, 0x22, 0xFF, 0x22]) == #"{"r":"error"}"#)
        #expect(reply(#"{"suite":"vv_parse","input":"# + String(repeating: "[", count: 500_000)) == #"{"r":"error"}"#)
    }

    @Test("a hybrid clock tells each step, and an error leaves it")
    func clock() {
        let steps = """
            {"event":"send","wall":5},{"event":"send","wall":5},\
            {"event":"recv","wall":5,"remote":{"l":99,"c":0}},{"event":"recv","wall":6,"remote":{"l":9,"c":1}},\
            {"event":"send","wall":4},{"event":"send","wall":9}
            """
        let request = #"{"suite":"hlc","init":{"l":0,"c":0},"max_drift":5,"max_counter":3,"steps":[\#(steps)]}"#
        #expect(
            reply(request)
                == #"{"r":[{"l":5,"c":0},{"l":5,"c":1},{"error":"drift"},{"l":9,"c":2},{"l":9,"c":3},{"error":"overflow"}]}"#
        )
    }

    @Test("a set keeps what was added elsewhere, also where two act as the same id")
    func set() {
        let steps = """
            {"op":"add","at":"a","elem":"p"},{"op":"fork","from":"a","to":"b","as":"a"},{"op":"add","at":"a","elem":"q"},\
            {"op":"add","at":"b","elem":"r"},{"op":"remove","at":"b","elem":"p"},{"op":"merge","from":"b","to":"a"},\
            {"op":"observe","at":"a"},{"op":"clear","at":"a"},{"op":"observe","at":"a"},{"op":"observe","at":"b"}
            """
        #expect(reply(#"{"suite":"orset","steps":[\#(steps)]}"#) == #"{"r":[["q","r"],[],["r"]]}"#)
    }

    @Test("tree roots and proofs are judged in hexadecimal")
    func merkle() {
        #expect(
            reply(#"{"suite":"merkle_root","leaves":[""]}"#)
                == #"{"r":"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"}"#)
        let leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        let begin = #"{"suite":"merkle_verify","kind":"inclusion","leaf_hash":"\#(leaf)","proof":[],"root":"\#(leaf)","#
        #expect(reply(begin + #""index":0,"size":1}"#) == #"{"r":"accept"}"#)
        #expect(reply(begin + #""index":1,"size":1}"#) == #"{"r":"reject"}"#)
        #expect(reply(begin + #""index":-1,"size":1}"#) == #"{"r":"reject"}"#)
        #expect(reply(begin + #""index":"0","size":1}"#) == #"{"r":"error"}"#)
        let same =
            #"{"suite":"merkle_verify","kind":"consistency","size1":3,"size2":3,"root1":"aa","root2":"aa","proof":"#
        #expect(reply(same + "[]}") == #"{"r":"accept"}"#)
        #expect(reply(same + #"["aa"]}"#) == #"{"r":"reject"}"#)
    }

    @Test(
        "identity numbers and check characters",
        arguments: [
            (#"{"suite":"citizen_id","number":"11010519491231002X"}"#, "valid"),
            (#"{"suite":"citizen_id","number":"440524188001010014"}"#, "valid"),
            (#"{"suite":"citizen_id","number":"110105194912310021"}"#, "invalid"),
            (#"{"suite":"citizen_id","number":"11010519490230002X"}"#, "invalid"),
            (#"{"suite":"citizen_id","number":"110105491231002"}"#, "invalid"),
            (#"{"suite":"citizen_id","number":""}"#, "invalid"), (#"{"suite":"citizen_id","number":1}"#, "error"),
            (#"{"suite":"mod11_2","body":"11010519491231002"}"#, "X"),
            (#"{"suite":"mod11_2","body":"44052418800101001"}"#, "4"), (#"{"suite":"mod11_2","body":"0794"}"#, "0"),
            (#"{"suite":"mod11_2","body":"12a"}"#, "error"), (#"{"suite":"mod11_2","body":""}"#, "error"),
        ])
    func citizens(request: String, expected: String) {
        #expect(reply(request) == #"{"r":"\#(expected)"}"#)
    }
}
