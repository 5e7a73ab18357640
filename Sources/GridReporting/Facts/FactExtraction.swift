import GridRecords

/// What a table takes in of one record: worked out from the record alone, on any thread.
package struct RecordFacts: Sendable {
    /// In one column.
    enum Value: Sendable, Hashable {
        case code(String)
        case codes([String])
        case flag(Bool)
        /// A number, or milliseconds since 1970.
        case number(Int64)
    }

    /// A record that refers to others: which of them, by the field that says so.
    struct Reference: Sendable, Hashable {
        let field: String
        let targets: [RecordID]
    }

    let kind: String
    /// The place of the kind in the schema.
    let number: Int
    let id: RecordID
    let areas: [AreaCode]
    let occurred: Int64
    /// One for each column; nil for none.
    let values: [Value?]
    let references: [Reference]
}

/// Works out the facts of records by a schema.
package struct FactReader: Sendable {
    private let schema: FactSchema
    private let numbers: [String: Int]
    /// The fields of each kind that refer to records which want to know.
    private let referring: [String: [String]]

    package init(_ schema: FactSchema) {
        self.schema = schema
        numbers = Dictionary(
            schema.kinds.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var referring: [String: [String]] = [:]
        for kind in schema.kinds {
            for column in kind.columns {
                guard case .linked(let from, let field) = column.source else { continue }
                if referring[from]?.contains(field) != true { referring[from, default: []].append(field) }
            }
        }
        self.referring = referring
    }

    /// Nil for a deleted record, and for a kind that the schema does not name.
    package func facts(of record: some ReportableRecord) -> RecordFacts? {
        guard !record.isDeleted, let number = numbers[record.kind] else { return nil }
        let kind = schema.kinds[number]
        var extraction = FactExtraction(record: record)
        return RecordFacts(
            kind: record.kind, number: number, id: record.id, areas: record.areas,
            occurred: FactReader.occurred(record, kind),
            values: kind.columns.map { FactReader.value(extraction.value($0.source), $0.type) },
            references: (referring[record.kind] ?? []).compactMap { field in
                let targets = FactReader.targets(record.field(field))
                return targets.isEmpty ? nil : RecordFacts.Reference(field: field, targets: targets)
            })
    }

    func number(of kind: String) -> Int? { numbers[kind] }

    private static func occurred(_ record: some ReportableRecord, _ kind: FactSchema.Kind) -> Int64 {
        for field in kind.occurred {
            guard let text = record.field(field)?.string else { continue }
            if let time = FactMoment.milliseconds(text, isDeadline: false) { return time }
        }
        return record.id.mintedMilliseconds
    }

    private static func targets(_ json: JSONValue?) -> [RecordID] {
        let texts = json?.object.map { Array($0.keys) } ?? [json?.string].compactMap { $0 }
        return texts.compactMap { RecordID(text: $0) }
    }

    private static func value(_ json: JSONValue?, _ type: FactSchema.ColumnType) -> RecordFacts.Value? {
        guard let json else { return nil }
        switch type {
        case .code: return TemplateReader.plainText(json).map { .code($0) }
        case .codes:
            // A set shows as an object from element to value; a plain list of texts is taken too.
            let texts = json.object.map { Array($0.keys) } ?? (json.array ?? []).compactMap(TemplateReader.plainText)
            return texts.isEmpty ? nil : .codes(texts)
        case .flag: return json.bool.map { .flag($0) }
        case .number: return json.integer.map { .number($0) }
        case .moment, .deadline:
            let time = json.string.flatMap { FactMoment.milliseconds($0, isDeadline: type == .deadline) }
            return time.map { .number($0) }
        }
    }
}

/// What a column's source finds in a record.
struct FactExtraction<Record: ReportableRecord> {
    let record: Record
    /// Collections as they were read for an earlier column: several ask for the same one.
    private var collections: [(field: String, elements: [String: JSONValue]?)] = []

    init(record: Record) { self.record = record }

    mutating func value(_ source: FactSchema.Source) -> JSONValue? {
        switch source {
        case .fields(let fields, let part):
            for field in fields {
                guard let value = record.field(field), !value.isNull else { continue }
                guard let part else { return value }
                if let inner = value[part], !inner.isNull { return inner }
            }
            return nil
        case .elements(let elements): return value(of: elements)
        case .creator: return record.creator.map { .string($0.text) }
        case .disputed: return .bool(record.isDisputed)
        case .routed(let source, let table, let otherwise):
            let code = value(source)?.string
            let route = code.flatMap { code in table.first { code.utf8.starts(with: $0.prefix.utf8) } }
            return (route?.code ?? otherwise).map { .string($0) }
        case .first(let sources):
            for source in sources {
                if let value = value(source) { return value }
            }
            return nil
        case .linked: return nil
        }
    }

    private mutating func value(of elements: FactSchema.Elements) -> JSONValue? {
        guard let collection = collection(elements.field) else {
            return elements.pick == .count ? 0 : nil
        }
        if elements.pick == .count {
            guard elements.filter != nil else { return .integer(Int64(collection.count)) }
            return .integer(Int64(collection.count { isKept($0.value, elements) }))
        }
        var picked: (time: Int64, id: Text, json: JSONValue)?
        for (id, json) in collection where isKept(json, elements) {
            let next = (time: moment(json[elements.order]), id: Text(id), json: json)
            guard let best = picked else {
                picked = next
                continue
            }
            let isEarlier = next.time != best.time ? next.time < best.time : next.id < best.id
            if isEarlier == (elements.pick == .first) { picked = next }
        }
        guard let picked else { return nil }
        return elements.part.map { picked.json[$0] } ?? picked.json
    }

    private mutating func collection(_ field: String) -> [String: JSONValue]? {
        if let known = collections.first(where: { $0.field == field }) { return known.elements }
        let elements = record.field(field)?.object
        collections.append((field, elements))
        return elements
    }

    private func isKept(_ json: JSONValue, _ elements: FactSchema.Elements) -> Bool {
        guard let filter = elements.filter else { return true }
        guard let code = json[filter.part]?.string else { return false }
        return filter.codes.contains { $0.equalsInBytes(code) }
    }

    private func moment(_ json: JSONValue?) -> Int64 {
        json?.string.flatMap { FactMoment.milliseconds($0, isDeadline: false) } ?? .min
    }
}

/// Instants as the fields of records tell them.
enum FactMoment {
    /// A timestamp, or a bare day: its first instant in Shanghai, for a deadline its last millisecond.
    static func milliseconds(_ text: String, isDeadline: Bool) -> Int64? {
        if text.utf8.count == 10, let day = CalendarDate(text: text) {
            return isDeadline ? day.shanghaiStart + 86_399_999 : day.shanghaiStart
        }
        return shanghai(text) ?? Timestamp(text: text)?.milliseconds
    }

    /// The form in which nearly all times are written, `2025-03-01T08:00:00+08:00`, read without copying: a city has
    /// tens of millions of them. Nil for any other form.
    private static func shanghai(_ text: String) -> Int64? {
        text.utf8.withContiguousStorageIfAvailable { bytes -> Int64? in
            guard bytes.count == 25, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A,
                bytes[16] == 0x3A, bytes[19...].elementsEqual("+08:00".utf8)
            else { return nil }
            func number(_ range: Range<Int>) -> Int {
                var result = 0
                for byte in bytes[range] {
                    guard (0x30...0x39).contains(byte) else { return -1 }
                    result = result * 10 + Int(byte - 0x30)
                }
                return result
            }
            let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
            guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
                let day = CalendarDate(year: number(0..<4), month: number(5..<7), day: number(8..<10))
            else { return nil }
            return day.shanghaiStart + Int64(hour * 3600 + minute * 60 + second) * 1000
        } ?? nil
    }
}
