import ArgumentParser
import GridClient
import GridRecords

struct Conflicts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: localised(.helpConflicts),
        subcommands: [
            Listing.self, Details.self, Resolve.self, Merged.self, Reopen.self, Assign.self,
        ], defaultSubcommand: Listing.self)

    struct Listing: FieldCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: localised(.helpConflicts))

        @Option(help: help(.optionArea, "A")) var area: [String] = []
        @Option(help: help(.optionKind, "K")) var kind: String?
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let conflicts = try await session.withClient { client throws(ClientError) in
                var seen: Set<String> = []
                var conflicts: [JSONValue] = []
                for code in area.isEmpty ? [nil] : area.map({ Optional($0) }) {
                    // A conflict in two of the areas is listed once.
                    for conflict in try client.conflicts(area: code, kind: kind)
                    where seen.insert(conflict["id"]?.string ?? "").inserted {
                        conflicts.append(conflict)
                    }
                }
                return conflicts
            }
            session.console.results(
                conflicts, empty: .noConflicts, people: ConflictRendering(session.console).list)
            return Exit.done
        }
    }

    struct Details: FieldCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: localised(.helpConflictsShow))

        @Argument(help: help(.headID, "ID")) var id: String
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let conflicts = try await session.withClient { client throws(ClientError) in try client.conflict(id) }
            session.console.results(
                conflicts, empty: .noConflicts, people: ConflictRendering(session.console).details)
            return Exit.done
        }
    }

    struct Merged: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "merged", abstract: localised(.helpConflictsMerged))

        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let entries = try await session.withClient { client throws(ClientError) in try await client.merged() }
            session.console.results(entries, empty: .noMerges, people: ConflictRendering(session.console).merges)
            return Exit.done
        }
    }

    struct Reopen: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen", abstract: localised(.helpConflictsReopen))

        @Argument(help: help(.headID, "ID")) var id: String
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let conflict = try await session.withClient { client throws(ClientError) in try await client.reopen(id) }
            session.console.result(conflict) { ConflictRendering(session.console).details([$0]) }
            return Exit.done
        }
    }

    struct Assign: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: localised(.helpConflictsAssign))

        @Argument(help: help(.headID, "ID")) var id: String
        @Argument(help: help(.worker, "WORKER")) var worker: String
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let conflict = try await session.withClient { client throws(ClientError) in
                try await client.assign(id, to: worker)
            }
            session.console.result(conflict) { ConflictRendering(session.console).details([$0]) }
            return Exit.done
        }
    }
}
