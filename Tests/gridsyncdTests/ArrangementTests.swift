import ArgumentParser
import Testing

@testable import gridsyncd

@Suite("Arguments")
struct ArrangementTests {
    @Test(
        "global options may stand before the subcommand or after it",
        arguments: [
            ["--data", "d", "--json", "workers", "list"], ["workers", "--json", "list", "--data", "d"],
            ["workers", "list", "--data", "d", "--json"],
        ])
    func anywhere(arguments: [String]) throws {
        let arranged = Arrangement.arranged(arguments)
        #expect(arranged.prefix(2) == ["workers", "list"])
        let command = try #require(try Daemon.parseAsRoot(arranged) as? Workers.List)
        #expect(command.global.data == "d")
        #expect(command.global.json)
    }

    @Test("areas are one or more after one option, which may be repeated")
    func areas() throws {
        let arranged = Arrangement.arranged([
            "--json", "workers", "add", "张三", "--role", "worker", "--area", "a", "b", "--area", "c", "--data", "d",
        ])
        let command = try #require(try Daemon.parseAsRoot(arranged) as? Workers.Add)
        #expect(command.area == ["a", "b", "c"])
        #expect(command.name == "张三")
    }

    @Test("a value or note is taken as it stands")
    func literal() throws {
        let arranged = Arrangement.arranged([
            "conflicts", "resolve", "x", "--value", "--json", "--note", "-5", "--as", "w", "--data", "d",
        ])
        let command = try #require(try Daemon.parseAsRoot(arranged) as? Conflicts.Resolve)
        #expect(command.value == "--json")
        #expect(command.note == "-5")
        #expect(!command.global.json)
    }

    @Test(
        "what is said twice or not at all is wrong usage",
        arguments: [
            ["conflicts", "resolve", "--take", "1", "--as", "w"], ["conflicts", "resolve", "x", "--as", "w"],
            ["conflicts", "resolve", "x", "--take", "0", "--as", "w"], ["restore", "d"],
            ["quarantine", "accept", "--as", "w"],
            ["restore", "d", "--ledger", "l", "--without-ledger"],
            ["workers", "add", "n", "--role", "king", "--area", "a"],
            ["export", "--format", "xml"], ["nothing"], ["--lang", "fr", "workers", "list"],
        ])
    func usage(arguments: [String]) {
        #expect(throws: (any Error).self) { try Daemon.parseAsRoot(Arrangement.arranged(arguments)) }
    }
}
