import Foundation
import Synchronization

/// A server on 127.0.0.1 that takes connections one by one and answers each request with the same bytes.
final class OneAnswerServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let taken = Mutex<[[UInt8]]>([])

    /// - Parameters:
    ///   - answer: written whole for each request; nil leaves the client waiting.
    init(answer: [UInt8]?) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, generic, &size) == 0
            }
        }
        guard isBound else { throw CocoaError(.featureUnsupported) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                self?.serve(connection, answer)
                if answer != nil { close(connection) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The requests as they came, heads and bodies.
    var requests: [[UInt8]] { taken.withLock { $0 } }

    private func serve(_ connection: Int32, _ answer: [UInt8]?) {
        while let request = OneAnswerServer.request(from: connection) {
            taken.withLock { $0.append(request) }
            guard let answer else { return }
            var sent = 0
            while sent < answer.count {
                let count = answer.withUnsafeBytes { bytes in
                    send(
                        connection, bytes.baseAddress?.advanced(by: sent), answer.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    private static func request(from connection: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var needed: Int?
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while needed.map({ bytes.count < $0 }) ?? true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk.prefix(count)
            let text = String(decoding: bytes, as: UTF8.self)
            guard needed == nil, let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound]
            let length =
                head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
            needed = head.utf8.count + 4 + length
        }
        return bytes
    }
}
