import GridClient
import GridRecords

/// Imports rows one by one: each is a changeset of its own, and a bad one never stops the others.
struct RecordImport {
    let client: GridClient
    let file: InputFile
    let progress: Progress
    private var tally = ImportTally()
    /// Names given with `as`, each with the record it stands for.
    private var names: [String: String] = [:]

    init(client: GridClient, file: InputFile, progress: Progress) {
        self.client = client
        self.file = file
        self.progress = progress
    }

    /// JSON lines when the text begins with an object, else CSV.
    mutating func run() throws(ClientError) -> ImportTally {
        let text = try file.text()
        if text.first(where: { !$0.isWhitespace }) == "{" {
            try importLines(InputFile.lines(of: text))
        } else {
            try importRows(Array(text.utf8))
        }
        progress.clear()
        return tally
    }

    private mutating func importLines(_ lines: [(number: Int, text: Substring)]) throws(ClientError) {
        for (index, line) in lines.enumerated() {
            do throws(ClientError) {
                try write(try file.object(line))
            } catch {
                guard error.isOfTheRow else { throw error }
                tally.fail(line: line.number, error)
            }
            progress.update(index + 1, of: lines.count)
        }
    }

    private mutating func write(_ line: JSONValue) throws(ClientError) {
        var members = line.object ?? [:]
        let name = members.removeValue(forKey: "as")?.string
        if let id = members["id"]?.string, let known = names[id] { members["id"] = .string(known) }
        let written = try client.apply([.object(members)], atomic: false)
        if let name, let record = written.first { names[name] = record.id }
        if members["op"]?.string == "new" { tally.created += 1 } else { tally.updated += 1 }
    }

    private mutating func importRows(_ bytes: [UInt8]) throws(ClientError) {
        let rows: [CommaSeparated.Row]
        do throws(CommaSeparated.Unclosed) { rows = try CommaSeparated.rows(bytes) } catch {
            let message = Message.importedLine.text(
                file.language, String(error.line), "csv", Message.errorQuote.text(file.language))
            throw ClientError(code: "bad_input", message: message, exitCode: Exit.badData)
        }
        guard let first = rows.first else { return }
        let header = try ImportHeader(first.cells, language: file.language)
        for (index, row) in rows.dropFirst().enumerated() {
            do throws(ClientError) {
                try write(try header.row(row.cells))
            } catch {
                guard error.isOfTheRow else { throw error }
                tally.fail(line: row.line, error)
            }
            progress.update(index + 1, of: rows.count - 1)
        }
    }

    private mutating func write(_ row: ImportRow) throws(ClientError) {
        if let id = row.id {
            _ = try client.set(id, fields: row.entries, seen: nil)
            tally.updated += 1
        } else {
            _ = try client.create(kind: row.kind, area: row.area, fields: row.entries)
            tally.created += 1
        }
    }
}

extension ClientError {
    /// Whether another row may fare better; a store that is gone or busy fails them all.
    fileprivate var isOfTheRow: Bool {
        !["store_busy", "store_io", "store_full", "store_corrupt", "no_store"].contains(code)
    }
}
