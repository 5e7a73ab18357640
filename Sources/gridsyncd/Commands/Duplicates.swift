import ArgumentParser
import GridRecords

struct Duplicates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Records of several grids that mean the same thing.",
        discussion: """
            A pair is <record>:<record>, as list prints it. The record that was created first stays; the other one gets \
            an alias to it and goes on taking edits.
            """,
        subcommands: [List.self, Show.self, Dismiss.self, Merge.self, Unmerge.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Pairs that wait for a person, or those of a state.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "An area and all below it.") var area: String?
        @Option(help: "A kind of record.") var kind: String?
        @Option(help: "open, edited (written to since it was merged), merged, dismissed, all; else open and edited.")
        var state: String?
        @Option(help: "The worker who looks: of what lies outside his areas only that it is there.") var `as`: String?

        func run() async throws {
            try await global.show(
                "duplicates.list",
                [
                    "area": .optional(area), "kind": .optional(kind), "state": .optional(state),
                    "as": .optional(self.as),
                ], columns: ["id", "kind", "state", "fields", "areas", "found_at", "note"],
                empty: ("No duplicates.", "没有重复记录。"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Two records side by side, field by field.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The pair.") var id: String
        @Option(help: "The worker who looks.") var `as`: String?

        func run() async throws {
            try await global.show(
                "duplicates.show", ["id": .string(id), "as": .optional(self.as)],
                columns: ["field", "first", "second", "same", "agrees"])
        }
    }

    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dismiss", abstract: "Notes that two records are two things.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The pair.") var id: String
        @Option(help: "The worker who acts; both records lie in the areas.") var `as`: String
        @Option(parsing: .unconditional, help: "Why so.") var note: String

        func run() async throws {
            try await global.show(
                "duplicates.dismiss", ["id": .string(id), "as": .string(self.as), "note": .string(note)],
                columns: ["id", "state", "decided_by", "note"])
        }
    }

    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge", abstract: "Merges the later record into the first, which takes over what it lacks.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The pair.") var id: String
        @Option(help: "The worker who acts; both records lie in the areas.") var `as`: String
        @Option(parsing: .unconditional, help: "Why so.") var note: String?

        func run() async throws {
            try await global.show(
                "duplicates.merge", ["id": .string(id), "as": .string(self.as), "note": .optional(note)],
                columns: ["survivor", "duplicate", "dot", "taken_over"])
        }
    }

    struct Unmerge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unmerge", abstract: "Takes a merge back, and what was taken over and not written over since.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The pair.") var id: String
        @Option(help: "The worker who acts; both records lie in the areas.") var `as`: String
        @Option(parsing: .unconditional, help: "Why so.") var note: String?

        func run() async throws {
            try await global.show(
                "duplicates.unmerge", ["id": .string(id), "as": .string(self.as), "note": .optional(note)],
                columns: ["survivor", "duplicate", "dot", "given_back"])
        }
    }
}
