import GridRecords

/// What a column's source finds in a record.
struct FactExtraction<Record: ReportableRecord> {
    let record: Record

    func value(_ source: FactSchema.Source) -> JSONValue? {
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

    private func value(of elements: FactSchema.Elements) -> JSONValue? {
        guard let collection = record.field(elements.field)?.object else {
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
