import GridGzip
import Testing

@Suite("Gzip")
struct GzipTests {
    @Test("what was compressed comes out as it went in", arguments: [0, 1, 100, 65_535, 65_536, 65_537, 1_000_000])
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let compressed = try #require(Gzip.compress(bytes))
        #expect(try Gzip.expand(compressed, limit: count) == bytes)
    }

    @Test("one byte over the limit is refused, the limit itself is not")
    func limit() throws {
        let compressed = try #require(Gzip.compress([UInt8](repeating: 1, count: 200_000)))
        #expect(try Gzip.expand(compressed, limit: 200_000).count == 200_000)
        #expect(throws: GzipError.tooLarge) { try Gzip.expand(compressed, limit: 199_999) }
    }

    @Test("a bomb stops at the limit")
    func bomb() throws {
        let compressed = try #require(Gzip.compress([UInt8](repeating: 0, count: 64 << 20)))
        #expect(compressed.count < 1 << 20)
        #expect(throws: GzipError.tooLarge) { try Gzip.expand(compressed, limit: 1 << 20) }
    }

    @Test("bytes that are cut, changed or go on are refused, never read half")
    func hostile() throws {
        let compressed = try #require(Gzip.compress(Array("a text that is compressed".utf8)))
        for count in 0..<compressed.count {
            #expect(throws: GzipError.invalid) { try Gzip.expand(Array(compressed.prefix(count)), limit: 1_000) }
        }
        #expect(throws: GzipError.invalid) { try Gzip.expand(compressed + [0], limit: 1_000) }
        #expect(throws: GzipError.invalid) { try Gzip.expand(Array("no gzip at all".utf8), limit: 1_000) }
        var changed = compressed
        changed[changed.count - 6] ^= 1
        #expect(throws: GzipError.invalid) { try Gzip.expand(changed, limit: 1_000) }
    }
}
