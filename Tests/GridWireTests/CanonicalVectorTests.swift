import Foundation
import GridCausality
import GridRecords
import GridSync
import SwiftProtobuf
import Testing

@testable import GridWire

/// Holds `Protocol/vectors` to the code. With GRIDSYNC_WRITE_VECTORS set the files are written anew instead.
@Suite("Vectors of the canonical form") struct CanonicalVectorTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let directory = root.appendingPathComponent("Protocol/vectors")

    @Test("each file holds the bytes that this version makes", arguments: CanonicalVector.all.map(\.name))
    func file(name: String) throws {
        let vector = try #require(CanonicalVector.all.first { $0.name == name })
        let file = Self.directory.appendingPathComponent("\(name).json")
        if ProcessInfo.processInfo.environment["GRIDSYNC_WRITE_VECTORS"] != nil {
            try FileManager.default.createDirectory(at: Self.directory, withIntermediateDirectories: true)
            try vector.text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == vector.text)
    }

    @Test("the changeset read from protobuf and from JSON is the one of the canonical bytes")
    func reading() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
            .filter { $0.hasSuffix(".json") }
        #expect(names.count == CanonicalVector.all.count && names.count >= 20)
        for name in names {
            let data = try Data(contentsOf: Self.directory.appendingPathComponent(name))
            let file = try JSONValue(parsing: [UInt8](data))
            let binary = try #require(Hexadecimal.decode(file["push_protobuf"]?.string ?? "-"))
            let json = Array(try #require(file["push_json"]).text.utf8)
            let canonical = file["changesets"]?.array?.map { $0["canonical"]?.string ?? "" }
            for push in [try ProtoPush(serializedBytes: binary), try ProtoPush(jsonUTF8Bytes: json)] {
                let read = try PushReader.changesets(of: push).map(\.changeset)
                #expect(read.map { Hexadecimal.encode($0.canonicalBytes) } == canonical, "\(name)")
                for changeset in read { #expect(try Changeset(canonical: changeset.canonicalBytes) == changeset) }
            }
        }
    }

    @Test("the example client in Python makes the same bytes")
    func exampleClient() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Self.root.appendingPathComponent("Protocol/examples/client.py").path, "selfcheck",
            Self.directory.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }
}

/// Holds the documents of `Protocol/` to the code.
@Suite("Protocol documents") struct ProtocolDocumentTests {
    private static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Protocol")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.directory.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("openapi.yaml has a schema for every message that has fields")
    func schemas() throws {
        let description = try text("openapi.yaml")
        let proto = try text("gridsync.proto")
        for line in proto.split(separator: "\n") where line.hasPrefix("message ") {
            let name = line.split(separator: " ")[1]
            if name == "Standing" { continue }
            #expect(description.contains("\n    \(name):\n"), "\(name)")
        }
    }

    @Test("SPEC.md names every reason, every code of the wire and every limit of a message")
    func codes() throws {
        let specification = try text("SPEC.md")
        for reason in Reason.allCases { #expect(specification.contains("| `\(reason.rawValue)` |")) }
        for code in WireError.Code.allCases { #expect(specification.contains("| `\(code.rawValue)` |")) }
        for kind in Verdict.Kind.allCases { #expect(specification.contains("| `\(kind.rawValue)` |")) }
        for limit in ["2,000", "256", "512", "4,096", "65,536", "8 MiB", "1 MiB"] {
            #expect(specification.contains("| \(limit)"))
        }
    }
}
