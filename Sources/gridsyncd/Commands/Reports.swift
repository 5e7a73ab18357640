import ArgumentParser
import Foundation
import GridRecords

struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The three-colour report: frozen at its cut-off, numbered, restated beside the old one.",
        subcommands: [Build.self, Show.self, List.self, Restate.self, Import.self], defaultSubcommand: List.self)
    static let columns = ["serial", "version", "template", "scope", "level", "period", "cutoff", "changes", "at", "by"]

    /// A change as people read it: `1/2 red`.
    fileprivate static func readable(_ change: JSONValue) -> String {
        func side(_ key: String) -> JSONValue {
            let value = change[key]?["value"]?.array?.compactMap(\.integer) ?? []
            let text = value.count == 2 ? (value[1] == 1 ? "\(value[0])" : "\(value[0])/\(value[1])") : "-"
            return .string("\(text) \(change[key]?["colour"]?.string ?? "")")
        }
        return JSONValue.object([
            "indicator": change["indicator"] ?? .null, "column": change["column"] ?? .null, "from": side("from"),
            "to": side("to"),
        ]).text
    }

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build", abstract: "Makes a report out of the records and gives it the next number.",
            discussion: """
                Without --cutoff it knows what had happened by the end of the period, or by now. Without --scope it is \
                about the one area above all others, without --level a column is an area directly below. Earlier \
                windows are compared from the month after the hub took its first changeset on; --facts-from says \
                another day.
                """)
        @OptionGroup var global: GlobalOptions
        @Option(help: "2026-03-05, 2026-W10, 2026-03, 2026-Q1, 2026-H1 or 2026.") var period: String
        @Option(help: "Nothing later is in the report: a time, or a day to its end.") var cutoff: String?
        @Option(help: "A column for each area of this level; departments for each department.") var level: String?
        @Option(help: "The area that the report is about.") var scope: String?
        @Option(help: "The template; else the first by its id.") var template: String?
        @Option(name: .customLong("facts-from"), help: "The first day from which the records are whole.")
        var factsFrom: String?
        @Option(help: "The worker who acts.") var `as`: String?
        @Flag(help: "Only shows what it would say: without a number, kept nowhere.") var draft = false
        @OptionGroup var paper: Paper

        func run() async throws {
            let members: JSONMembers = [
                "period": .string(period), "cutoff": .optional(cutoff), "level": .optional(level),
                "scope": .optional(scope), "template": .optional(template), "facts_from": .optional(factsFrom),
                "as": .optional(self.as),
            ]
            if draft {
                return try await paper.write("report.draft", paper.members(global).merging(members) { $1 }, global)
            }
            try await global.show("report.build", members, columns: Report.columns)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Every version that was issued.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await global.show("report.list", columns: Report.columns, empty: ("No reports yet.", "还没有报表。"))
        }
    }

    struct Restate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restate",
            abstract: "Builds a report again and, where it differs, issues a new version beside the old one.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var named: NamedReport
        @Option(help: "The worker who acts.") var `as`: String?

        func run() async throws {
            var members = named.members
            members["as"] = .some(.optional(self.as))
            let lines = try await global.ask("report.restate", members)
            global.output.lines(lines, columns: Report.columns, empty: ("", ""))
            guard !global.json, let line = lines.first.flatMap({ try? JSONValue(parsing: $0) }) else { return }
            global.output.line("")
            global.output.lines(
                (line["changed"]?.array ?? []).map(Report.readable), columns: ["indicator", "column", "from", "to"],
                empty: ("Nothing changed; the report stands as it is.", "没有变化,报表保持不变。"))
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Takes in totals that departments hand in: numbers, never rows of persons.",
            discussion: """
                CSV with the columns indicator,unit,period,value[,year_on_year] (指标,单位,时期,数值,同比). All of the \
                file is taken or nothing.
                """)
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The CSV file; - for standard input.") var file: String
        @Option(help: "The worker who acts.") var `as`: String?

        func run() async throws {
            try await global.show(
                "report.import", ["text": .string(try TextFile.text(file)), "as": .optional(self.as)],
                columns: ["rows", "changed"])
        }
    }
}

/// A report by its number, and by template and scope where several have it.
struct NamedReport: ParsableArguments {
    @Argument(help: "The report's number.") var serial: Int
    @Option(help: "Its template.") var template: String?
    @Option(help: "The area that it is about.") var scope: String?

    var members: JSONMembers {
        ["serial": .integer(Int64(serial)), "template": .optional(template), "scope": .optional(scope)]
    }
}

extension Report {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "A report as it was issued.",
            discussion: "With --released small counts are taken out, as for readers outside.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var named: NamedReport
        @OptionGroup var paper: Paper
        @Option(help: "The version; else the newest.") var version: Int?

        func run() async throws {
            var members = paper.members(global).merging(named.members) { $1 }
            members["version"] = version.map { .integer(Int64($0)) }
            try await paper.write("report.show", members, global)
        }
    }
}

/// Text files that are handed to the hub as they are.
enum TextFile {
    static func text(_ path: String) throws(Failure) -> String {
        let data = path == "-" ? try? FileHandle.standardInput.readToEnd() : FileManager.default.contents(atPath: path)
        guard let data else { throw Failure("no_file", "there is no file \(path), or it cannot be read") }
        guard !data.isEmpty else { throw Failure("bad_data", "\(path) is empty") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure("bad_data", "\(path) is not UTF-8", hint: "save it as UTF-8")
        }
        return text
    }
}
