import ArgumentParser
import Foundation
import GridClient
import GridRecords

/// The field client's command line.
struct Gridsync: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gridsync", abstract: localised(.programAbstract), discussion: localised(.programDiscussion),
        version: Software.version,
        subcommands: [
            Enrol.self, New.self, SetFields.self, Unset.self, Remove.self, RestoreRecord.self, Apply.self, Show.self,
            List.self, History.self, Push.self, Pull.self, Sync.self, Status.self, Outbox.self, Quarantined.self,
            News.self, Conflicts.self, Import.self, Export.self, Verify.self, Doctor.self, CatalogueFields.self,
            Reveal.self, OfficeReport.self, Lists.self, Stars.self, Overdue.self,
        ])

    @OptionGroup var globals: GlobalOptions
}

/// What this program calls itself towards a hub.
enum Software {
    static let version = "1.0.0"
    static let name = "gridsync \(version)"
}

@main
enum Program {
    static func main() async {
        let status = await Program.run(
            Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
        exit(status)
    }

    /// Runs one command line and says what the process is to end with.
    static func run(_ arguments: [String], environment: [String: String]) async -> Int32 {
        let normalised = ArgumentNormaliser(grammar: .gridsync).normalise(arguments)
        // The console must be known before the arguments are understood: wrong usage is told in its form, too.
        let options = normalised.prefix { $0 != "--" }
        let console = Console(
            isJSON: options.contains("--json"), language: Language(arguments: arguments, environment: environment),
            environment: environment)
        do {
            let parsed = try parse(normalised, console: console)
            guard let command = parsed as? any FieldCommand else { return helped(parsed, console: console) }
            let session = try Session(options: command.globals, console: console, environment: environment)
            return try await command.perform(in: session)
        } catch {
            let failure = ClientError.from(error, language: console.language)
            console.report(failure)
            return failure.exitCode
        }
    }

    /// The command; an error is wrong usage. What only asks for help is printed here and comes back as nil.
    private static func parse(_ arguments: [String], console: Console) throws(ClientError) -> (any ParsableCommand)? {
        do {
            return try Gridsync.parseAsRoot(arguments)
        } catch {
            if Gridsync.exitCode(for: error).isSuccess {
                console.line(Gridsync.message(for: error))
                return nil
            }
            throw ClientError.usage(
                Gridsync.message(for: error), hint: Message.usageHint.text(console.language))
        }
    }

    /// Ends a command line that named no command of ours: help was printed, or a command is missing.
    private static func helped(_ parsed: (any ParsableCommand)?, console: Console) -> Int32 {
        guard var parsed else { return Exit.done }
        guard !(parsed is Gridsync) else {
            console.report(
                .usage(console.text(.errorNoCommand), hint: Message.usageHint.text(console.language)))
            return Exit.usage
        }
        do {
            try parsed.run()
            return Exit.done
        } catch {
            // The parser's own `help` command tells its text as an error.
            console.line(Gridsync.fullMessage(for: error))
            return Gridsync.exitCode(for: error).isSuccess ? Exit.done : Exit.usage
        }
    }
}
