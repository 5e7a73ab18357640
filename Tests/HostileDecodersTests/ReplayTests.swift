import HostileDecoders
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs what the fuzzer kept: the corpus, and every input that once broke a decoder.
@Suite("Hostile bytes that were kept") struct ReplayTests {
    private static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz")

    private static func inputs(in name: String) throws -> [(name: String, bytes: [UInt8])] {
        let directory = directory.appending(path: name)
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted().map { file in
            (file, [UInt8](try Data(contentsOf: directory.appending(path: file))))
        }
    }

    @Test("the corpus of a decoder keeps its laws", arguments: HostileDecoder.allCases)
    func corpus(decoder: HostileDecoder) throws {
        let inputs = try ReplayTests.inputs(in: "corpus/\(decoder.rawValue)")
        #expect(!inputs.isEmpty)
        for input in inputs {
            let breach = decoder.breach(input.bytes)
            #expect(breach == nil, "\(decoder.rawValue)/\(input.name)")
        }
    }

    @Test("what once broke a decoder breaks none any more", arguments: HostileDecoder.allCases)
    func crashes(decoder: HostileDecoder) throws {
        for input in try ReplayTests.inputs(in: "crashes") {
            let breach = decoder.breach(input.bytes)
            #expect(breach == nil, "\(decoder.rawValue): \(input.name)")
        }
    }
}
