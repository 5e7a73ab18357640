import ArgumentParser
import Foundation
import GridClient
import GridRecords

struct Import: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: localised(.helpImport))

    @Argument(help: help(.argumentFile, "FILE")) var file: String
    @OptionGroup var globals: GlobalOptions

    /// Ends with 65 when a row was not imported; the others were.
    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let console = session.console
        let input = InputFile(path: file, language: console.language)
        let tally = try await session.withClient { client throws(ClientError) in
            var work = RecordImport(client: client, file: input, progress: Progress(console))
            return try work.run()
        }
        console.result(tally.json) { _ in people(tally, console) }
        guard tally.failed > 0 else { return Exit.done }
        let rows = tally.created + tally.updated + tally.failed
        throw ClientError(
            code: "bad_input",
            message: Message.errorRows.text(console.language, String(tally.failed), String(rows)),
            hint: console.text(.errorRowsHint), exitCode: Exit.badData)
    }

    private func people(_ tally: ImportTally, _ console: Console) -> [String] {
        let language = console.language
        let counts = [tally.created, tally.updated, tally.failed].map { String($0) }
        return [Message.imported.text(language, counts[0], counts[1], counts[2])]
            + tally.errors.map { error in
                Message.importedLine.text(
                    language, String(error["line"]?.integer ?? 0), error["code"]?.string ?? "",
                    error["message"]?.string ?? "")
            }
    }
}

struct Export: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: localised(.helpExport))

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl, csv, geojson
    }

    @Option(help: help(.optionFormat, "jsonl|csv|geojson")) var format: Format = .jsonl
    @Flag(name: .customLong("bom"), help: help(.optionByteOrderMark)) var hasByteOrderMark = false
    @OptionGroup var globals: GlobalOptions

    /// Prints the data itself, whether or not `--json` is given.
    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let lines = try await session.withClient { client throws(ClientError) in try client.exportLines() }
        switch format {
        case .jsonl: session.console.lines(lines)
        case .csv:
            let mark = hasByteOrderMark ? "\u{FEFF}" : ""
            Console.write(mark + RecordCSV.lines(try records(lines)).joined(), to: .standardOutput)
        case .geojson: session.console.line(GeoJSON.collection(try records(lines)).text)
        }
        return Exit.done
    }

    private func records(_ lines: [String]) throws(ClientError) -> [JSONValue] {
        var records: [JSONValue] = []
        for line in lines {
            do throws(JSONError) { records.append(try JSONValue(parsing: line)) } catch {
                throw ClientError(code: "internal", message: "\(error.reason) @\(error.offset)", exitCode: 1)
            }
        }
        return records
    }
}
