import ArgumentParser
import Foundation
import GridRecords

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "The records as JSON lines, sorted by id.")
    @OptionGroup var global: GlobalOptions
    @Option(help: "jsonl.") var format: String = "jsonl"
    @Option(parsing: .upToNextOption, help: "Only records of these areas and below.") var area: [String] = []

    func validate() throws {
        guard format == "jsonl" else { throw ValidationError("the hub exports jsonl, not \(format).") }
    }

    func run() async throws {
        let lines = try await global.ask("export", ["areas": .texts(area)])
        Output(isJSON: true, language: .english).lines(lines, columns: [], empty: ("", ""))
    }
}

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erases a record by law, everywhere and for ever.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The record's id.") var id: String
    @Option(parsing: .unconditional, help: "The legal ground, without personal data.") var reason: String
    @Option(help: "The worker who acts.") var `as`: String

    func run() async throws {
        try await global.show(
            "erase", ["id": .string(id), "reason": .string(reason), "as": .string(self.as)],
            columns: ["id", "copies", "duplicates"])
    }
}

struct Alarms: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms", abstract: "What somebody has to look at.", subcommands: [List.self, Acknowledge.self],
        defaultSubcommand: List.self)
    static let columns = ["id", "kind", "device", "at", "detail"]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Open alarms.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await global.show("alarms.list", columns: Alarms.columns, empty: ("No open alarms.", "没有告警。"))
        }
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "ack", abstract: "Closes an alarm.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The alarm's id.") var id: String

        func run() async throws {
            try await global.show("alarms.ack", ["id": .string(id)], columns: Alarms.columns)
        }
    }
}

struct Quarantine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Changesets that were set aside.",
        subcommands: [List.self, Show.self, Accept.self, Edit.self, Drop.self], defaultSubcommand: List.self)
    static let columns = ["id", "dot", "worker", "record", "reason", "detail", "at"]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "What waits for a decision.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var filter: QuarantineFilter

        func run() async throws {
            try await global.show(
                "quarantine.list", filter.members, columns: Quarantine.columns,
                empty: ("Nothing set aside.", "没有被搁置的变更。"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "One with its whole changeset.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Its id.") var id: String

        func run() async throws {
            try await global.show("quarantine.show", ["id": .string(id)], columns: Quarantine.columns + ["changeset"])
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept", abstract: "Applies the writes on behalf of their author.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Its id.") var id: String?
        @OptionGroup var filter: QuarantineFilter
        @Option(help: "The worker who acts.") var `as`: String

        func validate() throws { try filter.check(id) }

        func run() async throws {
            var members = filter.members
            members["id"] = .some(.optional(id))
            members["as"] = .string(self.as)
            try await global.show("quarantine.accept", members, columns: ["id", "dot"])
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Applies the writes with some of them changed.",
            discussion: "FILE holds a JSON object from path to value, null to leave a write out.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Its id.") var id: String
        @Argument(help: "The file; - for standard input.") var file: String
        @Option(help: "The worker who acts.") var `as`: String

        func run() async throws {
            let fields = try JSONFile.object(file)
            try await global.show(
                "quarantine.edit", ["id": .string(id), "fields": fields, "as": .string(self.as)],
                columns: ["id", "dot"])
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Decides that the writes do not count.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Its id.") var id: String?
        @OptionGroup var filter: QuarantineFilter
        @Option(parsing: .unconditional, help: "Why, for the author.") var note: String
        @Option(help: "The worker who acts.") var `as`: String

        func validate() throws { try filter.check(id) }

        func run() async throws {
            var members = filter.members
            members["id"] = .some(.optional(id))
            members["as"] = .string(self.as)
            members["note"] = .string(note)
            try await global.show("quarantine.drop", members, columns: ["id"])
        }
    }
}

/// Many quarantined changesets at a time.
struct QuarantineFilter: ParsableArguments {
    @Option(help: "Those with this reason.") var reason: String?
    @Option(help: "Those of this worker.") var worker: String?

    var members: JSONMembers { ["reason": .optional(reason), "worker": .optional(worker)] }

    func check(_ id: String?) throws {
        guard (id != nil) != (reason != nil || worker != nil) else {
            throw ValidationError("name either one by its id, or many by --reason and --worker.")
        }
    }
}

/// JSON objects in files.
enum JSONFile {
    static func object(_ path: String) throws(Failure) -> JSONValue {
        let data: Data?
        if path == "-" {
            data = try? FileHandle.standardInput.readToEnd()
        } else {
            data = FileManager.default.contents(atPath: path)
        }
        guard let data else { throw Failure("no_file", "there is no file \(path)") }
        do {
            let json = try JSONValue(parsing: Array(data))
            guard json.object != nil else { throw Failure("bad_data", "\(path) holds no JSON object") }
            return json
        } catch let error as JSONError {
            throw Failure("bad_data", "\(path) is no JSON: \(error.reason.rawValue) at byte \(error.offset)")
        } catch let failure as Failure { throw failure } catch { throw Failure("bad_data", "\(path) is no JSON") }
    }
}
