import ArgumentParser
import Foundation
import GridClient
import GridRecords

/// What a report is to be about.
struct OrderOptions: ParsableArguments {
    @Option(help: help(.optionPeriod, "2026-03")) var period: String
    @Option(help: help(.optionCutoff, "TIME")) var cutoff: String?
    @Option(help: help(.optionLevel, "LEVEL")) var level: String?
    @Option(help: help(.optionScope, "CODE")) var scope: String?
    @Option(name: .customLong("facts-from"), help: help(.optionFactsFrom, "DAY")) var factsFrom: String?
    @Option(help: help(.optionNumber, "N")) var number: Int?

    var members: [String: JSONValue] {
        var members: [String: JSONValue] = ["period": .string(period)]
        members["cutoff"] = cutoff.map { .string($0) }
        members["level"] = level.map { .string($0) }
        members["scope"] = scope.map { .string($0) }
        members["facts_from"] = factsFrom.map { .string($0) }
        members["number"] = number.map { .integer(Int64($0)) }
        return members
    }
}

/// In which form it is written out.
struct PaperOptions: ParsableArguments {
    enum Form: String, CaseIterable, ExpressibleByArgument { case text, json, csv, xlsx, html }

    @Option(help: help(.optionPaperFormat)) var format: Form?
    @Flag(help: help(.optionReleased)) var released = false

    func members(_ console: Console) -> [String: JSONValue] {
        [
            "format": .string((format ?? (console.isJSON ? .json : .text)).rawValue), "released": .bool(released),
            "lang": .string(console.language.rawValue), "coloured": .bool(console.style.isColoured),
        ]
    }

    /// Prints the paper, and beside it, on standard error, how old its copies are.
    func write(
        _ asked: JSONValue, in session: Session,
        _ make: (GridClient, JSONValue) throws(ClientError) -> OfficePaper
    ) async throws(ClientError) -> Int32 {
        if format == .xlsx, isatty(STDOUT_FILENO) == 1 {
            throw .usage(session.console.text(.errorWorkbook), hint: session.console.text(.errorWorkbookHint))
        }
        let paper = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in try make(client, asked) }
        }
        Console.write(paper.bytes, to: .standardOutput)
        session.console.told(paper.basis)
        return Exit.done
    }
}

extension Console {
    /// On standard error how far copies and rules go: `{"basis":{…}}`, or sentences.
    func told(_ basis: OfficePaper.Basis) {
        let lines: [String]
        if isJSON {
            lines = [JSONValue.object(["basis": basis.json]).text]
        } else {
            let json = basis.json
            var sentences = [
                Message.basisTimes.text(language, json["records_at"]?.string ?? "", json["rules_at"]?.string ?? "")
            ]
            if basis.isBehind { sentences.append(text(.basisBehind)) }
            if basis.unsent > 0 { sentences.append(Message.basisUnsent.text(language, String(basis.unsent))) }
            if !basis.leftOut.isEmpty {
                sentences.append(Message.basisLeftOut.text(language, basis.leftOut.joined(separator: " ")))
            }
            lines = sentences
        }
        Console.write(lines.map { $0 + "\n" }.joined(), to: .standardError)
    }

    static func write(_ bytes: [UInt8], to handle: FileHandle) { try? handle.write(contentsOf: Data(bytes)) }
}
