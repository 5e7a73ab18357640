import Foundation
import GridClient
import GridRecords

/// A file that a person named, or standard input as `-`.
struct InputFile: Sendable {
    let path: String
    let language: Language

    /// All its bytes; 66 when there is no such file, 74 when it cannot be read.
    func bytes() throws(ClientError) -> [UInt8] {
        do {
            if path == "-" { return try [UInt8](FileHandle.standardInput.readToEnd() ?? Data()) }
            guard FileManager.default.fileExists(atPath: path) else { throw missing }
            return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(
                code: "io", message: Message.errorFileRead.text(language, path, "\(error.localizedDescription)"),
                hint: Message.errorFileHint.text(language), exitCode: Exit.inputOutput)
        }
    }

    private var missing: ClientError {
        ClientError(
            code: "no_such_file", message: Message.errorNoFile.text(language, path),
            hint: Message.errorFileHint.text(language), exitCode: Exit.missing)
    }

    /// Its text; 65 unless it is UTF-8. A byte order mark at its beginning is left out.
    func text() throws(ClientError) -> String {
        let bytes = try bytes()
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw ClientError(
                code: "bad_input", message: Message.errorEncoding.text(language, path),
                hint: Message.errorEncodingHint.text(language), exitCode: Exit.badData)
        }
        return text
    }

    /// Its lines that are not blank, each with its number from 1.
    func numberedLines() throws(ClientError) -> [(number: Int, text: Substring)] { InputFile.lines(of: try text()) }

    static func lines(of text: String) -> [(number: Int, text: Substring)] {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            let text = Substring(line)
            return text.allSatisfy(\.isWhitespace) ? nil : (index + 1, text)
        }
    }

    /// One JSON object from a line; 65 with the line's number when it is none.
    func object(_ line: (number: Int, text: Substring)) throws(ClientError) -> JSONValue {
        let detail: String
        do {
            let value = try JSONValue(parsing: String(line.text))
            if value.object != nil { return value }
            detail = String(value.text.prefix(40))
        } catch { detail = "\(error.reason.rawValue) @\(error.offset)" }
        throw ClientError(
            code: "bad_input", message: Message.errorLine.text(language, String(line.number), detail),
            exitCode: Exit.badData)
    }
}
