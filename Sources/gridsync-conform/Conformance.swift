import GridRecords

/// Answers requests from the library's own types; nothing of the causality is done here.
enum Conformance {
    /// A request that asks for something it does not say, or says it wrongly.
    struct Malformed: Error {}

    /// How deep a request may nest: room for any JSON under `input`.
    static let maximumDepth = 64

    /// The reply to one line, without its line feed.
    static func reply(to line: [UInt8]) -> String {
        guard let request = try? JSONReader.read(line, maximumDepth: maximumDepth), !request.hasRepeatedKeys,
            let reply = try? reply(to: request)
        else { return JSONTree.fields(("r", .string("error"))).text }
        return reply.text
    }

    private static func reply(to request: JSONTree) throws(Malformed) -> JSONTree {
        let suite = try request.text(at: "suite")
        switch suite {
        case "vv_parse": return VectorSuites.parse(request["input"])
        case "vv_compare": return .fields(("r", try VectorSuites.compare(request)))
        case "vv_merge": return .fields(("r", try VectorSuites.merge(request)))
        case "vv_resolve": return .fields(("r", try VectorSuites.resolve(request)))
        case "dvv": return .fields(("r", try DottedSuite.run(request)))
        case "orset": return .fields(("r", try SetSuite.run(request)))
        case "hlc": return .fields(("r", try ClockSuite.run(request)))
        case "merkle_root": return .fields(("r", try MerkleSuites.root(request)))
        case "merkle_verify": return .fields(("r", try MerkleSuites.verify(request)))
        case "citizen_id":
            let isValid = CitizenID.check(try request.text(at: "number")) == .valid
            return .fields(("r", .string(isValid ? "valid" : "invalid")))
        case "mod11_2":
            guard let check = CitizenID.checkCharacter(of: try request.text(at: "body")) else { throw Malformed() }
            return .fields(("r", .string(String(check))))
        default: return .fields(("r", .string("unsupported")))
        }
    }
}
