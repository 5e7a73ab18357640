import ArgumentParser
import GridClient
import GridRecords

/// Reports of a supervisor's device, from its own copies.
struct OfficeReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: localised(.helpReport), subcommands: [Build.self, Fetch.self],
        defaultSubcommand: Build.self)

    struct Build: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "build", abstract: localised(.helpReportBuild),
            discussion: localised(.helpReportBuildDiscussion), aliases: ["show"])

        @OptionGroup var order: OrderOptions
        @Option(help: help(.optionTemplate, "ID")) var template: String?
        @OptionGroup var paper: PaperOptions
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            var asked = order.members.merging(paper.members(session.console)) { $1 }
            asked["template"] = template.map { .string($0) }
            return try await paper.write(.object(asked), in: session) { client, asked throws(ClientError) in
                try client.report(asked)
            }
        }
    }

    struct Fetch: FieldCommand {
        static let configuration = CommandConfiguration(commandName: "fetch", abstract: localised(.helpReportFetch))

        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let result = try await session.withClient { client throws(ClientError) in
                try await Progress.during(session.console) { () async throws(ClientError) in
                    try await client.fetchOffice()
                }
            }
            session.console.result(result) { result in
                let message: Message = result["changed"]?.bool == true ? .officeFetched : .officeUnchanged
                return [message.text(session.console.language, result["at"]?.string ?? "")]
            }
            return Exit.done
        }
    }
}

struct Lists: FieldCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists", abstract: localised(.helpLists), discussion: localised(.helpReportBuildDiscussion))

    @OptionGroup var order: OrderOptions
    @Option(help: help(.optionTemplate, "ID")) var template: String?
    @Option(name: .customLong("report-template"), help: help(.optionReportTemplate, "ID")) var reportTemplate: String?
    @Option(help: help(.optionCampaign, "ID")) var campaign: String?
    @OptionGroup var paper: PaperOptions
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        var asked = order.members.merging(paper.members(session.console)) { $1 }
        asked["template"] = template.map { .string($0) }
        asked["report_template"] = reportTemplate.map { .string($0) }
        asked["campaign"] = campaign.map { .string($0) }
        return try await paper.write(.object(asked), in: session) { client, asked throws(ClientError) in
            try client.lists(asked)
        }
    }
}

struct Stars: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "stars", abstract: localised(.helpStars))

    @Option(help: help(.optionMonth, "2026-03")) var month: String
    @Option(help: help(.optionArea, "CODE")) var area: String?
    @Option(help: help(.optionTemplate, "ID")) var template: String?
    @OptionGroup var paper: PaperOptions
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        var asked = paper.members(session.console)
        asked["month"] = .string(month)
        asked["area"] = area.map { .string($0) }
        asked["template"] = template.map { .string($0) }
        return try await paper.write(.object(asked), in: session) { client, asked throws(ClientError) in
            try client.stars(asked)
        }
    }
}

struct Overdue: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "overdue", abstract: localised(.helpOverdue))

    @Option(help: help(.optionArea, "CODE")) var area: [String] = []
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let console = session.console
        let asked: JSONValue = ["areas": .array(area.map { .string($0) })]
        let paper = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in try client.overdue(asked) }
        }
        let lines = paper.bytes.split(separator: 0x0A).compactMap { try? JSONValue(parsing: Array($0)) }
        console.results(lines, empty: .nothingOverdue) { lines in
            console.table(
                [
                    .headID, .headKind, .headArea, .headState, .headHolder, .headDeadline, .headDue, .headLate,
                    .headMark, .headReview,
                ],
                lines.map { line in
                    ["id", "kind", "area", "state", "holder", "deadline", "due_at", "late", "mark", "for_review"].map {
                        ValueText(language: console.language).of(line[$0])
                    }
                })
        }
        console.told(paper.basis)
        return Exit.done
    }
}
