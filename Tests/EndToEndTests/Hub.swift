import Foundation
import GridRecords
import Testing

/// Codes of the areas that every test hub knows.
enum Area {
    static let township = "330102001"
    static let village = "330102001001"
    static let first = "330102001001001"
    static let second = "330102001001002"

    static let table = """
        code,name,level,parent
        33,浙江省,province,
        3301,杭州市,city,33
        330102,上城区,county,3301
        330102001,清波街道,township,330102
        330102001001,清波门社区,village,330102001
        330102001001001,第一网格,grid,330102001001
        330102001001002,第二网格,grid,330102001001

        """
}

/// A running daemon with the areas of `Area`, its data in a directory of its own.
final class Hub: Sendable {
    let directory: TemporaryDirectory
    let address: String
    private let process: Process

    private init(directory: TemporaryDirectory, address: String, process: Process) {
        self.directory = directory
        self.address = address
        self.process = process
    }

    var data: String { directory.path + "/hub" }

    /// Starts a hub, does the work, and stops the hub whatever became of the work.
    static func running(_ work: (Hub) async throws -> Void) async throws {
        let hub = try await start()
        do { try await work(hub) } catch {
            await hub.stop()
            throw error
        }
        await hub.stop()
    }

    private static func start() async throws -> Hub {
        let directory = try TemporaryDirectory()
        let data = directory.path + "/hub"
        let areas = try directory.write(Area.table, to: "areas.csv")
        let imported = try await Programs.run("gridsyncd", ["areas", "import", areas, "--data", data, "--json"])
        guard imported.status == 0 else { throw UnexpectedEnd(outcome: imported, expected: 0) }
        let process = Programs.process(
            "gridsyncd", ["serve", "--data", data, "--listen", "127.0.0.1:0", "--json"])
        let output = Pipe()
        let log = directory.path + "/log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
        let line = await Programs.firstLine(of: output.fileHandleForReading)
        guard let address = (try? JSONValue(parsing: line))?["listening"]?.string else {
            process.terminate()
            let errors = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            let outcome = Outcome(command: "gridsyncd serve", status: -1, output: line, errors: errors)
            throw UnexpectedEnd(outcome: outcome, expected: 0)
        }
        return Hub(directory: directory, address: address, process: process)
    }

    /// Ends the daemon; once is enough.
    func stop() async {
        process.terminate()
        await Programs.ended(process)
    }

    /// The lines that an administrative command printed; it must end with 0.
    @discardableResult
    func run(_ arguments: String...) async throws -> [JSONValue] {
        let outcome = try await Programs.run("gridsyncd", arguments + ["--data", data, "--json"])
        guard outcome.status == 0 else { throw UnexpectedEnd(outcome: outcome, expected: 0) }
        return try outcome.lines()
    }

    /// Adds a worker and gives its id.
    func worker(_ name: String, role: String = "worker", areas: String...) async throws -> String {
        let arguments = ["workers", "add", name, "--role", role] + areas.flatMap { ["--area", $0] }
        let outcome = try await Programs.run("gridsyncd", arguments + ["--data", data, "--json"])
        guard outcome.status == 0 else { throw UnexpectedEnd(outcome: outcome, expected: 0) }
        return try #require(outcome.lines().first?["worker"]?.string)
    }

    /// Enrols a new device of a worker and pulls.
    func device(of worker: String) async throws -> Device {
        let code = try #require(try await run("devices", "code", "--worker", worker).first?["code"]?.string)
        let name = "device-\(UInt32.random(in: .min ... .max))"
        let device = Device(store: directory.path + "/" + name, worker: worker)
        let enrolled = try await device.one("enrol", "--hub", address, "--code", code)
        #expect(enrolled["worker"]?.string == worker)
        try await device.one("pull")
        return device
    }

    /// A device of a new worker with that role in those areas.
    func device(_ name: String, role: String = "worker", area: String = Area.first) async throws -> Device {
        try await device(of: try await worker(name, role: role, areas: area))
    }
}
