import ArgumentParser
import GridRecords

struct Conflicts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "Different values where a person decides.",
        subcommands: [List.self, Show.self, Resolve.self, Merged.self, Reopen.self, Assign.self],
        defaultSubcommand: List.self)
    static let columns = ["id", "kind", "base", "sides", "shown", "opened_at", "assigned"]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "What is open.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "An area and all below it.") var area: String?
        @Option(help: "A kind of record.") var kind: String?

        func run() async throws {
            let lines = try await global.ask("conflicts.list", ["area": .optional(area), "kind": .optional(kind)])
            global.output.lines(lines, columns: Conflicts.columns, empty: ("No open conflicts.", "没有待裁定的冲突。"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One conflict, or all of a record.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "A conflict's or a record's id.") var id: String

        func run() async throws {
            let lines = try await global.ask("conflicts.show", ["id": .string(id)])
            global.output.lines(
                lines, columns: Conflicts.columns + ["seen"], empty: ("No open conflicts.", "没有待裁定的冲突。"))
        }
    }

    struct Merged: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merged", abstract: "What was joined without a person.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "An area and all below it.") var area: String?

        func run() async throws {
            try await global.show(
                "conflicts.merged", ["area": .optional(area)],
                columns: ["id", "record", "kind", "path", "base", "sides", "now", "at"])
        }
    }

    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen", abstract: "Asks again what was joined or decided.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The entry's id.") var id: String
        @Option(help: "The worker who acts.") var `as`: String

        func run() async throws {
            try await global.show(
                "conflicts.reopen", ["id": .string(id), "as": .string(self.as)], columns: Conflicts.columns)
        }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Gives a conflict to a reviewer.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The conflict's id.") var id: String
        @Argument(help: "The worker's id.") var worker: String
        @Option(help: "The worker who acts.") var `as`: String?

        func run() async throws {
            try await global.show(
                "conflicts.assign", ["id": .string(id), "worker": .string(worker), "as": .optional(self.as)],
                columns: Conflicts.columns)
        }
    }
}

extension Conflicts {
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: "Decides a conflict, all of a record, or all that a filter names.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "A conflict's or a record's id.") var id: String?
        @Option(help: "The side to take, counted from 1 as listed.") var take: Int?
        @Option(parsing: .unconditional, help: "Another value, written as its field's type wants.") var value: String?
        @Option(name: .customLong("take-changeset"), help: "The changeset whose values are taken.") var changeset:
            String?
        @Option(
            name: .customLong("where"), parsing: .upToNextOption,
            help: "FIELD=VALUE of the records (also kind, area, path).")
        var filters: [String] = []
        @Option(parsing: .unconditional, help: "Why so.") var note: String?
        @Option(help: "The token of what was shown.") var seen: String?
        @Option(help: "The worker who acts.") var `as`: String

        func validate() throws {
            guard (id != nil) != !filters.isEmpty else {
                throw ValidationError("name either a conflict or record, or a filter with --where.")
            }
            guard [take != nil, value != nil, changeset != nil].filter({ $0 }).count == 1 else {
                throw ValidationError("say one of --take, --value and --take-changeset.")
            }
            if let take, take < 1 { throw ValidationError("sides are counted from 1.") }
            for filter in filters where !filter.dropFirst().contains("=") {
                throw ValidationError("--where takes FIELD=VALUE, not \(filter).")
            }
        }

        func run() async throws {
            let members: JSONMembers = [
                "id": .optional(id), "take": take.map { .integer(Int64($0)) }, "value": .optional(value),
                "take_changeset": .optional(changeset), "note": .optional(note), "seen": .optional(seen),
                "as": .string(self.as), "where": filters.isEmpty ? nil : .object(filter),
            ]
            try await global.show("conflicts.resolve", members, columns: ["id", "dot"])
        }

        private var filter: [String: JSONValue] {
            Dictionary(
                filters.compactMap { text in
                    guard let sign = text.firstIndex(of: "=") else { return nil }
                    return (String(text[..<sign]), .string(String(text[text.index(after: sign)...])))
                }, uniquingKeysWith: { _, last in last })
        }
    }
}
