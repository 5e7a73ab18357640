/// What the catalogue says of the place that a path names.
struct FieldPlace: Sendable {
    /// The field that the path begins with; nil where the catalogue knows none.
    let field: FieldDefinition?
    /// What stands at the path: the field, or the sub-field of its elements.
    let definition: FieldDefinition?

    /// The area, which every record has, merges by `review`.
    private static let area = FieldDefinition(
        id: "area", label: Label(chinese: "网格", english: "Area"), type: .code, isRequired: true,
        policy: PolicyDefinition(.review))

    init(_ path: Path, in kind: KindDefinition?) {
        let field = kind?.field(path.field) ?? (path == .area ? FieldPlace.area : nil)
        self.field = field
        guard let subfield = path.subfield else {
            definition = field
            return
        }
        definition = field?.parts.first { $0.id == subfield }
    }

    private init(element field: FieldDefinition?) {
        self.field = field
        definition = field
    }

    /// The place of the element, for a path within it.
    var element: FieldPlace { FieldPlace(element: field) }
}

/// A change beside the places of its writes: looked up once for all who ask.
package struct LocatedChange: Sendable {
    package let change: Change
    package let kind: KindDefinition?
    /// One for each write, in their order.
    let places: [FieldPlace]

    package init(_ change: Change, in catalogue: Catalogue) {
        let kind = catalogue.kind(change.kind)
        self.change = change
        self.kind = kind
        places = change.writes.indices.map { FieldPlace(change.writes[$0].path, in: kind) }
    }

    /// Whether some write brings a value into the field.
    func bringsValue(to field: FieldDefinition) -> Bool {
        places.indices.contains { places[$0].field === field && change.writes[$0].value != nil }
    }
}
