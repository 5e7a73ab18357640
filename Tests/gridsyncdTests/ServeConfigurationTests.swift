import Foundation
import GridServer
import Testing

@testable import gridsyncd

@Suite("Configuration of serve")
struct ServeConfigurationTests {
    private func read(_ text: String, environment: [String: String] = [:]) throws -> ServeConfiguration {
        let path = NSTemporaryDirectory() + "/gridsyncd-\(getpid())-\(UInt64.random(in: .min ... .max)).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var configuration = ServeConfiguration()
        try configuration.read(file: path)
        try configuration.read(environment: environment)
        return configuration
    }

    @Test("the file is read, and the environment goes before it")
    func order() throws {
        let text = "listen: 127.0.0.1:1\ndata: /d\ntls:\n  certificate: c\n  key: k\nlimits:\n  first_syncs: 5\n"
        let configuration = try read(text, environment: ["GRIDSYNCD_LISTEN": "127.0.0.1:2"])
        #expect(configuration.listen == "127.0.0.1:2")
        #expect(configuration.data == "/d")
        #expect(configuration.certificate == "c")
        #expect(configuration.limits.firstSyncs.running == 5)
    }

    @Test(
        "a key that is not known, or a value of another form, is a mistake",
        arguments: [
            "lisen: x\n", "limits:\n  first_syncs: 0\n", "limits: 3\n", "behind_proxy: perhaps\n", "- a\n", "a: [\n",
        ])
    func strict(text: String) {
        #expect { try read(text) } throws: { ($0 as? Failure)?.exitCode == 65 }
    }

    @Test("a certificate without its key is wrong usage")
    func certificate() {
        var configuration = ServeConfiguration()
        configuration.certificate = "c"
        #expect { try configuration.certificateFiles() } throws: { ($0 as? Failure)?.exitCode == 64 }
    }
}
