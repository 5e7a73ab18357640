import Foundation

/// A certificate for 127.0.0.1 and its key, made by `openssl` when they are wanted.
struct SelfSigned {
    let certificate: String
    let key: String

    init(in directory: String) throws {
        certificate = "\(directory)/certificate.pem"
        key = "\(directory)/key.pem"
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: try Programs.system("openssl"))
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw HTTPConnection.Failed(description: "openssl made no certificate")
        }
    }
}

/// TLS to a port by a program of the system: what is written comes out encrypted, what comes is read in the clear.
final class Tunnel {
    let input: Int32
    let output: Int32
    private let process = Foundation.Process()
    private let (writing, reading) = (Pipe(), Pipe())

    init(port: Int, certificate: SelfSigned) throws {
        process.executableURL = URL(fileURLWithPath: try Programs.system("openssl"))
        process.arguments = [
            "s_client", "-quiet", "-verify_return_error", "-CAfile", certificate.certificate, "-connect",
            "127.0.0.1:\(port)",
        ]
        process.standardInput = writing
        process.standardOutput = reading
        process.standardError = FileHandle.nullDevice
        input = reading.fileHandleForReading.fileDescriptor
        output = writing.fileHandleForWriting.fileDescriptor
        try process.run()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }
}
