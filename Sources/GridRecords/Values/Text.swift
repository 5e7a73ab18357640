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
        left.string.equalsInBytes(right.string)
    }

    package static func < (left: Text, right: Text) -> Bool { left.string.precedesInBytes(right.string) }

    package func hash(into hasher: inout Hasher) {
        if utf8.withContiguousStorageIfAvailable({ hasher.combine(bytes: UnsafeRawBufferPointer($0)) }) == nil {
            Array(utf8).withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }
}

extension String {
    /// Nil when the bytes are not UTF-8; nothing is repaired.
    package init?(utf8 bytes: ArraySlice<UInt8>) {
        guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
        self.init(copying: text)
    }

    /// Whether the UTF-8 bytes are the same ones.
    package func equalsInBytes(_ other: String) -> Bool {
        withBytes(of: other) { left, right in
            guard left.count == right.count else { return false }
            for index in left.indices where left[index] != right[index] { return false }
            return true
        } ?? utf8.elementsEqual(other.utf8)
    }

    /// Whether these UTF-8 bytes come before the other's.
    package func precedesInBytes(_ other: String) -> Bool {
        withBytes(of: other) { left, right in
            for index in 0..<min(left.count, right.count) where left[index] != right[index] {
                return left[index] < right[index]
            }
            return left.count < right.count
        } ?? utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Nil where one of the two does not lie in one piece.
    private func withBytes(
        of other: String, _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool? {
        utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in body(left, right) }
        } ?? nil
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }
    package var description: String { string }
}
