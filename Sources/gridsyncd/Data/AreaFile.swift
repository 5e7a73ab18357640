import Foundation
import GridRecords

/// A CSV file of areas (RFC 4180), read strictly: each mistake is named with its line.
struct AreaFile {
    static let required = ["code", "name", "level", "parent"]
    static let optional = ["valid_from", "valid_to", "predecessors"]
    static let levels: Set<String> = ["province", "city", "county", "township", "village", "grid", "microgrid"]

    let rows: [JSONValue]

    init(path: String) throws(Failure) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure("no_file", "there is no file \(path)")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("no_file", "\(path) cannot be read")
        }
        try self.init(bytes: Array(data))
    }

    init(bytes: [UInt8]) throws(Failure) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Failure("bad_data", "the file is not UTF-8", hint: "save it as UTF-8")
        }
        let lines = try AreaFile.lines(bytes)
        guard let header = lines.first?.cells else { throw Failure("bad_data", "the file is empty") }
        try AreaFile.check(header)
        var rows: [JSONValue] = []
        var codes: [String: Int] = [:]
        for line in lines.dropFirst() {
            guard line.cells.count == header.count else {
                throw Failure(
                    "bad_data", "line \(line.line): \(line.cells.count) fields instead of \(header.count)",
                    hint: "quote a field that holds a comma")
            }
            let row = Dictionary(zip(header, line.cells), uniquingKeysWith: { first, _ in first })
            try AreaFile.check(row, line: line.line)
            if let before = codes.updateValue(line.line, forKey: row["code"] ?? "") {
                throw Failure("bad_data", "line \(line.line): code \(row["code"] ?? "") stands in line \(before) too")
            }
            rows.append(AreaFile.json(row))
        }
        self.rows = rows
    }

    private static func lines(_ bytes: [UInt8]) throws(Failure) -> [CommaSeparated.Row] {
        let rows: [CommaSeparated.Row]
        do throws(CommaSeparated.Unclosed) { rows = try CommaSeparated.rows(bytes) } catch {
            throw Failure("bad_data", "line \(error.line): a quoted field does not end")
        }
        switch rows.lazy.compactMap(\.fault).first {
        case nil: return rows
        case .quoteInside(let line):
            throw Failure(
                "bad_data", "line \(line): a quote inside a field without quotes",
                hint: "double it and quote the field")
        case .textAfterQuote(let line):
            throw Failure("bad_data", "line \(line): text after the closing quote of a field")
        }
    }

    private static func check(_ header: [String]) throws(Failure) {
        let hint = "the first line is code,name,level,parent[,valid_from,valid_to,predecessors]"
        for column in required where !header.contains(column) {
            throw Failure("bad_data", "line 1: the column \(column) is missing", hint: hint)
        }
        for (index, column) in header.enumerated() {
            guard required.contains(column) || optional.contains(column) else {
                throw Failure("bad_data", "line 1: the column \(column) is not known", hint: hint)
            }
            guard header.firstIndex(of: column) == index else {
                throw Failure("bad_data", "line 1: the column \(column) stands there twice", hint: hint)
            }
        }
    }

    private static func check(_ row: [String: String], line: Int) throws(Failure) {
        let code = row["code"] ?? ""
        guard !code.isEmpty, code.utf8.count <= Limits.codeBytes, code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw Failure("bad_data", "line \(line): the code \(code) is no plain ASCII of 1 to 64 characters")
        }
        guard !(row["name"] ?? "").isEmpty else { throw Failure("bad_data", "line \(line): the name is missing") }
        guard levels.contains(row["level"] ?? "") else {
            throw Failure(
                "bad_data", "line \(line): the level \(row["level"] ?? "") is not known",
                hint: "province, city, county, township, village, grid, microgrid")
        }
        for column in ["valid_from", "valid_to"] {
            guard let text = row[column], !text.isEmpty else { continue }
            guard CalendarDate(text: text) != nil else {
                throw Failure("bad_data", "line \(line): \(column) is no date: \(text)", hint: "such as 2026-03-01")
            }
        }
    }

    private static func json(_ row: [String: String]) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (column, text) in row where !text.isEmpty {
            members[column] =
                column == "predecessors"
                ? .array(text.split(separator: ";").map { .string($0.trimmingCharacters(in: .whitespaces)) })
                : .string(text)
        }
        return .object(members)
    }
}
