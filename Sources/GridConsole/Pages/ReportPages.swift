import GridHub
import GridRecords
import GridSync

/// The three-colour page, and the way from a cell to the records behind it.
extension Console {
    func reports(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let words = words(visit)
        let issued = try await ask(.reports, [:], visit).reversed().map { report -> JSONValue in
            [
                "url": .string("\(Visit.prefix)/report?" + Console.query(of: report)),
                "period": report["period"] ?? .null, "area": report["area_name"] ?? .null,
                "number": .string(Console.number(report, words)),
                "template": .string(words.name("report", report["template"]?.string)),
                "at": .string(words.time(report["at"]?.string)),
                "changes": .string("\(report["changes"]?.integer ?? 0)"),
            ]
        }
        let scopes: [JSONValue] = (visit.person?.areas ?? []).map {
            ["code": .string($0.code.text), "name": .string($0.name)]
        }
        return page(
            "reports", "title.reports",
            ["reports": .array(Array(issued)), "isEmpty": .bool(issued.isEmpty), "scopes": .array(scopes)], visit)
    }

    func build(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let built = try await ask(
            .build, ["period": .string(visit.form["period"] ?? ""), "scope": .string(visit.form["scope"] ?? "")], visit)
        return redirect("report?" + Console.query(of: built.first ?? .null))
    }

    func report(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let line = try await ask(.report, Console.arguments(visit), visit).first
        guard let text = line?["text"]?.string, let report = try? JSONValue(parsing: text) else {
            throw HubError("internal", status: 500, "the report cannot be read")
        }
        let words = words(visit)
        let columns = report["columns"]?.array ?? []
        let address = Console.address(visit)
        var rows: [JSONValue] = []
        var aspect: JSONValue?
        for row in report["rows"]?.array ?? [] {
            if row["aspect"] != aspect {
                aspect = row["aspect"]
                rows.append(["aspect": .string(words.label(aspect)), "span": .string("\(columns.count + 2)")])
            }
            let cells = (row["cells"]?.array ?? []).map { cell -> JSONValue in
                let colour = cell["colour"]?.string ?? "grey"
                let place = FormFields.query([
                    "indicator": row["indicator"]?.string ?? "", "column": cell["column"]?.string ?? "",
                ])
                return [
                    "colour": .string(colour), "letter": .string(words.word("letter.\(colour)")),
                    "shown": cell["shown"] ?? "–", "reason": .string(words.label(cell["reason"])),
                    "url": .string("\(Visit.prefix)/cell?\(address)&\(place)"),
                ]
            }
            rows.append([
                "label": .string(words.label(row["label"])), "department": .string(words.label(row["department"])),
                "cells": .array(cells),
            ])
        }
        let area = words.label(report["scope"]?["label"])
        return page(
            "report", "\(words.label(report["label"])) · \(area) · \(report["period"]?.string ?? "")",
            [
                "columns": .array(columns.map { .string(words.label($0["label"])) }), "rows": .array(rows),
                "number": .string(Console.number(report["number"] ?? .null, words)),
                "cutoff": .string(words.time(report["cutoff"]?.string)), "tallies": tallies(report, words),
                "changes": changes(report, words),
            ], visit)
    }

    /// How many cells have each colour, the worst first.
    private func tallies(_ report: JSONValue, _ words: ValueWords) -> JSONValue {
        var counts: [String: Int] = [:]
        for row in report["rows"]?.array ?? [] {
            for cell in row["cells"]?.array ?? [] { counts[cell["colour"]?.string ?? "grey", default: 0] += 1 }
        }
        return .array(
            ["red", "yellow", "green", "grey"].map { colour in
                [
                    "colour": .string(colour), "name": .string(words.word("colour.\(colour)")),
                    "count": .string("\(counts[colour] ?? 0)"),
                ]
            })
    }

    /// What a restatement changed, as sentences.
    private func changes(_ report: JSONValue, _ words: ValueWords) -> JSONValue {
        let rows = report["rows"]?.array ?? []
        let columns = report["columns"]?.array ?? []
        return .array(
            (report["changes"]?.array ?? []).map { change in
                let row = rows.first { $0["indicator"] == change["indicator"] }
                let column = columns.first { $0["id"] == change["column"] }
                func colour(_ side: String) -> String { words.name("colour", change[side]?["colour"]?.string) }
                return .string(
                    "\(words.label(row?["label"])), \(words.label(column?["label"])): \(colour("from")) → \(colour("to"))"
                )
            })
    }

    func cell(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let lines = try await ask(.cell, Console.arguments(visit), visit)
        let words = words(visit)
        let head = lines.first ?? .null
        let colour = head["colour"]?.string ?? "grey"
        let records = lines.dropFirst().map { line -> JSONValue in
            let id = line["id"]?.string ?? ""
            return [
                "kind": .string(words.kind(line["kind"]?.string)), "caption": Console.some(line["caption"]),
                "id": .string(id), "area": line["area_name"] ?? "–", "here": line["here"] ?? false,
                "part": .string(words.word("part.\(line["part"]?.string ?? "")")),
                "url": .string("\(Visit.prefix)/record?" + FormFields.query(["id": id])),
            ]
        }
        func count(_ key: String) -> Int { Int(clamping: head[key]?.integer ?? 0) }
        return page(
            "cell", "\(words.label(head["label"])) · \(words.label(head["column_label"]))",
            [
                "colour": .string(colour), "colour_name": .string(words.word("colour.\(colour)")),
                "shown": head["shown"] ?? "–", "reason": .string(words.label(head["reason"])),
                "rate": head["rate"] ?? false, "records": .array(Array(records)),
                "pager": pager(
                    from: count("from"), shown: records.count, of: count("records"), size: max(1, count("page")), visit),
                "back": .string("\(Visit.prefix)/report?" + Console.address(visit)),
            ], visit)
    }

    /// The report that a page names, as part of an address.
    private static func address(_ visit: Visit) -> String {
        FormFields.query([
            "template": visit.query["template"] ?? "", "scope": visit.query["scope"] ?? "",
            "serial": visit.query["serial"] ?? "", "version": visit.query["version"] ?? "",
        ])
    }

    private static func query(of report: JSONValue) -> String {
        FormFields.query([
            "template": report["template"]?.string ?? "", "scope": report["scope"]?.string ?? "",
            "serial": "\(report["serial"]?.integer ?? 0)", "version": "\(report["version"]?.integer ?? 0)",
        ])
    }

    private static func arguments(_ visit: Visit) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for key in ["template", "scope", "indicator", "column"] { members[key] = visit.query[key].map { .string($0) } }
        for key in ["serial", "version", "from"] {
            members[key] = visit.query[key].flatMap { Int64($0) }.map { .integer($0) }
        }
        return .object(members)
    }

    private static func number(_ report: JSONValue, _ words: ValueWords) -> String {
        let serial = report["serial"]?.integer ?? 0
        let version = report["version"]?.integer ?? 1
        let isChinese = words.language == .chinese
        let number = isChinese ? "第 \(serial) 号" : "No. \(serial)"
        if version == 1 { return number }
        return number + (isChinese ? "第 \(version) 版" : ", version \(version)")
    }
}
