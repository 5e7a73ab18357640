/// Where in a record a value stands: a field (`level`), an element (`parties/p1`) or a declared sub-field of an
/// element (`items/3/status`). The unit of merging.
///
/// One to three segments of 1 to 64 ASCII letters, digits, `_`, `-` or `.`, joined by `/`; compared by bytes.
/// `deleted` as the last segment is reserved for whether the record, or the element before it, was removed.
package struct Path: Hashable, Sendable {
    package let text: String

    /// Nil when the text is not a path.
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// Nil when the text is not a path.
    package init?(_ text: String) {
        var segments = 1
        var length = 0
        for byte in text.utf8 {
            switch byte {
            case 0x2F:
                guard length > 0 else { return nil }
                segments += 1
                length = 0
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E:
                length += 1
                guard length <= Limits.pathSegmentBytes else { return nil }
            default: return nil
            }
        }
        guard length > 0, segments <= 3 else { return nil }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// The reserved path that says whether the record was deleted.
    package static let deleted = Path(known: "deleted")
    /// The reserved path of the area that the record belongs to.
    package static let area = Path(known: "area")

    package static func field(_ name: String) -> Path { Path(known: name) }

    package var segments: [Substring] {
        text.utf8.split(separator: 0x2F).map { Substring($0) }
    }

    /// The first segment: the field's id.
    package var field: String {
        guard let slash = text.utf8.firstIndex(of: 0x2F) else { return text }
        return String(text[..<slash])
    }

    /// Whether the first segment is this field's id.
    package func isIn(field: String) -> Bool {
        text.utf8.starts(with: field.utf8)
            && (text.utf8.count == field.utf8.count || text.utf8.dropFirst(field.utf8.count).first == 0x2F)
    }

    /// The element that this path names or lies within (`items/3` of `items/3/status`); nil for a bare field.
    package var element: Path? {
        var slashes = 0
        for (offset, byte) in text.utf8.enumerated() where byte == 0x2F {
            slashes += 1
            if slashes == 2 { return Path(known: String(decoding: text.utf8.prefix(offset), as: UTF8.self)) }
        }
        return slashes == 1 ? self : nil
    }

    /// Whether this is an element or lies within one.
    package var isWithinElement: Bool { text.utf8.contains(0x2F) }

    package var elementID: String? {
        guard let start = afterSlash(from: text.utf8.startIndex) else { return nil }
        let end = text.utf8[start...].firstIndex(of: 0x2F) ?? text.utf8.endIndex
        return String(text[start..<end])
    }

    /// The sub-field within the element, nil for a field or a whole element.
    package var subfield: String? {
        guard let element = afterSlash(from: text.utf8.startIndex), let start = afterSlash(from: element) else {
            return nil
        }
        return String(text[start...])
    }

    private func afterSlash(from start: String.Index) -> String.Index? {
        text.utf8[start...].firstIndex(of: 0x2F).map { text.utf8.index(after: $0) }
    }

    package var isElement: Bool { element == self }

    /// The reserved path that says whether the element was removed; nil for a bare field.
    package var presence: Path? { element.map { Path(known: $0.text + "/deleted") } }

    /// Whether this is one of the reserved paths of deletion, of the record or of an element.
    package var isPresence: Bool { text == "deleted" || text.hasSuffix("/deleted") }

    package func appending(_ segment: String) -> Path? { Path(text + "/" + segment) }
}

extension Path: Comparable, CustomStringConvertible {
    /// The order of the bytes: of ASCII texts it is the order of Swift's strings, too, which compares them whole.
    package static func < (left: Path, right: Path) -> Bool { left.text < right.text }

    package var description: String { text }
}
