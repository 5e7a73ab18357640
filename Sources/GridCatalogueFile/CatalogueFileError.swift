import GridRecords

/// Why the catalogue files of an office cannot be used, and where.
package struct CatalogueFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// From 1; nil where the fault is the file's as a whole.
    package let line: Int?
    /// The kind and field, where the fault lies within one.
    package let place: String?
    /// A whole sentence without its full stop.
    package let reason: String

    package init(file: String, line: Int? = nil, place: String? = nil, reason: String) {
        self.file = file
        self.line = line
        self.place = place
        self.reason = reason
    }

    /// `FILE:LINE: PLACE: REASON`, as editors understand it.
    package var description: String {
        let position = line.map { "\(file):\($0)" } ?? file
        return [position, place, reason].compactMap { $0 }.joined(separator: ": ")
    }
}

extension CatalogueFileError {
    init(_ error: CatalogueError, file: String, line: Int?) {
        let place = [error.kind, error.field].compactMap { $0 }.joined(separator: ".")
        self.init(file: file, line: line, place: place.isEmpty ? nil : place, reason: error.reason)
    }
}
