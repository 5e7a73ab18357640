import ArgumentParser
import Foundation
import GridClient
import GridRecords

struct Outbox: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: localised(.helpOutbox), subcommands: [Listing.self, ExportFile.self],
        defaultSubcommand: Listing.self)

    struct Listing: FieldCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: localised(.helpOutbox))

        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let entries = try await session.withClient { client throws(ClientError) in try client.outbox() }
            session.console.results(entries, empty: .nothingToSend, people: ExchangeRendering(session.console).outbox)
            return Exit.done
        }
    }

    struct ExportFile: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: localised(.helpOutboxExport))

        @Argument(help: help(.argumentFile, "FILE")) var file: String
        @OptionGroup var globals: GlobalOptions

        /// Writes whole changesets, one a line; with `--json` tells the entries that were written.
        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let console = session.console
            let (changesets, entries) = try await session.withClient { client throws(ClientError) in
                (try client.exportOutbox(), try client.outbox())
            }
            let text = changesets.map { $0.text + "\n" }.joined()
            if file == "-" {
                Console.write(text, to: .standardOutput)
                return Exit.done
            }
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
            } catch {
                throw ClientError(
                    code: "cannot_create", message: Message.errorFileCreate.text(console.language, file),
                    hint: console.text(.errorFileHint), exitCode: Exit.cannotCreate)
            }
            let sentence = Message.exported.text(console.language, String(changesets.count), file)
            console.lines(console.isJSON ? entries.map(\.text) : [sentence])
            return Exit.done
        }
    }
}

struct Quarantined: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantined", abstract: localised(.helpQuarantined),
        subcommands: [Listing.self, Edit.self, Retry.self, Withdraw.self], defaultSubcommand: Listing.self)

    struct Listing: FieldCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: localised(.helpQuarantined))

        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let entries = try await session.withClient { client throws(ClientError) in try client.quarantined() }
            session.console.results(
                entries, empty: .nothingQuarantined, people: ExchangeRendering(session.console).quarantined)
            return Exit.done
        }
    }

    struct Edit: FieldCommand {
        static let configuration = CommandConfiguration(commandName: "edit", abstract: localised(.helpQuarantinedEdit))

        @Argument(help: help(.headChange, "DOT")) var dot: String
        @Argument(help: help(.argumentFile, "FILE")) var file: String
        @OptionGroup var globals: GlobalOptions

        /// The file holds one object from path to value or null, or such an object under `fields`.
        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let input = InputFile(path: file, language: session.console.language)
            let object = try input.object((1, Substring(try input.text())))
            let fields = object["fields"].flatMap { $0.object == nil ? nil : $0 } ?? object
            let result = try await session.withClient { client throws(ClientError) in
                try client.editQuarantined(dot, fields: fields)
            }
            session.console.changeset(result)
            return Exit.done
        }
    }

    struct Retry: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: localised(.helpQuarantinedRetry))

        @Argument(help: help(.headChange, "DOT")) var dot: String
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let result = try await session.withClient { client throws(ClientError) in try client.retry(dot) }
            session.console.changeset(result)
            return Exit.done
        }
    }

    struct Withdraw: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw", abstract: localised(.helpQuarantinedWithdraw))

        @Argument(help: help(.headChange, "DOT")) var dot: String
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let result = try await session.withClient { client throws(ClientError) in try client.withdraw(dot) }
            session.console.changeset(result)
            return Exit.done
        }
    }
}

extension Console {
    /// `{"dot"}`
    fileprivate func changeset(_ value: JSONValue) {
        result(value) { ["\(text(.saved)) \($0["dot"]?.string ?? "")"] }
    }
}
