import ArgumentParser
import GridRecords

/// The central daemon and what is done at it.
struct Daemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gridsyncd",
        abstract: "The hub of gridsync: takes in what devices bring, merges it, and answers.",
        discussion: """
            Global options (--data DIR, --json, --lang zh|en) stand before or after the subcommand. The data \
            directory is --data, else $GRIDSYNCD_DATA, else ~/.local/share/gridsyncd. While a daemon runs there, the \
            other commands go through it.
            """,
        version: Software.name,
        subcommands: [
            Serve.self, Areas.self, Workers.self, Devices.self, Conflicts.self, Duplicates.self, Export.self,
            Erase.self,
            Alarms.self, Quarantine.self, Report.self, Lists.self, Stars.self, Overdue.self, Backup.self, Restore.self,
            Verify.self,
            Reindex.self, Doctor.self,
        ])
}

/// What this program calls itself.
enum Software {
    static let name = "gridsyncd 0.1.0"
}

/// The options that every subcommand takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The data directory.", valueName: "dir"))
    var data: String?

    @Flag(name: .long, help: "JSON for programs, nothing else on standard output.")
    var json = false

    @Option(name: .long, help: "The language for people: zh or en.")
    var lang: String?

    func validate() throws {
        if let lang, Language(rawValue: lang) == nil {
            throw ValidationError("--lang is zh or en, not \(lang).")
        }
    }

    var directory: DataDirectory { DataDirectory(named: data) }
    var output: Output { Output(isJSON: json, language: Language.chosen(lang)) }

    /// Runs an administrative command and gives back its lines.
    func ask(_ command: String, _ arguments: JSONMembers = [:], mayCreate: Bool = false) async throws -> [String] {
        try await Administration(data: directory, language: output.language).run(
            command, .object(arguments.compactMapValues { $0 }), mayCreate: mayCreate)
    }

    /// Runs an administrative command and prints its lines.
    func show(
        _ command: String, _ arguments: JSONMembers = [:], mayCreate: Bool = false, columns: [String],
        empty: (english: String, chinese: String) = ("Nothing.", "没有内容。")
    ) async throws {
        let lines = try await ask(command, arguments, mayCreate: mayCreate)
        output.lines(lines, columns: columns, empty: empty)
    }
}
