package import GridRecords

/// Why a stored report cannot be read, or cannot be issued.
package enum ReportError: Error, Hashable, Sendable {
    /// The text is no report of this format; says which member is at fault.
    case unreadable(String)
    /// There is one of this template, scope and period already; restate it.
    case alreadyIssued(Report.Number)
    /// The serial number is not above those that were given.
    case serialTaken(Int)
    /// It restates nothing that was issued.
    case notIssued
    /// It says in every cell what the last version says.
    case unchanged
}

extension Report {
    /// Reads what `json` writes.
    package init(json: JSONValue) throws(ReportError) {
        let reader = StoredReader(json: json)
        guard reader.json["format"]?.integer == 1 else { throw .unreadable("format") }
        template = try reader.text("report")
        label = try reader.label("label")
        guard let period = Period(text: try reader.text("period")) else { throw .unreadable("period") }
        self.period = period
        guard let cutoff = Timestamp(text: try reader.text("cutoff")) else { throw .unreadable("cutoff") }
        self.cutoff = cutoff.milliseconds
        scope = try StoredReader(json: reader.member("scope")).column()
        grouping = try reader.choice("grouping")
        let rules = StoredReader(json: try reader.member("rules"))
        self.rules = Rules(
            version: try rules.text("version"), thresholds: try rules.text("thresholds"),
            hash: try rules.text("hash"), schema: try rules.text("facts"), catalogue: try rules.text("catalogue"))
        columns = try reader.map("columns") { member throws(ReportError) in try member.column() }
        let records = try reader.map("records") { member throws(ReportError) in
            guard let id = member.json.string.flatMap({ RecordID(text: $0) }) else { throw .unreadable("records") }
            return id
        }
        rows = try reader.map("rows") { member throws(ReportError) in try member.row(records) }
        eligible = try reader.map("eligible") { member throws(ReportError) in
            Frozen(
                name: try member.text("name"), keys: (member.json["keys"]?.array ?? []).compactMap(\.string))
        }
        changes = try reader.map("changes") { member throws(ReportError) in try member.change() }
        isReleased = reader.json["released"]?.bool ?? false
        if let number = reader.json["number"], let serial = number["serial"]?.integer,
            let version = number["version"]?.integer
        {
            self.number = Number(serial: Int(serial), version: Int(version))
        } else {
            number = nil
        }
    }
}

/// Reads the members of a stored report and names the one that is wrong.
private struct StoredReader {
    let json: JSONValue

    func member(_ key: String) throws(ReportError) -> JSONValue {
        guard let value = json[key] else { throw .unreadable(key) }
        return value
    }

    func text(_ key: String) throws(ReportError) -> String {
        guard let text = json[key]?.string else { throw .unreadable(key) }
        return text
    }

    func choice<Choice: RawRepresentable>(_ key: String) throws(ReportError) -> Choice
    where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try text(key)) else { throw .unreadable(key) }
        return choice
    }

    func label(_ key: String) throws(ReportError) -> Label {
        let inner = StoredReader(json: try member(key))
        return Label(chinese: try inner.text("zh"), english: try inner.text("en"))
    }

    func ratio(_ key: String) throws(ReportError) -> Ratio? {
        guard let value = json[key], !value.isNull else { return nil }
        guard let pair = value.array, pair.count == 2, let top = pair[0].integer, let bottom = pair[1].integer,
            top.magnitude < 1 << 62, bottom < 1 << 62, let ratio = Ratio(Int(top), of: Int(bottom))
        else { throw .unreadable(key) }
        return ratio
    }

    func map<Value>(_ key: String, _ read: (StoredReader) throws(ReportError) -> Value) throws(ReportError) -> [Value] {
        guard let list = json[key]?.array else { throw .unreadable(key) }
        var values: [Value] = []
        for member in list { values.append(try read(StoredReader(json: member))) }
        return values
    }

    func column() throws(ReportError) -> Report.Column {
        Report.Column(id: try text("id"), label: try label("label"))
    }

    func change() throws(ReportError) -> Report.Change {
        let old = StoredReader(json: try member("from"))
        let new = StoredReader(json: try member("to"))
        return Report.Change(
            indicator: try text("indicator"), column: try text("column"),
            oldColour: old.json["colour"]?.string.flatMap { Colour(rawValue: $0) },
            newColour: new.json["colour"]?.string.flatMap { Colour(rawValue: $0) }, oldValue: try old.ratio("value"),
            newValue: try new.ratio("value"))
    }

    func row(_ records: [RecordID]) throws(ReportError) -> ReportRow {
        guard let weight = try ratio("weight") else { throw .unreadable("weight") }
        return ReportRow(
            indicator: try text("indicator"), label: try label("label"), aspect: try label("aspect"),
            departmentID: try text("department_id"), department: try label("department"), unit: try choice("unit"),
            places: Int(clamping: json["places"]?.integer ?? 0), direction: try choice("direction"), weight: weight,
            isSensitive: json["sensitive"]?.bool ?? true,
            cells: try map("cells") { member throws(ReportError) in try member.cell(records) })
    }

    func cell(_ records: [RecordID]) throws(ReportError) -> Cell {
        Cell(
            column: try text("column"), colour: try choice("colour"), value: try ratio("value"),
            numerator: json["numerator"]?.integer.map { Int($0) },
            denominator: json["denominator"]?.integer.map { Int($0) },
            waiting: json["waiting"]?.integer.map { Int($0) } ?? 0, basis: try choice("basis"),
            comparisons: try map("comparisons") { member throws(ReportError) in try member.comparison() },
            reason: try label("reason"), counted: try list("counted", records), others: try list("others", records),
            isSuppressed: json["suppressed"]?.bool ?? false)
    }

    func comparison() throws(ReportError) -> Cell.Comparison {
        Cell.Comparison(
            comparator: try choice("by"), base: try ratio("base"), basis: try choice("basis"),
            change: try ratio("change"), isInPoints: json["points"]?.bool ?? false,
            colour: json["colour"]?.string.flatMap { Colour(rawValue: $0) })
    }

    private func list(_ key: String, _ records: [RecordID]) throws(ReportError) -> [RecordID] {
        var ids: [RecordID] = []
        for part in (json[key]?.string ?? "").utf8.split(separator: 0x20) {
            guard let place = Digits.number(part), place < records.count else { throw .unreadable(key) }
            ids.append(records[place])
        }
        return ids
    }
}
