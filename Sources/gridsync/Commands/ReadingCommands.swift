import ArgumentParser
import GridClient
import GridRecords

struct Show: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: localised(.helpShow))

    @Argument(help: help(.headID, "ID")) var id: String
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let record = try await session.withClient { client throws(ClientError) in try client.show(id) }
        session.console.result(record, people: RecordRendering(session.console).record)
        return Exit.done
    }
}

struct List: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: localised(.helpList))

    @Option(help: help(.optionKind, "K")) var kind: String?
    @Option(name: .customLong("where"), help: help(.optionWhere, "FIELD=VALUE")) var conditions: [String] = []
    @Option(help: help(.optionLimit, "N")) var limit: Int?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        if let limit, limit < 0 {
            throw .usage(session.console.text(.errorLimit), hint: session.console.text(.usageHint))
        }
        let filters = try filters(conditions, in: session)
        let records = try await session.withClient { client throws(ClientError) in
            try client.list(kind: kind, where: filters, limit: limit)
        }
        session.console.results(records, empty: .noRecords, people: RecordRendering(session.console).records)
        return Exit.done
    }
}

struct History: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "history", abstract: localised(.helpHistory))

    @Argument(help: help(.headID, "ID")) var id: String
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let changes = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in try await client.history(id) }
        }
        session.console.results(changes, empty: .noHistory, people: RecordRendering(session.console).history)
        return Exit.done
    }
}

struct CatalogueFields: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "catalogue", abstract: localised(.helpCatalogue))

    @Argument(help: help(.optionKind, "KIND")) var kind: String?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let fields = try await session.withClient { client throws(ClientError) in
            try client.catalogueLines(kind: kind)
        }
        session.console.results(fields, empty: .noFields, people: RecordRendering(session.console).catalogue)
        return Exit.done
    }
}

struct Reveal: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "reveal", abstract: localised(.helpReveal))

    @Argument(help: help(.headID, "ID")) var id: String
    @Argument(help: help(.headPath, "PATH")) var path: String
    @Option(help: help(.optionReason, "R")) var reason: String
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let console = session.console
        let revealed = try await session.withClient { client throws(ClientError) in
            try await client.reveal(id, path: path, reason: reason)
        }
        console.result(revealed) { [ValueText(language: console.language).of($0["value"] ?? $0)] }
        return Exit.done
    }
}
