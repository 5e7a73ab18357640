import ArgumentParser
import Foundation
import GridRecords

/// The way of one invocation: arguments, command, exit code.
enum Program {
    static func run(_ arguments: [String]) async -> Never {
        signal(SIGPIPE, SIG_IGN)
        umask(0o077)
        let arranged = Arrangement.arranged(arguments)
        let output = Output(
            isJSON: Arrangement.contains("--json", in: arguments),
            language: Language.chosen(Arrangement.value(of: "--lang", in: arguments)))
        do {
            var command = try Daemon.parseAsRoot(arranged)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit(0)
        } catch let failure as Failure {
            output.fail(failure)
            exit(failure.exitCode)
        } catch {
            let code = Daemon.exitCode(for: error)
            guard code != .success else {
                output.line(Daemon.fullMessage(for: error))
                exit(0)
            }
            let mistake = Program.mistake(in: arguments) ?? error
            output.fail(Failure.usage(Daemon.message(for: mistake), usage: Daemon.usage(for: mistake)))
            exit(64)
        }
    }

    /// What is wrong with the arguments apart from the global options, which hide it where there is no subcommand to
    /// take them.
    private static func mistake(in arguments: [String]) -> (any Error)? {
        do {
            _ = try Daemon.parseAsRoot(Arrangement.withoutGlobals(arguments))
            return nil
        } catch {
            return error
        }
    }
}

extension Daemon {
    /// The synopsis that goes with a mistake in the arguments.
    fileprivate static func usage(for error: any Error) -> String {
        let message = fullMessage(for: error)
        let lines = message.split(separator: "\n").filter { $0.hasPrefix("Usage:") }
        return lines.first.map(String.init) ?? "gridsyncd --help"
    }
}
