/// Where in a record a value stands: a field (`level`), an element (`parties/p1`) or a declared sub-field of an
/// element (`items/3/status`). The unit of merging.
///
/// One to three segments of 1 to 64 ASCII letters, digits, `_`, `-` or `.`, joined by `/`; compared by bytes.
/// `deleted` as the last segment is reserved for whether the record, or the element before it, was removed.
package struct Path: Sendable {
    package let text: String
    /// UTF-8 offsets of the slashes before the second and the third segment; 0 where there is none.
    private let elementSlash: UInt8
    private let subfieldSlash: UInt8

    /// Nil when the text is not a path.
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// Nil when the text is not a path.
    package init?(_ text: String) {
        var (element, subfield) = (0, 0)
        var (offset, length) = (0, 0)
        for byte in text.utf8 {
            switch byte {
            case Path.slash:
                guard length > 0, subfield == 0 else { return nil }
                if element == 0 { element = offset } else { subfield = offset }
                length = 0
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E:
                length += 1
                guard length <= Limits.pathSegmentBytes else { return nil }
            default: return nil
            }
            offset += 1
        }
        guard length > 0 else { return nil }
        self.init(text: text, elementSlash: UInt8(clamping: element), UInt8(clamping: subfield))
    }

    private init(text: String, elementSlash: UInt8, _ subfieldSlash: UInt8) {
        self.text = text
        self.elementSlash = elementSlash
        self.subfieldSlash = subfieldSlash
    }

    private static let slash: UInt8 = 0x2F

    /// The reserved path that says whether the record was deleted.
    package static let deleted = Path(text: "deleted", elementSlash: 0, 0)
    /// The reserved path of the area that the record belongs to.
    package static let area = Path(text: "area", elementSlash: 0, 0)

    /// The path of a field by its id; a name that is no path is one where nothing stands.
    package static func field(_ name: String) -> Path { Path(name) ?? Path(text: name, elementSlash: 0, 0) }

    package var segments: [Substring] {
        text.utf8.split(separator: Path.slash).map { Substring($0) }
    }

    /// The first segment: the field's id.
    package var field: String { elementSlash == 0 ? text : String(text[..<index(elementSlash)]) }

    /// Whether the first segment is this field's id.
    package func isIn(field: String) -> Bool {
        guard elementSlash > 0 else { return text == field }
        return field.utf8.count == Int(elementSlash) && text.utf8.starts(with: field.utf8)
    }

    /// The element that this path names or lies within (`items/3` of `items/3/status`); nil for a bare field.
    package var element: Path? {
        guard elementSlash > 0 else { return nil }
        guard subfieldSlash > 0 else { return self }
        return Path(text: String(text[..<index(subfieldSlash)]), elementSlash: elementSlash, 0)
    }

    /// Whether this is an element or lies within one.
    package var isWithinElement: Bool { elementSlash > 0 }

    package var elementID: String? {
        guard elementSlash > 0 else { return nil }
        let end = subfieldSlash > 0 ? index(subfieldSlash) : text.utf8.endIndex
        return String(text[index(elementSlash + 1)..<end])
    }

    /// The sub-field within the element, nil for a field or a whole element.
    package var subfield: String? { subfieldSlash > 0 ? String(text[index(subfieldSlash + 1)...]) : nil }

    private func index(_ offset: UInt8) -> String.Index {
        text.utf8.index(text.utf8.startIndex, offsetBy: Int(offset))
    }

    package var isElement: Bool { elementSlash > 0 && subfieldSlash == 0 }

    /// The reserved path that says whether the element was removed; nil for a bare field.
    package var presence: Path? {
        element.map {
            Path(text: $0.text + "/deleted", elementSlash: elementSlash, UInt8(clamping: $0.text.utf8.count))
        }
    }

    /// Whether this is one of the reserved paths of deletion, of the record or of an element.
    package var isPresence: Bool { elementSlash == 0 ? text == "deleted" : text.hasSuffix("/deleted") }

    package func appending(_ segment: String) -> Path? { Path(text + "/" + segment) }
}

extension Path: Hashable {
    package static func == (left: Path, right: Path) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Path: Comparable, CustomStringConvertible {
    /// The order of the bytes: of ASCII texts it is the order of Swift's strings, too, which compares them whole.
    package static func < (left: Path, right: Path) -> Bool { left.text < right.text }

    package var description: String { text }
}
