import ArgumentParser
import GridClient
import GridRecords

struct New: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: localised(.helpNew))

    @Argument(help: help(.optionKind, "KIND")) var kind: String
    @Argument(help: help(.argumentFields, "FIELD=VALUE")) var fields: [String] = []
    @Option(help: help(.optionArea, "CODE")) var area: [String]
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        guard let code = area.first, area.allSatisfy({ $0 == code }) else {
            throw .usage(session.console.text(.errorOneArea), hint: session.console.text(.usageHint))
        }
        let entries = try fieldEntries(fields, in: session)
        let (written, others) = try await session.withClient { client throws(ClientError) in
            let written = try client.create(kind: kind, area: code, fields: entries)
            // The record is on disk: a hint that cannot be given takes nothing back.
            return (written, (try? client.duplicates(of: written.id)) ?? [])
        }
        session.console.created(written, besides: others)
        return Exit.done
    }
}

struct SetFields: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: localised(.helpSet))

    @Argument(help: help(.headID, "ID")) var id: String
    @Argument(help: help(.argumentFields, "FIELD=VALUE")) var fields: [String] = []
    @Option(help: help(.optionSeen, "S")) var seen: String?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let entries = try fieldEntries(fields, in: session)
        guard !entries.isEmpty else {
            throw .usage(session.console.text(.errorNoFields), hint: session.console.text(.errorNoFieldHint))
        }
        let written = try await session.withClient { client throws(ClientError) in
            try client.set(id, fields: entries, seen: seen)
        }
        session.console.written([written])
        return Exit.done
    }
}

struct Unset: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "unset", abstract: localised(.helpUnset))

    @Argument(help: help(.headID, "ID")) var id: String
    @Argument(help: help(.headField, "FIELD")) var fields: [String]
    @Option(help: help(.optionSeen, "S")) var seen: String?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let entries = fields.map { FieldEntry(path: $0, value: .removed) }
        let written = try await session.withClient { client throws(ClientError) in
            try client.set(id, fields: entries, seen: seen)
        }
        session.console.written([written])
        return Exit.done
    }
}

struct Remove: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: localised(.helpRemove))

    @Argument(help: help(.headID, "ID")) var id: String
    @Option(help: help(.optionSeen, "S")) var seen: String?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let written = try await session.withClient { client throws(ClientError) in
            try client.remove(id, seen: seen)
        }
        session.console.written([written])
        return Exit.done
    }
}

struct RestoreRecord: FieldCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore-record", abstract: localised(.helpRestoreRecord))

    @Argument(help: help(.headID, "ID")) var id: String
    @Option(help: help(.optionSeen, "S")) var seen: String?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let written = try await session.withClient { client throws(ClientError) in
            try client.restoreRecord(id, seen: seen)
        }
        session.console.written([written])
        return Exit.done
    }
}

struct Apply: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "apply", abstract: localised(.helpApply))

    @Argument(help: help(.argumentFile, "FILE")) var file: String
    @Flag(help: help(.optionAtomic)) var atomic = false
    @OptionGroup var globals: GlobalOptions

    /// Tells each written line as soon as it is on disk; a bad line ends the work with those before it kept.
    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let input = InputFile(path: file, language: session.console.language)
        var lines: [JSONValue] = []
        for line in try input.numberedLines() { lines.append(try input.object(line)) }
        try await session.withClient { client throws(ClientError) in
            try client.apply(lines, atomic: atomic) { session.console.written([$0]) }
        }
        return Exit.done
    }
}
