package import GridCausality

/// A record as people and programs see it: one value for each field. Worked out, never stored or merged.
package struct RecordView: Sendable {
    package let id: RecordID
    package let kind: String
    package let isDeleted: Bool
    /// The area that is shown; nil when none was ever written.
    package let area: AreaCode?
    /// Every area that the record belongs to, sorted: those of all sides in a dispute over it, and its `grids`.
    package let areas: [AreaCode]
    /// Sorted; empty for a deleted record, of which nobody has to decide anything.
    package let disputed: [Path]
    package let context: VersionVector
    /// What each path shows, for who needs values and not JSON.
    package let reading: RecordReading
    private let collections: [String: CollectionReading]

    package init(_ record: Record, catalogue: Catalogue) {
        self.init(RecordReading(record, catalogue: catalogue))
    }

    package init(_ reading: RecordReading) {
        let record = reading.record
        id = record.id
        kind = record.kind
        context = record.context
        isDeleted = record.isDeleted
        self.reading = reading
        let collections = reading.collections
        self.collections = collections.shown
        disputed = record.isDeleted ? [] : reading.disputed(withoutElements: collections.hidden)
        area = reading.shown(at: .area).value.flatMap(RecordReading.areaCode)
        areas = reading.areas(grids: collections.shown["grids"])
    }

    /// By field; collections as objects from element to value, separate sub-fields within their element. Made anew each
    /// time: most who look at a record ask for less.
    package var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for entry in reading.entries where !entry.path.isWithinElement && entry.path != .area {
            fields[entry.path.text] = entry.shown.value?.json
        }
        for (field, collection) in collections {
            if let elements = collection.json { fields[field] = elements }
        }
        return fields
    }

    /// One of `fields`, without the others; nil when it has no value.
    package func field(_ name: String) -> JSONValue? {
        if let elements = collections[name]?.json { return elements }
        let path = Path.field(name)
        return path == .area ? nil : reading.shown(at: path).value?.json
    }

    /// `{"id","kind","area","deleted","fields","disputed","context"}`: a line of `export`.
    package var json: JSONValue {
        .object([
            "id": .string(id.text), "kind": .string(kind), "area": area.map { .string($0.text) } ?? .null,
            "deleted": .bool(isDeleted), "fields": .object(fields),
            "disputed": .array(disputed.map { .string($0.text) }), "context": context.json,
        ])
    }

    /// The elements of a list or log in the order of their effective times, then dots.
    package func elements(of field: String) -> [String] {
        guard let collection = reading.collections.shown[field] else { return [] }
        let ordered = collection.elements.map { element in
            (element.path.elementID ?? "", reading.record.claims(at: element.path).min(by: Claim.isEarlier))
        }
        return ordered.sorted { left, right in
            guard let near = left.1, let far = right.1 else { return left.1 != nil && right.1 == nil }
            return Claim.isEarlier(near, far)
        }.map(\.0)
    }
}

extension VersionVector {
    /// `{replica:counter}`.
    package var json: JSONValue {
        .object(
            Dictionary(
                entries.map { ($0.replica.hex, .integer(Int64(clamping: $0.counter))) },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension RecordReading {
    /// The elements that are shown, by field, and those that are not: removed or beyond the field's cap.
    var collections: (shown: [String: CollectionReading], hidden: Set<Path>) {
        var shown: [String: CollectionReading] = [:]
        var hidden: Set<Path> = []
        for entry in entries where entry.path.isWithinElement {
            guard let element = entry.path.element else { continue }
            if presence(of: element) == .removed {
                hidden.insert(element)
            } else {
                shown[element.field, default: CollectionReading()].add(entry, of: element)
            }
        }
        for field in shown.keys.sorted() {
            guard let cap = kind?.field(field)?.policy.number("cap") else { continue }
            hidden.formUnion(shown[field]?.keepNewest(cap, record: record) ?? [])
        }
        return (shown, hidden)
    }

    /// Every path at which a person has to decide, sorted; an element that one side removed by its own path.
    func disputed(withoutElements hidden: Set<Path>) -> [Path] {
        var paths: Set<Path> = isDeletionContested ? [.deleted] : []
        for entry in entries {
            guard let element = entry.path.element else {
                if entry.shown.isDisputed { paths.insert(entry.path) }
                continue
            }
            if hidden.contains(element) { continue }
            if entry.shown.isDisputed { paths.insert(entry.path) }
            if presence(of: element) == .contested, asksAboutRemoval(of: element) { paths.insert(element) }
        }
        return paths.sorted()
    }

    /// Every path at which a person has to decide, sorted; none in a deleted record.
    package var disputed: [Path] {
        if record.isDeleted { return [] }
        if mayElementsBeDisputed { return disputed(withoutElements: collections.hidden) }
        let fields = entries.filter(\.shown.isDisputed).map(\.path)
        return isDeletionContested ? (fields + [.deleted]).sorted() : fields
    }

    /// Whether collections have to be looked at for it.
    private var mayElementsBeDisputed: Bool {
        entries.contains { $0.shown.isDisputed && $0.path.isWithinElement }
            || record.registers.contains { $0.siblings.count > 1 && $0.path.isPresence && $0.path != .deleted }
    }

    /// Every area that the record belongs to, sorted: those of all sides in a dispute over it, and its `grids`.
    package var areas: [AreaCode] {
        areas(grids: kind?.field("grids") == nil ? nil : collections.shown["grids"])
    }

    func areas(grids: CollectionReading?) -> [AreaCode] {
        var codes = RecordReading.areas(of: record.siblings(at: .area))
        if kind?.field("grids") != nil {
            for element in grids?.elements ?? [] {
                let code = element.value?.shown.value.flatMap(RecordReading.areaCode)
                if let code = code ?? element.path.elementID.map({ AreaCode($0) }) { codes.insert(code) }
            }
        }
        return codes.sorted()
    }

    fileprivate static func areas(of siblings: Siblings<RecordedValue>) -> Set<AreaCode> {
        Set(siblings.all.compactMap { $0.value.value.flatMap(RecordReading.areaCode) })
    }

    static func areaCode(_ value: FieldValue) -> AreaCode? {
        switch value {
        case .code(let text), .text(let text): AreaCode(text.string)
        default: nil
        }
    }
}

extension Record {
    /// Every area that the record belongs to, sorted: `RecordReading.areas`, read only where the kind has `grids`.
    package func areas(_ catalogue: Catalogue) -> [AreaCode] {
        guard catalogue.kind(kind)?.field("grids") == nil else {
            return RecordReading(self, catalogue: catalogue).areas
        }
        let siblings = siblings(at: .area)
        guard siblings.count == 1 else { return RecordReading.areas(of: siblings).sorted() }
        return siblings.all[0].value.value.flatMap(RecordReading.areaCode).map { [$0] } ?? []
    }
}

extension Change {
    /// Every area that the record belongs to which this change makes alone.
    package func areas(_ catalogue: Catalogue, stamp: Stamp) -> [AreaCode] {
        guard catalogue.kind(kind)?.field("grids") == nil else {
            var made = Record(id: record, kind: kind)
            made.apply(self, stamp: stamp)
            return made.areas(catalogue)
        }
        return write(at: .area)?.value.flatMap(RecordReading.areaCode).map { [$0] } ?? []
    }
}
