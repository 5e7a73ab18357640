/// One `FIELD=VALUE` of a command line: the path before the first `=`, the text after it.
struct FieldArgument: Hashable, Sendable {
    let path: String
    let value: String

    /// Nil without `=` or without a path before it.
    init?(_ argument: String) {
        guard let sign = argument.utf8.firstIndex(of: UInt8(ascii: "=")), sign > argument.startIndex else { return nil }
        path = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }

    /// Whether an element, or a part of one, is removed: written as nothing (`parties/p1=`).
    var isRemoval: Bool { value.isEmpty && path.utf8.contains(UInt8(ascii: "/")) }
}
