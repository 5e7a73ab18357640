import GridRecords
import Testing

@Suite("JSON texts as values")
struct JSONValueTests {
    @Test(
        "a number keeps what it exactly is",
        arguments: [
            ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("1.50", .decimal(units: 15, scale: 1)),
            ("-0.001", .decimal(units: -1, scale: 3)), ("1e3", .decimal(units: 1000, scale: 0)),
            ("12.5E-1", .decimal(units: 125, scale: 2)), ("0.0e9", .decimal(units: 0, scale: 0)),
            ("-9.223372036854775808", .decimal(units: .min, scale: 18)),
            ("18446744073709551615", .number(0x1p64)), ("1e300", .number(1e300)),
            ("0.1234567890123456789", .number(0.12345678901234568)),
        ])
    func numbers(text: String, expected: JSONValue) throws {
        let value = try JSONValue(parsing: text)
        #expect(value == expected)
        switch (value, expected) {
        case (.integer, .integer), (.number, .number): break
        case (.decimal(let units, let scale), .decimal(let otherUnits, let otherScale)):
            #expect(units == otherUnits && scale == otherScale)
        default: Issue.record("\(text) was read as another case: \(value)")
        }
    }

    @Test("a number written 3.0 is the whole number 3, and 1 is not true")
    func wholes() throws {
        #expect(try JSONValue(parsing: "3.0").integer == 3)
        #expect(try JSONValue(parsing: "3.5").integer == nil)
        #expect(try JSONValue(parsing: "0.1").double == 0.1)
        #expect(try JSONValue(parsing: "1").bool == nil)
        #expect(try JSONValue(parsing: "true").integer == nil)
    }

    @Test("a text with escapes, spaces and nesting is read")
    func structure() throws {
        let text = " {\"a\" : [1, true ,null,\"\\u4F60\\ud83d\\ude00\\n\\/\"],\r\n\"b\":{ }}\t"
        let value = try JSONValue(parsing: text)
        #expect(value == ["a": [1, true, nil, "你😀\n/"], "b": [:]])
    }

    @Test(
        "what RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "-", "1.", ".5", "+1", "1e", "0x1", "NaN",
            "Infinity",
            "tru", "nulll", "1 2", "[1", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
            "\"\u{1}\"",
            "\"\n\"", "\u{FEFF}1", "[1]//", "{\"a\":1,\"a\":1}", "1e400", "{\"a\" 1}", "[1 2]", "--1", "-01",
        ])
    func refused(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func notText() {
        #expect(throws: JSONError(reason: .invalidText, offset: 0)) {
            try JSONValue(parsing: [0x22, 0xC0, 0x80, 0x22])
        }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0xFF]) }
    }

    @Test("nesting is read to the limit and refused one past it, however deep")
    func depth() throws {
        let limit = Limits.jsonDepth
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(limit))
        #expect(throws: JSONError(reason: .tooDeep, offset: limit)) { try JSONValue(parsing: nested(limit + 1)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test("what is written is read back as the same value")
    func roundTrip() throws {
        let value: JSONValue = [
            "z": .decimal(units: .min, scale: 18), "a": .integer(.min), "\u{1F600}\"\\": [.number(0.1), .number(1e-7)],
            "text": .string("\u{0}\u{1F}\u{7F}\u{2028}"),
        ]
        #expect(try JSONValue(parsing: value.text) == value)
    }
}
