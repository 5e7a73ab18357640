import Foundation
import GridRecords
import Testing

@Suite("sync --watch")
struct WatchTests {
    @Test("it tells an exchange as a line, lets another command write beside it, and ends with 0 when told to")
    func watch() async throws {
        try await Hub.running { hub in
            let ann = try await hub.device("Ann")
            let watching = Programs.process("gridsync", ["sync", "--watch", "--json", "--store", ann.store])
            let output = Pipe()
            watching.standardOutput = output
            watching.standardError = FileHandle.nullDevice
            try watching.run()
            let line = await Programs.firstLine(of: output.fileHandleForReading)
            let exchange = try JSONValue(parsing: line)
            #expect(exchange["push"]?["sent"]?.integer == 0)
            #expect(exchange["pull"]?["more"]?.bool == false)
            // The store is not held while the watch waits.
            try await ann.hazard()
            watching.terminate()
            await Programs.ended(watching)
            #expect(watching.terminationStatus == 0)
            #expect(watching.terminationReason == .exit)
        }
    }
}
