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
        let kept = collection.filter { element in
            guard let filter = elements.filter else { return true }
            guard let code = element.value[filter.part]?.string else { return false }
            return filter.codes.contains { $0.equalsInBytes(code) }
        }
        if elements.pick == .count { return .integer(Int64(kept.count)) }
        let ordered = kept.map { (time: moment($0.value[elements.order]), id: Text($0.key), json: $0.value) }
            .sorted { $0.time != $1.time ? $0.time < $1.time : $0.id < $1.id }
        guard let picked = elements.pick == .first ? ordered.first : ordered.last else { return nil }
        return elements.part.map { picked.json[$0] } ?? picked.json
    }

    private func moment(_ json: JSONValue?) -> Int64 {
        json?.string.flatMap { FactMoment.milliseconds($0, isDeadline: false) } ?? .min
    }
}

/// Instants as the fields of records tell them.
enum FactMoment {
    /// A timestamp, or a bare day: its first instant in Shanghai, for a deadline its last millisecond.
    static func milliseconds(_ text: String, isDeadline: Bool) -> Int64? {
        if let day = CalendarDate(text: text) {
            return isDeadline ? day.shanghaiStart + 86_399_999 : day.shanghaiStart
        }
        return Timestamp(text: text)?.milliseconds
    }
}
