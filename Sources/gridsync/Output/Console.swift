import Foundation
import GridClient
import GridRecords

/// Where a command speaks: results to standard output, errors and progress to standard error.
struct Console: Sendable {
    let isJSON: Bool
    let language: Language
    let style: Style
    /// Columns of the terminal; nil when the output goes elsewhere.
    let width: Int?

    init(isJSON: Bool, language: Language, environment: [String: String]) {
        self.isJSON = isJSON
        self.language = language
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let refusesColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        style = Style(isColoured: isTerminal && !refusesColour && environment["TERM"] != "dumb")
        width = isTerminal ? Console.columns() : nil
    }

    private static func columns() -> Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return nil }
        return Int(size.ws_col)
    }

    func text(_ message: Message) -> String { message.text(language) }

    func line(_ text: String) { Console.write(text + "\n", to: .standardOutput) }

    /// A remark for people beside the result, on standard error so that it is never part of the data.
    func remark(_ text: String) {
        if !isJSON { Console.write(text + "\n", to: .standardError) }
    }

    /// Lines as they are, in one go.
    func lines(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        Console.write(lines.joined(separator: "\n") + "\n", to: .standardOutput)
    }

    /// One object, or its rendering for people.
    func result(_ value: JSONValue, people: (JSONValue) -> [String]) {
        lines(isJSON ? [value.text] : people(value))
    }

    /// One object a line, or a rendering of them all; people get a sentence when there is none.
    func results(_ values: [JSONValue], empty: Message, people: ([JSONValue]) -> [String]) {
        if isJSON { return lines(values.map(\.text)) }
        lines(values.isEmpty ? [text(empty)] : people(values))
    }

    /// The error in JSON, or as code, sentence and hint.
    func report(_ error: ClientError) {
        Console.write(ErrorReport.text(error, console: self) + "\n", to: .standardError)
    }

    func table(_ headings: [Message], _ rows: [[String]]) -> [String] {
        let table = Table(headings.map(text), rows: rows, maximumWidth: width)
        guard let first = table.lines.first else { return [] }
        return [style.bold(first)] + table.lines.dropFirst()
    }

    static func write(_ text: String, to handle: FileHandle) {
        // A reader that went away (`| head`) is no error of ours.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
