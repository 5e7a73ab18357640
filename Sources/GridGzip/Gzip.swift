import CZlib

/// Why bytes could not be taken out of a gzip member (RFC 1952).
package enum GzipError: Error, Hashable, Sendable {
    /// More bytes than allowed would come out.
    case tooLarge
    /// Not one whole gzip member, or bytes after it.
    case invalid
}

/// Bodies on their way, compressed as one gzip member.
package enum Gzip {
    /// Compresses for speed rather than size; nil when that fails, so that the body goes as it is.
    package static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var written = 0
        var result: Int32 = -1
        let capacity = gridsync_gzip_bound(bytes.count)
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            result = gridsync_gzip(bytes, bytes.count, buffer.baseAddress, capacity, 4, &written)
            count = written
        }
        return result == 0 ? output : nil
    }

    /// Takes out what was compressed, stopping as soon as it is more than `limit` bytes: a bomb costs no more than
    /// that.
    package static func expand(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
        guard let inflater = gridsync_inflater_open() else { throw .invalid }
        defer { gridsync_inflater_close(inflater) }
        var output: [UInt8] = []
        output.reserveCapacity(min(limit, bytes.count * 4))
        var position = 0
        var hasEnded = false
        while !hasEnded {
            let step = try step(inflater, bytes, from: position)
            position += step.read
            hasEnded = step.hasEnded
            guard output.count + step.output.count <= limit else { throw .tooLarge }
            guard hasEnded || step.read > 0 || !step.output.isEmpty else { throw .invalid }
            output += step.output
        }
        guard position == bytes.count else { throw .invalid }
        return output
    }

    private struct Step {
        var read: Int
        var output: [UInt8]
        var hasEnded: Bool
    }

    /// One turn with room for 64 KiB.
    private static func step(
        _ inflater: OpaquePointer, _ bytes: [UInt8], from position: Int
    ) throws(GzipError) -> Step {
        var read = 0
        var written = 0
        var ended: Int32 = 0
        var result: Int32 = 0
        let room = 65_536
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            bytes.withUnsafeBufferPointer { input in
                result = gridsync_inflater_step(
                    inflater, input.baseAddress.map { $0 + position }, input.count - position, &read,
                    buffer.baseAddress, room, &written, &ended)
            }
            count = written
        }
        guard result == 0 else { throw .invalid }
        return Step(read: read, output: output, hasEnded: ended == 1)
    }
}
