import HummingbirdCore
import NIOCore

/// Reads one body, no more and no longer than it deserves.
struct BodyReader {
    private var iterator: RequestBody.AsyncIterator
    private let limits: ServerLimits
    private let channel: any Channel
    /// Bytes so far.
    private(set) var received = 0
    /// Whether a part of the body was left unread.
    var hasMore = false

    /// Bytes that are thrown away at most, after a refusal, before the connection ends.
    static let drainedBytes = 64 * 1_048_576
    /// Seconds for that.
    static let drainSeconds: Int64 = 5

    init(body: RequestBody, limits: ServerLimits, channel: any Channel) {
        iterator = body.makeAsyncIterator()
        self.limits = limits
        self.channel = channel
    }

    /// The whole body; nil when there is more than `limit` bytes. One that comes too slowly ends the connection.
    @concurrent
    mutating func read(limit: Int) async throws -> [UInt8]? {
        let pace = BodyPace(seconds: limits.bodySeconds, bytesPerSecond: limits.bodyBytesPerSecond)
        let deadline = BodyDeadline(channel: channel, pace: pace)
        defer { deadline.end() }
        var bytes: [UInt8] = []
        while let buffer = try await iterator.next() {
            received += buffer.readableBytes
            guard received <= limit else {
                hasMore = true
                return nil
            }
            bytes.append(contentsOf: buffer.readableBytesView)
            deadline.note(received: received)
        }
        return bytes
    }

    /// Throws away what is on its way, within bounds, so that the caller gets to read the answer.
    @concurrent
    mutating func drain() async throws {
        let closing = channel.eventLoop.scheduleTask(in: .seconds(BodyReader.drainSeconds)) { [channel] in
            channel.close(promise: nil)
        }
        defer { closing.cancel() }
        var drained = 0
        while drained < BodyReader.drainedBytes, let buffer = try await iterator.next() {
            drained += buffer.readableBytes
        }
    }
}

/// How long a body may take: a fixed time, and more for what has come.
struct BodyPace: Hashable, Sendable {
    let seconds: Int
    let bytesPerSecond: Int

    /// Milliseconds from the beginning by which the body has to be whole, after so many bytes.
    func allowed(after bytes: Int) -> Int64 {
        Int64(seconds) * 1_000 + Int64(bytes) * 1_000 / Int64(max(1, bytesPerSecond))
    }
}

/// Closes the connection of a body that comes too slowly.
final class BodyDeadline: Sendable {
    private let channel: any Channel
    private let pace: BodyPace
    private let began = NIODeadline.now()
    private let received = ReceivedBytes()

    init(channel: any Channel, pace: BodyPace) {
        self.channel = channel
        self.pace = pace
        arm()
    }

    func note(received bytes: Int) { received.set(bytes) }
    func end() { received.finish() }

    private func arm() {
        let due = began + .milliseconds(pace.allowed(after: received.value ?? 0))
        channel.eventLoop.scheduleTask(deadline: due) { [self] in
            guard let bytes = received.value else { return }
            if NIODeadline.now() >= began + .milliseconds(pace.allowed(after: bytes)) {
                channel.close(promise: nil)
            } else {
                arm()
            }
        }
    }
}
