import GridCausality
import Testing

@testable import GridStoreSQLite

@Suite("What lines of the log have in common")
struct LogTextTests {
    @Test("the plainest verdict is no text, every other stays as it is, and each comes back")
    func verdicts() {
        let plain = "{\"kind\":\"applied\"}"
        #expect(LogText.short(plain).isEmpty)
        for verdict in [plain, "{\"kind\":\"merged\"}", "{\"detail\":\"x\",\"kind\":\"applied\"}"] {
            #expect(LogText.long(LogText.short(verdict)) == verdict)
        }
    }

    @Test("the head of a body ends behind its replica's id, when that stands within the first 256 bytes")
    func heads() {
        let id = replica(1).bytes
        #expect(LogText.headCount(of: [], replica: replica(1)) == 0)
        #expect(LogText.headCount(of: id, replica: replica(1)) == 16)
        #expect(LogText.headCount(of: [1, 1, 1] + id + [9], replica: replica(1)) == 19)
        #expect(LogText.headCount(of: id.dropLast() + [9, 9], replica: replica(1)) == 0)
        for (before, count) in [(240, 256), (241, 0)] {
            #expect(LogText.headCount(of: [UInt8](repeating: 0, count: before) + id, replica: replica(1)) == count)
        }
        #expect(LogText.headCount(of: replica(2).bytes, replica: replica(1)) == 0)
    }
}
