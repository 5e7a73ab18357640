import GridCausality

/// The elements of one collection as they are shown.
struct CollectionReading {
    struct Element {
        let path: Path
        var value: RecordReading.Entry?
        /// The separate sub-fields, in the order of their paths.
        var subfields: [RecordReading.Entry] = []
    }

    /// Sorted by path.
    private(set) var elements: [Element] = []
    private var positions: [Path: Int] = [:]

    /// Takes entries in the order of their paths.
    mutating func add(_ entry: RecordReading.Entry, of element: Path) {
        let index = positions[element] ?? elements.endIndex
        if index == elements.endIndex {
            positions[element] = index
            elements.append(Element(path: element))
        }
        if entry.path == element { elements[index].value = entry } else { elements[index].subfields.append(entry) }
    }

    /// An object from element to value; nil when no element has one.
    var json: JSONValue? {
        var members: [String: JSONValue] = [:]
        for element in elements {
            if let id = element.path.elementID, let json = element.json { members[id] = json }
        }
        return members.isEmpty ? nil : .object(members)
    }

    /// Leaves the newest so many and names those that fall away; nothing is added afterwards.
    mutating func keepNewest(_ count: Int, record: Record) -> [Path] {
        guard elements.count > count else { return [] }
        let ranked = elements.map { element in (element, CollectionReading.newest(of: element, in: record)) }
            .sorted { left, right in
                guard let near = left.1, let far = right.1 else { return left.1 != nil && right.1 == nil }
                return Claim.isOlder(far, near)
            }
        elements = ranked.prefix(count).map(\.0).sorted { $0.path < $1.path }
        return ranked.dropFirst(count).map(\.0.path)
    }

    private static func newest(of element: Element, in record: Record) -> Claim? {
        record.claims(at: element.path).max(by: Claim.isOlder)
    }
}

extension CollectionReading.Element {
    /// The element's own value with its separate sub-fields beside the parts; nil when nothing of it has a value.
    var json: JSONValue? {
        let own = value?.shown.value?.json
        let present = subfields.filter { $0.shown.value != nil }
        guard !present.isEmpty else { return own }
        var members = own?.object ?? own.map { ["value": $0] } ?? [:]
        for subfield in present {
            if let name = subfield.path.subfield { members[name] = subfield.shown.value?.json }
        }
        return .object(members)
    }
}
