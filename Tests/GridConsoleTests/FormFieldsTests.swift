import Testing

@testable import GridConsole

@Suite("Forms and queries")
struct FormFieldsTests {
    @Test("names and values are read with plus, percent and any language")
    func read() throws {
        let fields = try #require(FormFields("a=1+2&b=%E5%85%B0%E6%BA%AA&c=&d=x%3Dy".utf8))
        #expect(fields["a"] == "1 2")
        #expect(fields["b"] == "兰溪")
        #expect(fields["c"] == nil)
        #expect(fields["d"] == "x=y")
        #expect(fields["e"] == nil)
    }

    @Test("what is written is read back", arguments: ["", "兰溪 &=+%", "019:items/i1/status", "\u{1F600}\"'<>"])
    func back(text: String) throws {
        let fields = try #require(FormFields(FormFields.query(["v": text]).utf8))
        #expect(fields["v"] == (text.isEmpty ? nil : text))
    }

    @Test("a name twice, a broken percent, bytes that are no text and too many fields are refused whole")
    func refused() {
        #expect(FormFields("a=1&a=2".utf8) == nil)
        #expect(FormFields("a=%4".utf8) == nil)
        #expect(FormFields("a=%zz".utf8) == nil)
        #expect(FormFields("a=%FF".utf8) == nil)
        #expect(FormFields((0...FormFields.limit).map { "n\($0)=1" }.joined(separator: "&").utf8) == nil)
        #expect(FormFields((1...FormFields.limit).map { "n\($0)=1" }.joined(separator: "&").utf8) != nil)
    }
}
