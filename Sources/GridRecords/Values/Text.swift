/// Text that is compared, ordered and hashed by its UTF-8 bytes.
///
/// Swift's `String` calls different bytes equal when Unicode does (U+F900 and U+8C48), so an identity, an
/// equality or an order that others must reproduce never rests on it.
package struct Text: Sendable {
    package let string: String

    package init(_ string: String) { self.string = string }

    package var utf8: String.UTF8View { string.utf8 }
    package var isEmpty: Bool { string.isEmpty }
}

extension Text: Hashable, Comparable {
    package static func == (left: Text, right: Text) -> Bool {
        left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    package static func < (left: Text, right: Text) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

    package func hash(into hasher: inout Hasher) {
        for byte in utf8 { hasher.combine(byte) }
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }
    package var description: String { string }
}
