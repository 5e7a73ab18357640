import GridWire
import Testing

@Suite("Content types") struct WireFormatTests {
    @Test("a content type is read without its parameters, in any case")
    func contentType() {
        #expect(WireFormat(contentType: "application/json; charset=utf-8") == .json)
        #expect(WireFormat(contentType: "Application/X-Protobuf") == .protobuf)
        #expect(WireFormat(contentType: "text/html") == nil)
        #expect(WireFormat.allCases.allSatisfy { WireFormat(contentType: $0.contentType) == $0 })
    }

    @Test("a request without a type is protobuf, one of another type is refused with 415")
    func request() throws {
        #expect(try WireFormat.ofRequest(contentType: nil) == .protobuf)
        #expect { try WireFormat.ofRequest(contentType: "text/html") } throws: { ($0 as? WireError)?.status == 415 }
    }

    @Test("an answer follows Accept, and the request where Accept names neither")
    func answer() {
        #expect(WireFormat.ofAnswer(accept: nil, request: .json) == .json)
        #expect(WireFormat.ofAnswer(accept: "*/*", request: .protobuf) == .protobuf)
        #expect(WireFormat.ofAnswer(accept: "application/json", request: .protobuf) == .json)
        #expect(
            WireFormat.ofAnswer(accept: "application/json;q=0.5, application/x-protobuf", request: .json) == .protobuf)
        #expect(WireFormat.ofAnswer(accept: "application/x-protobuf;q=0, text/html", request: .json) == .json)
    }
}
