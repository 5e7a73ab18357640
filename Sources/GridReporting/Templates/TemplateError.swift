/// Why a template of facts, indicators, lists or stars cannot be used, and where it says so.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Ids from the outermost object to the one at fault, joined by `/`; empty for the whole file.
    package let place: String
    /// A whole sentence without its full stop.
    package let reason: String

    package init(place: String = "", reason: String) {
        self.place = place
        self.reason = reason
    }

    package var description: String { place.isEmpty ? reason : "\(place): \(reason)" }
}
