import Foundation
import Synchronization

/// A line of so many bits a second and so much delay each way, in front of a port: bytes pass a proxy in this process
/// at that pace.
final class SlowLine: Sendable {
    let port: Int
    private let listener: Int32
    private let count = Count()

    init(to upstream: Int, bitsPerSecond: Double, delaySeconds: Double) throws {
        let (listener, port) = try LoopbackSocket.listening()
        (self.listener, self.port) = (listener, port)
        let count = count
        SlowLine.detached {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                guard let server = try? LoopbackSocket.connected(to: upstream) else {
                    close(client)
                    continue
                }
                for (from, to) in [(client, server), (server, client)] {
                    Direction(
                        from: from, to: to, bytesPerSecond: bitsPerSecond / 8, delay: delaySeconds, count: count
                    ).start()
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Bytes that went through so far, both ways.
    var carried: Int { count.bytes.withLock { $0 } }

    private final class Count: Sendable {
        let bytes = Mutex(0)
    }

    fileprivate static func detached(_ work: @escaping @Sendable () -> Void) { Thread(block: work).start() }

    /// Bytes one way: read no faster than the line takes them, and let out after the delay.
    private final class Direction: Sendable {
        private let from: Int32
        private let to: Int32
        private let bytesPerSecond: Double
        private let delay: Double
        private let count: Count
        /// What is on the line, with the time at which it arrives; nil is the end.
        private let travelling = Mutex<[(at: ContinuousClock.Instant, bytes: [UInt8]?)]>([])
        private let arrivals = DispatchSemaphore(value: 0)

        init(from: Int32, to: Int32, bytesPerSecond: Double, delay: Double, count: Count) {
            (self.from, self.to, self.bytesPerSecond, self.delay) = (from, to, bytesPerSecond, delay)
            self.count = count
        }

        func start() {
            SlowLine.detached { self.takeIn() }
            SlowLine.detached { self.letOut() }
        }

        private func takeIn() {
            var buffer = [UInt8](repeating: 0, count: 1_460)
            var free = ContinuousClock.now
            while true {
                let received = read(from, &buffer, buffer.count)
                if received < 0, errno == EINTR { continue }
                free = max(free, .now) + .seconds(Double(max(received, 0)) / bytesPerSecond)
                let bytes = received > 0 ? Array(buffer[..<received]) : nil
                travelling.withLock { $0.append((free + .seconds(delay), bytes)) }
                arrivals.signal()
                guard received > 0 else { return }
                count.bytes.withLock { $0 += received }
                SlowLine.sleep(until: free)
            }
        }

        private func letOut() {
            while true {
                arrivals.wait()
                let next = travelling.withLock { $0.removeFirst() }
                SlowLine.sleep(until: next.at)
                guard let bytes = next.bytes else {
                    shutdown(to, Int32(SHUT_WR))
                    return
                }
                var sent = 0
                while sent < bytes.count {
                    let count = bytes[sent...].withUnsafeBytes { write(to, $0.baseAddress, $0.count) }
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return }
                    sent += count
                }
            }
        }
    }

    private static func sleep(until time: ContinuousClock.Instant) {
        let left = (time - .now) / .seconds(1)
        if left > 0 { Thread.sleep(forTimeInterval: left) }
    }
}
