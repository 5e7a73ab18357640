import Foundation
import GridRecords

/// The caller's side of the administrative socket.
enum SocketClient {
    /// The answer's lines; nil when no daemon listens there.
    static func ask(_ path: String, command: String, arguments: JSONValue) throws(Failure) -> [String]? {
        guard let descriptor = connected(to: path) else { return nil }
        defer { close(descriptor) }
        let request: JSONValue = ["command": .string(command), "arguments": arguments]
        try send(request.bytes + [0x0A], to: descriptor)
        var lines = try received(from: descriptor).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        guard let last = lines.popLast(), let end = try? JSONValue(parsing: last) else {
            throw Failure("store_busy", "the daemon ended before it answered", hint: "try again", exitCode: 75)
        }
        if end["done"]?.bool == true { return lines }
        guard let error = end["error"] else {
            throw Failure(
                "store_busy", "the daemon ended before it had answered in full", hint: "try again", exitCode: 75)
        }
        let code = error["code"]?.string ?? "internal"
        throw Failure(
            code, error["message"]?.string ?? "", hint: error["hint"]?.string ?? "",
            exitCode: Failure.exitCode(of: code, status: error["status"]?.integer.map { Int($0) }))
    }

    private static func connected(to path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw Failure("store_busy", "the daemon does not take the command", hint: "try again", exitCode: 75)
            }
            sent += count
        }
    }

    private static func received(from descriptor: Int32) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure("store_busy", "the daemon ended before it answered", hint: "try again", exitCode: 75)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
