import ArgumentParser
import Foundation
import GridRecords

struct Lists: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists", abstract: "The three lists that follow from a report.",
        discussion: "What an office tells beside a report (feedback, steps, contents, names) the hub does not keep yet."
    )
    @OptionGroup var global: GlobalOptions
    @OptionGroup var paper: Paper
    @Option(help: "The report's number.") var report: Int
    @Option(help: "Its version; else the newest.") var version: Int?
    @Option(help: "The lists' template; else the first by its id.") var template: String?
    @Option(name: .customLong("report-template"), help: "The report's template, where several have the number.")
    var reportTemplate: String?
    @Option(help: "The report's area, where several have the number.") var scope: String?
    @Option(help: "Only rows with records of this campaign.") var campaign: String?

    func run() async throws {
        var members = paper.members(global)
        members["serial"] = .integer(Int64(report))
        members["version"] = version.map { .integer(Int64($0)) }
        members["template"] = .some(.optional(template))
        members["report_template"] = .some(.optional(reportTemplate))
        members["scope"] = .some(.optional(scope))
        members["campaign"] = .some(.optional(campaign))
        try await paper.write("lists", members, global)
    }
}

struct Stars: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stars", abstract: "Stars of grid workers for a month, explained by records.",
        discussion: "Each month is worked out by itself, as a first review; stars of earlier months are not kept.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var paper: Paper
    @Option(help: "Such as 2026-03.") var month: String
    @Option(help: "Workers of this area and below.") var area: String?
    @Option(help: "The rules; else the first by its id.") var template: String?

    func run() async throws {
        var members = paper.members(global)
        members["month"] = .string(month)
        members["area"] = .some(.optional(area))
        members["template"] = .some(.optional(template))
        try await paper.write("stars", members, global)
    }
}

struct Overdue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overdue",
        abstract: "Open hazards, disputes and service needs whose deadline is over, the latest first.")
    @OptionGroup var global: GlobalOptions
    @Option(parsing: .upToNextOption, help: "Only of these areas and below.") var area: [String] = []

    func run() async throws {
        try await global.show(
            "overdue", ["areas": .texts(area)],
            columns: ["id", "kind", "area", "state", "holder", "deadline", "due_at", "late", "mark", "for_review"],
            empty: ("Nothing is overdue.", "没有逾期事项。"))
    }
}

/// In which form something is written out; the hub writes it, this prints it.
struct Paper: ParsableArguments {
    enum Form: String, CaseIterable, ExpressibleByArgument { case text, json, csv, xlsx, html }

    @Option(help: "text, json, csv, xlsx, html (reports only); else text, with --json json.") var format: Form?
    @Flag(help: "As it may leave the office: without small counts and names.") var released = false

    func members(_ global: GlobalOptions) -> JSONMembers {
        [
            "format": .string((format ?? (global.json ? .json : .text)).rawValue), "released": .bool(released),
            "lang": .string(global.output.language.rawValue), "coloured": .bool(isatty(STDOUT_FILENO) == 1),
        ]
    }

    func write(_ command: String, _ members: JSONMembers, _ global: GlobalOptions) async throws {
        if format == .xlsx, isatty(STDOUT_FILENO) == 1 {
            throw Failure.usage("a workbook is no text", usage: "add > FILE.xlsx")
        }
        for line in try await global.ask(command, members) {
            let answer = try? JSONValue(parsing: line)
            if let file = answer?["file"]?.string.flatMap({ Data(base64Encoded: $0) }) {
                Output.write(file, to: .standardOutput)
                continue
            }
            let text = answer?["text"]?.string ?? line
            Output.write(text.utf8.last == 0x0A ? text : text + "\n", to: .standardOutput)
        }
    }
}
