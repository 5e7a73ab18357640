import ArgumentParser
import Foundation

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
            output.fail(Failure.usage(Daemon.message(for: error), usage: Daemon.usage(for: error)))
            exit(64)
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
