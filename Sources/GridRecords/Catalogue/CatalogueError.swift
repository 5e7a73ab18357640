/// Why a catalogue cannot be used, and where it says so.
package struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, where one is known.
    package var file: String?
    /// The kind, where the fault lies within one.
    package var kind: String?
    /// The field or `field/part`, where the fault lies within one.
    package var field: String?
    /// A whole sentence without its full stop.
    package let reason: String

    package init(file: String? = nil, kind: String? = nil, field: String? = nil, reason: String) {
        self.file = file
        self.kind = kind
        self.field = field
        self.reason = reason
    }

    package var description: String {
        ([file, kind, field].compactMap { $0 } + [reason]).joined(separator: ": ")
    }
}
