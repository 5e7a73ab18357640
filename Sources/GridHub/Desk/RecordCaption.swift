import GridRecords

/// What a record is called, and shown as, where not everybody who looks may see it whole.
enum RecordCaption {
    /// Fields that tell one record from another, the best first.
    private static let telling = ["title", "name", "address", "community", "building"]

    /// The first telling values, masked: `王**, 演示村1号**`. Empty where the record has none.
    static func text(_ view: RecordView) -> String {
        var parts: [String] = []
        for field in telling {
            guard parts.count < 2, let path = Path(field) else { break }
            guard let definition = view.reading.kind?.field(field),
                let value = view.reading.shown(at: path).value,
                let text = Masking.shown(value, as: definition, isOwnArea: false)?.json.string, !text.isEmpty
            else { continue }
            parts.append(text)
        }
        return parts.joined(separator: ", ")
    }

    /// A field that the catalogue does not know is hidden: nobody said how much harm it does.
    static func masked(_ value: FieldValue?, as definition: FieldDefinition?, at path: Path) -> JSONValue {
        guard let value else { return ["removed": true] }
        if path == .area || path == .deleted { return value.json }
        let shown = definition.map { Masking.shown(value, as: $0, isOwnArea: false) } ?? nil
        return shown?.json ?? ["masked": true]
    }

    /// `{"id","kind","area","deleted","caption","fields":[{"path","value"}]}`; a value of which nothing may be shown is
    /// `{"masked":true}`.
    static func masked(_ view: RecordView) -> JSONValue {
        let fields: [JSONValue] = view.reading.entries.compactMap { entry in
            guard entry.path != .area, !entry.path.isPresence, let value = entry.shown.value else { return nil }
            return ["path": .string(entry.path.text), "value": masked(value, as: entry.definition, at: entry.path)]
        }
        return [
            "id": .string(view.id.text), "kind": .string(view.kind),
            "area": view.area.map { .string($0.text) } ?? .null, "deleted": .bool(view.isDeleted),
            "caption": .string(text(view)), "disputed": .array(view.disputed.map { .string($0.text) }),
            "fields": .array(fields),
        ]
    }
}
