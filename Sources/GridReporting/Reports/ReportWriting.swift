package import GridRecords

/// The frozen form: one JSON text, keys sorted, every id of a record once.
extension Report {
    /// Byte-identical for equal reports.
    package var text: String { json.text }

    package var json: JSONValue {
        let ids = Set(rows.flatMap(\.cells).flatMap { $0.counted + $0.others }).sorted()
        let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        var members: [String: JSONValue] = [
            "format": 1, "report": .string(template), "label": label.json, "period": .string(period.text),
            "cutoff": .string(Timestamp.shanghai(milliseconds: cutoff).text), "scope": scope.json,
            "grouping": .string(grouping.rawValue), "rules": rules.json,
            "columns": .array(columns.map(\.json)), "rows": .array(rows.map { $0.json(places) }),
            "records": .array(ids.map { .string($0.text) }), "released": .bool(isReleased),
            "eligible": .array(
                eligible.map { ["name": .string($0.name), "keys": .array($0.keys.map { .string($0) })] }),
            "changes": .array(changes.map(\.json)),
        ]
        if let number {
            members["number"] = ["serial": .integer(Int64(number.serial)), "version": .integer(Int64(number.version))]
        }
        return .object(members)
    }
}

extension Label {
    var json: JSONValue { ["zh": .string(chinese), "en": .string(english)] }
}

extension Ratio {
    /// Numerator and denominator as they are: the value and its counts.
    var json: JSONValue { [.integer(Int64(numerator)), .integer(Int64(denominator))] }
}

extension Report.Column {
    var json: JSONValue { ["id": .string(id), "label": label.json] }
}

extension Report.Rules {
    var json: JSONValue {
        [
            "version": .string(version), "thresholds": .string(thresholds), "hash": .string(hash),
            "facts": .string(schema), "catalogue": .string(catalogue),
        ]
    }
}

extension Report.Change {
    package var json: JSONValue {
        [
            "indicator": .string(indicator), "column": .string(column),
            "from": ["colour": .text(oldColour?.rawValue), "value": oldValue?.json ?? .null],
            "to": ["colour": .text(newColour?.rawValue), "value": newValue?.json ?? .null],
        ]
    }
}

extension JSONValue {
    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension ReportRow {
    func json(_ places: [RecordID: Int]) -> JSONValue {
        [
            "indicator": .string(indicator), "label": label.json, "aspect": aspect.json, "department": department.json,
            "department_id": .string(departmentID),
            "unit": .string(unit.rawValue), "places": .integer(Int64(self.places)),
            "direction": .string(direction.rawValue), "weight": weight.json, "sensitive": .bool(isSensitive),
            "cells": .array(cells.map { $0.json(self, places) }),
        ]
    }
}

extension Cell {
    func json(_ row: ReportRow, _ places: [RecordID: Int]) -> JSONValue {
        var members: [String: JSONValue] = [
            "column": .string(column), "colour": .string(colour.rawValue), "basis": .string(basis.rawValue),
            "reason": reason.json, "comparisons": .array(comparisons.map { $0.json(row) }),
        ]
        if let value {
            members["value"] = value.json
            members["shown"] = .string(row.shown(value))
        }
        if let numerator { members["numerator"] = .integer(Int64(numerator)) }
        if let denominator { members["denominator"] = .integer(Int64(denominator)) }
        if waiting > 0 { members["waiting"] = .integer(Int64(waiting)) }
        if isSuppressed { members["suppressed"] = true }
        // A text of numbers, not an array: a city's report has a million of them.
        if !counted.isEmpty { members["counted"] = .string(Cell.list(counted, places)) }
        if !others.isEmpty { members["others"] = .string(Cell.list(others, places)) }
        return .object(members)
    }

    private static func list(_ ids: [RecordID], _ places: [RecordID: Int]) -> String {
        var text = ""
        for id in ids {
            if !text.isEmpty { text += " " }
            text += String(places[id] ?? 0)
        }
        return text
    }
}

extension Cell.Comparison {
    func json(_ row: ReportRow) -> JSONValue {
        var members: [String: JSONValue] = [
            "by": .string(comparator.rawValue), "label": comparator.label.json, "basis": .string(basis.rawValue),
            "points": .bool(isInPoints),
        ]
        if let base {
            members["base"] = base.json
            members["base_shown"] = .string(row.shown(base))
        }
        if let change {
            members["change"] = change.json
            members["change_shown"] = .string(Reasons.signed(change))
        }
        if let colour { members["colour"] = .string(colour.rawValue) }
        return .object(members)
    }
}
