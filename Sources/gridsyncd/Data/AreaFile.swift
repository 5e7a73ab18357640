import Foundation
import GridRecords

/// A CSV file of areas (RFC 4180), read strictly: each mistake is named with its line.
///
/// A reader of its own because packages for CSV guess at what is wrong, and do not tell lines of quoted fields.
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
        let bare = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: bare, as: UTF8.self) else {
            throw Failure("bad_data", "the file is not UTF-8", hint: "save it as UTF-8")
        }
        var lines = try CommaSeparated(text).lines
        guard !lines.isEmpty else { throw Failure("bad_data", "the file is empty") }
        let header = lines.removeFirst().fields
        try AreaFile.check(header)
        var rows: [JSONValue] = []
        var codes: [String: Int] = [:]
        for line in lines {
            guard line.fields.count == header.count else {
                throw Failure(
                    "bad_data", "line \(line.number): \(line.fields.count) fields instead of \(header.count)",
                    hint: "quote a field that holds a comma")
            }
            let row = Dictionary(zip(header, line.fields), uniquingKeysWith: { first, _ in first })
            try AreaFile.check(row, line: line.number)
            if let before = codes.updateValue(line.number, forKey: row["code"] ?? "") {
                throw Failure("bad_data", "line \(line.number): code \(row["code"] ?? "") stands in line \(before) too")
            }
            rows.append(AreaFile.json(row))
        }
        self.rows = rows
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
