import Dispatch
import Foundation
import GridRecords
import Testing

/// One run of a program that ended.
struct Outcome: Sendable {
    let command: String
    let status: Int32
    let output: String
    let errors: String

    /// Every line of standard output as JSON.
    func lines() throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    /// The code of the error object on standard error; nil when there is none.
    var errorCode: String? {
        let last = errors.split(separator: "\n").last.map(String.init) ?? ""
        return (try? JSONValue(parsing: last))?["error"]?["code"]?.string
    }
}

/// A program that ended otherwise than it had to.
struct UnexpectedEnd: Error, CustomStringConvertible {
    let outcome: Outcome
    let expected: Int32

    var description: String {
        "\(outcome.command) ended with \(outcome.status) instead of \(expected): \(outcome.errors)\(outcome.output)"
    }
}

/// The built programs, beside the test bundle or where GRIDSYNC_PROGRAMS says.
enum Programs {
    static func url(_ name: String) -> URL {
        let environment = ProcessInfo.processInfo.environment
        let directory =
            environment["GRIDSYNC_PROGRAMS"].map { URL(fileURLWithPath: $0) } ?? besideTests(holding: name)
        return directory.appendingPathComponent(name)
    }

    /// The bundle's directory on Linux; where the runner is another program, its argument names the bundle.
    private static func besideTests(holding name: String) -> URL {
        let candidates = CommandLine.arguments.filter { $0.contains(".xctest") } + [CommandLine.arguments[0]]
        for candidate in candidates {
            var directory = URL(fileURLWithPath: candidate)
            while directory.path != "/" {
                directory.deleteLastPathComponent()
                let program = directory.appendingPathComponent(name).path
                var isDirectory: ObjCBool = false
                if FileManager.default.fileExists(atPath: program, isDirectory: &isDirectory), !isDirectory.boolValue {
                    return directory
                }
            }
        }
        return URL(fileURLWithPath: ".build/debug")
    }

    static func process(_ name: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = url(name)
        process.arguments = arguments
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
            "LANG": "en_US.UTF-8", "TZ": "Asia/Shanghai",
        ]
        return process
    }

    /// Runs a program to its end on a thread of its own; `input` is its standard input.
    static func run(_ name: String, _ arguments: [String], input: String = "") async throws -> Outcome {
        let process = process(name, arguments)
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        async let output = allBytes(of: stdout.fileHandleForReading)
        async let errors = allBytes(of: stderr.fileHandleForReading)
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let (outputText, errorText) = (await output, await errors)
        await ended(process)
        return Outcome(
            command: ([name] + arguments).joined(separator: " "), status: process.terminationStatus,
            output: outputText, errors: errorText)
    }

    private static func allBytes(of handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = (try? handle.readToEnd()) ?? nil
                continuation.resume(returning: String(decoding: data ?? Data(), as: UTF8.self))
            }
        }
    }

    static func ended(_ process: Process) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                process.waitUntilExit()
                continuation.resume()
            }
        }
    }

    /// The first line that comes on a handle; empty when it ends before.
    static func firstLine(of handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var bytes: [UInt8] = []
                while let byte = try? handle.read(upToCount: 1)?.first, byte != 0x0A { bytes.append(byte) }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}

/// A directory that goes with the value that owns it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        // Short, because the hub's socket lies in it and its path has at most 107 bytes.
        path = "/tmp/gs-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
