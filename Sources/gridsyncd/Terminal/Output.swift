import Foundation
import GridRecords

/// Standard output and standard error of one invocation.
struct Output {
    let isJSON: Bool
    let language: Language

    /// One line on standard output.
    func line(_ text: String) { Output.write(text + "\n", to: .standardOutput) }

    /// Lines for programs as they are; for people a table of the columns that the lines have.
    func lines(_ lines: [String], columns: [String], empty: (english: String, chinese: String)) {
        if isJSON {
            for chunk in stride(from: 0, to: lines.count, by: 1_000) {
                let part = lines[chunk..<min(chunk + 1_000, lines.count)]
                Output.write(part.joined(separator: "\n") + "\n", to: .standardOutput)
            }
            return
        }
        let rows = lines.compactMap { try? JSONValue(parsing: $0) }
        guard !rows.isEmpty else { return line(language.text(empty.english, empty.chinese)) }
        let shown = columns.filter { column in rows.contains { $0[column] != nil } }
        for text in Table(header: shown.map(language.column), rows: rows.map { row in shown.map { cell(row[$0]) } })
            .lines
        {
            line(text)
        }
    }

    /// The error on standard error: an object for programs, two lines for people.
    func fail(_ failure: Failure) {
        if isJSON {
            let object: JSONValue = [
                "error": [
                    "code": .string(failure.code), "message": .string(failure.message), "hint": .string(failure.hint),
                ]
            ]
            return Output.write(object.text + "\n", to: .standardError)
        }
        var text = "gridsyncd: \(failure.code): \(language.sentence(failure))\n"
        if !failure.hint.isEmpty { text += "  \(failure.hint)\n" }
        Output.write(text, to: .standardError)
    }

    /// A remark for people beside the result, on standard error so that it is never part of the data.
    func remark(_ english: String, _ chinese: String) {
        if !isJSON { Output.write(language.text(english, chinese) + "\n", to: .standardError) }
    }

    static func write(_ text: String, to handle: FileHandle) { write(Data(text.utf8), to: handle) }

    static func write(_ bytes: Data, to handle: FileHandle) { try? handle.write(contentsOf: bytes) }

    private func cell(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: return "-"
        case .string(let text)?: return text.replacingOccurrences(of: "\n", with: " ")
        case .bool(let flag)?: return flag ? language.text("yes", "是") : language.text("no", "否")
        case .array(let values)?: return values.isEmpty ? "-" : values.map { cell($0) }.joined(separator: " ")
        case .object(let members)?:
            if let inner = members["value"] {
                return cell(inner) + (members["author"]?.string.map { " (\($0))" } ?? "")
            }
            return JSONValue.object(members).text
        case let other?: return other.text
        }
    }
}
